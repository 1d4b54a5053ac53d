import { createPrivateKey, createPublicKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { entraKeyId, rfc7638 } from '../../../lib/rotation';
import { certificate, rsaKey } from '../../support/keys';
import { appliedState, complaint, NOW, Workshop } from '../workshop';

describe('stage', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
    mkdirSync(shop.path('keys'));
  });
  afterEach(() => shop.remove());

  describe('of a secret', () => {
    beforeEach(() => shop.steps('add billing --kind entra-client-secret --interval 10d'));

    it('puts the next generation into the other slot, with the lifetime of the policy', async () => {
      const { exitCode, stdout, stderr } = await shop.run(['stage', 'billing'], { now: '2026-04-01T12:00:00.789Z' });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toBe(
        'billing: step 1, stage: slot b gets generation 2, expires 2026-04-29T12:00:00Z; commit the manifest, plan and apply\n',
      );
      expect(shop.set('billing').state).toMatchObject({
        step: 1,
        current: 'a',
        standby: 'next',
        b: { generation: 2, created: '2026-04-01T12:00:00Z', expires: '2026-04-29T12:00:00Z' },
      });
    });

    it('replaces the staged one within the same step with --new-key', async () => {
      await shop.steps('stage billing');
      const { stdout } = await shop.run(['stage', 'billing', '--new-key'], { now: '2026-04-01T00:00:00Z' });
      expect(stdout).toContain('still step 1: slot b gets generation 3 instead of 2');
      expect(shop.set('billing').state).toMatchObject({ step: 1, standby: 'next', b: { generation: 3 } });
    });

    it('refuses a second one, and --new-key where nothing is staged', async () => {
      expect(complaint(await shop.run(['stage', 'billing', '--new-key']))[0]).toBe(3);
      await shop.steps('stage billing');
      const before = shop.text;
      expect(complaint(await shop.run(['stage', 'billing']))).toEqual([3, expect.stringContaining('staged already')]);
      expect(shop.text).toBe(before);
    });

    it('makes a recycled slot wait for the grace time', async () => {
      await shop.steps('stage billing', 'promote billing');
      const { stdout, stderr } = await shop.run(['stage', 'billing']);
      expect(stdout).toContain('slot a gets generation 3 in place of the previous 1');
      expect(stderr).toBe('note: the plan refuses this step before 2026-03-08T00:00:00Z (grace 7d)\n');
    });

    it('shows in a dry run what would change, and writes nothing', async () => {
      const before = shop.text;
      const { json } = await shop.run(['stage', 'billing', '--dry-run', '--json']);
      expect(json).toMatchObject({ dryRun: true, step: 1 });
      expect(json.changes).toContain('+         "standby": "next",');
      expect(shop.text).toBe(before);
    });

    it('refuses the options for keys', async () => {
      const result = await shop.run(['stage', 'billing', '--private-key-out', shop.path('{kid}')]);
      expect(complaint(result)).toEqual([2, expect.stringContaining('got --private-key-out: leave it out')]);
    });

    it('allows another one within a step that is applied or about to be, and no other', async () => {
      await shop.steps('stage billing', 'promote billing', 'stage billing');
      const manifest = shop.set('billing').manifestId;
      const attempt = (step: number) =>
        shop.run(['stage', 'billing', '--new-key', '--applied', '-', '--dry-run'], {
          stdin: appliedState({ set: 'billing', step, manifest }),
        });
      expect(complaint(await attempt(1))).toEqual([3, expect.stringContaining('apply step 3 first')]);
      expect((await attempt(2)).exitCode).toBe(0);
      expect((await attempt(3)).exitCode).toBe(0);
      expect(complaint(await attempt(4))).toEqual([3, expect.stringContaining('this manifest is old')]);
    });
  });

  describe('of a key', () => {
    const out = () => shop.path('keys/{kid}.pem');
    beforeEach(async () => {
      const { publicKey } = await rsaKey();
      const argv = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--public-key', '-'];
      expect((await shop.run(argv, { stdin: publicKey })).exitCode).toBe(0);
    });

    it('makes a key pair whose private part, in a file of its owner alone, fits the public key', async () => {
      const { exitCode, stdout } = await shop.run(['stage', 'web', '--private-key-out', out()]);
      expect(exitCode).toBe(0);
      const publicKey = shop.set('web').state.b!.publicKey!;
      const file = shop.path(`keys/${rfc7638(publicKey)}.pem`);
      expect(shop.list('keys')).toHaveLength(1);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(fits(createPrivateKey(readFileSync(file, 'utf8')), publicKey)).toBe(true);
      expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      expect(createPublicKey(publicKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
      expect(stdout).toContain(`key id ${rfc7638(publicKey)}\n  private key in ${file}`);
      expect(stdout).not.toContain('PRIVATE KEY');
    });

    it('makes a key of the size that is asked for', async () => {
      await shop.run(['stage', 'web', '--bits', '3072', '--private-key-out', out()]);
      const { asymmetricKeyDetails } = createPublicKey(shop.set('web').state.b!.publicKey!);
      expect(asymmetricKeyDetails?.modulusLength).toBe(3072);
    });

    it('makes an EC key where the kind takes one', async () => {
      await shop.run(['add', 'okta', '--kind', 'okta-private-key-jwt', '--key-type', 'ec', '--private-key-out', out()]);
      const { publicKey } = shop.set('okta').state.a!;
      expect(createPublicKey(publicKey!).asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
      expect(shop.list('keys')).toContain(`k0001-${rfc7638(publicKey!)}.pem`);
    });

    it('fills in {slot} too, and never overwrites a file', async () => {
      await shop.steps(`stage web --private-key-out ${shop.path('keys/{slot}.pem')}`);
      expect(shop.list('keys')).toEqual(['b.pem']);
      const before = [shop.text, readFileSync(shop.path('keys/b.pem'), 'utf8')];
      const again = ['stage', 'web', '--new-key', '--private-key-out', shop.path('keys/{slot}.pem')];
      for (const argv of [again, [...again, '--dry-run']]) {
        expect(complaint(await shop.run(argv))).toEqual([3, expect.stringContaining('never overwritten')]);
      }
      expect([shop.text, readFileSync(shop.path('keys/b.pem'), 'utf8')]).toEqual(before);
    });

    it('gives the private key to the standard input of a command', async () => {
      const command = `cat > ${shop.path('keys/it')}; echo "$ROTATION_SET $ROTATION_SLOT $ROTATION_GENERATION $ROTATION_KID"`;
      const { exitCode, stdout, stderr } = await shop.run(['stage', 'web', '--private-key-to', command]);
      expect(exitCode).toBe(0);
      const publicKey = shop.set('web').state.b!.publicKey!;
      expect(stderr).toBe(`web b 2 ${rfc7638(publicKey)}\n`);
      expect(stdout).toContain('private key given to the command');
      expect(fits(createPrivateKey(readFileSync(shop.path('keys/it'), 'utf8')), publicKey)).toBe(true);
    });

    it('leaves the manifest as it is when the command fails', async () => {
      const before = shop.text;
      const result = await shop.run(['stage', 'web', '--private-key-to', 'cat >&2; exit 7']);
      expect(result.exitCode).toBe(3);
      expect(result.stderr).toMatch(/^\[lines with the private key were left out\]\nrefused: .*it exited with 7: /);
      expect(result.stdout + result.stderr).not.toContain('PRIVATE KEY');
      expect(shop.text).toBe(before);
      expect(shop.list()).toEqual(['keys', 'rotation.json']);
    });

    it('delivers nothing in a dry run', async () => {
      const before = shop.text;
      const command = `cat > ${shop.path('keys/it')}`;
      const { exitCode } = await shop.run(['stage', 'web', '--private-key-to', command, '--dry-run']);
      const toFile = await shop.run(['stage', 'web', '--private-key-out', out(), '--dry-run']);
      expect([exitCode, toFile.exitCode]).toEqual([0, 0]);
      expect(toFile.stderr).toContain('made for this dry run only');
      expect(shop.list('keys')).toEqual([]);
      expect(shop.text).toBe(before);
    });

    it('asks for no key when the step is refused', async () => {
      await shop.steps(`stage web --private-key-out ${out()}`);
      const result = await shop.run(['stage', 'web']);
      expect(complaint(result)).toEqual([3, expect.stringContaining('staged already')]);
    });

    it('refuses a key that a slot holds already', async () => {
      const publicKey = shop.set('web').state.a!.publicKey!;
      const result = await shop.run(['stage', 'web', '--public-key', shop.write('a.pub', publicKey)]);
      expect(complaint(result)).toEqual([3, expect.stringContaining('the public key that slot a of "web" holds')]);
      expect(shop.set('web').state.step).toBe(0);
    });

    it('refuses a private key given as the public one, without showing it', async () => {
      const { privateKey } = await rsaKey();
      const file = shop.write('oops.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      const result = await shop.run(['stage', 'web', '--public-key', file]);
      expect(complaint(result)).toEqual([2, expect.stringContaining('got a private key: give the public part only')]);
    });

    it.each([
      ['no way for the private key', [], 2, 'got none'],
      ['an empty command', ['--private-key-to', ' '], 2, '--private-key-to needs a command'],
      ['two ways for it', ['--private-key-out', '{kid}', '--private-key-to', 'cat'], 2, 'got two'],
      ['a path without a placeholder', ['--private-key-out', 'key.pem'], 2, 'must hold {kid} or {slot}, got "key.pem"'],
      ['a folder that does not exist', ['--private-key-out', '/no/such/{kid}'], 2, 'the folder of /no/such/'],
      [
        'a small key',
        ['--private-key-out', '{kid}', '--bits', '1024'],
        2,
        '--bits is one of 2048, 3072, 4096, got "1024"',
      ],
      [
        'a type of key that the kind does not take',
        ['--private-key-out', '{kid}', '--key-type', 'ec'],
        2,
        '--key-type of auth0-private-key-jwt is one of rsa, got "ec"',
      ],
      ['a path and a given key', ['--private-key-out', '{kid}', '--public-key', '-'], 2, 'got --private-key-out'],
      ['a key file that is missing', ['--public-key', '/no/such.pem'], 2, 'no such file'],
      ['two readers of standard input', ['--public-key', '-', '--applied', '-'], 2, 'read by one option at most'],
      ['no key at all', ['--public-key', '-'], 2, 'one PEM block'],
    ])('answers %s with one line', async (_what, argv, exitCode, line) => {
      const before = shop.text;
      expect(complaint(await shop.run(['stage', 'web', ...argv]))).toEqual([exitCode, expect.stringContaining(line)]);
      expect(shop.text).toBe(before);
    });
  });

  describe('of a certificate', () => {
    const out = () => shop.path('keys/{kid}.pem');
    beforeEach(() => shop.steps(`add pay --kind entra-certificate --interval 10d --private-key-out ${out()}`));

    it('makes one whose validity is that of the credential, to the second, signed with the key', async () => {
      const { exitCode } = await shop.run(['stage', 'pay', '--private-key-out', out()], {
        now: '2026-03-05T06:07:08.9Z',
      });
      expect(exitCode).toBe(0);
      const { publicKey, created, expires } = shop.set('pay').state.b!;
      const made = new X509Certificate(publicKey!);
      expect(new Date(made.validFrom).toISOString()).toBe('2026-03-05T06:07:08.000Z');
      expect(created).toBe('2026-03-05T06:07:08Z');
      expect(new Date(made.validTo).toISOString()).toBe(expires.replace('Z', '.000Z'));
      expect(made.subject).toBe('CN=pay');
      expect(made.verify(made.publicKey)).toBe(true);
      const file = shop.path(`keys/${entraKeyId(publicKey!)}.pem`);
      expect(made.checkPrivateKey(createPrivateKey(readFileSync(file, 'utf8')))).toBe(true);
    });

    it('takes the end of a given certificate that is nearer than the lifetime', async () => {
      const { publicKey } = await certificate('pay', '2026-03-29T00:00:00Z');
      expect((await shop.run(['stage', 'pay', '--public-key', '-'], { stdin: publicKey })).exitCode).toBe(0);
      expect(shop.set('pay').state.b!.expires).toBe('2026-03-29T00:00:00Z');
      const longer = ['stage', 'pay', '--new-key', '--public-key', '-'];
      const { publicKey: short } = await certificate('pay', '2026-03-28T23:59:59Z');
      expect(complaint(await shop.run(longer, { stdin: short }))).toEqual([
        3,
        expect.stringContaining('at least 2 x interval + soak + grace = 28d from now, until 2026-03-29T00:00:00Z'),
      ]);
    });

    it('refuses a certificate that is not yet valid when it may be promoted', async () => {
      const { publicKey } = await certificate('pay'); // valid from 2025-01-01T00:00:00Z
      const stage = (now: string) =>
        shop.run(['stage', 'pay', '--public-key', '-', '--dry-run'], { now, stdin: publicKey });
      expect(complaint(await stage('2024-12-30T23:59:59Z'))).toEqual([
        3,
        expect.stringContaining('got one that begins at 2025-01-01T00:00:00Z'),
      ]);
      expect((await stage('2024-12-31T00:00:00Z')).exitCode).toBe(0);
    });

    it('refuses a bare public key', async () => {
      const { publicKey } = await rsaKey();
      const result = await shop.run(['stage', 'pay', '--public-key', '-'], { stdin: publicKey });
      expect(complaint(result)).toEqual([2, expect.stringContaining('takes a certificate, got a public key')]);
    });
  });

  it('takes notice of a lifetime that is longer than a given certificate lasts', async () => {
    const first = await certificate('pay', '2099-01-01T00:00:00Z');
    const argv = ['add', 'pay', '--kind', 'entra-certificate', '--interval', '10d', '--lifetime', '100d'];
    await shop.run([...argv, '--public-key', '-'], { stdin: first.publicKey });
    expect(shop.set('pay').state.a!.expires).toBe('2026-06-09T00:00:00Z');
    const { publicKey } = await certificate('pay', '2026-05-01T10:11:12Z');
    await shop.run(['stage', 'pay', '--public-key', '-'], { stdin: publicKey });
    expect(shop.set('pay').state.b).toMatchObject({ created: NOW, expires: '2026-05-01T10:11:12Z' });
  });

  function fits(privateKey: KeyObject, publicKey: string): boolean {
    const message = Buffer.from('client assertion');
    return verify('sha256', message, publicKey, sign('sha256', message, privateKey));
  }
});
