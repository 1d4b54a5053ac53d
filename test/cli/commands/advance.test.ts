import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { manifestText, rfc7638 } from '../../../lib/rotation';
import { rsaKey } from '../../support/keys';
import { appliedState, complaint, type Ledger, type Result, Workshop } from '../workshop';

// Sets are added at NOW, 2026-03-01: promote is due on 31 March at 02:00Z, stage a day before.
const STAGE = '2026-03-30T02:00:00Z';
const PROMOTE = '2026-03-31T02:00:00Z';

describe('advance', () => {
  let shop: Workshop;
  const advance = (now: string, ...argv: readonly string[]): Promise<Result> =>
    shop.run(['advance', '--due', ...argv], { now });
  beforeEach(() => {
    shop = new Workshop();
    mkdirSync(shop.path('keys'));
  });
  afterEach(() => shop.remove());

  describe('of secrets', () => {
    beforeEach(() =>
      shop.steps(
        'init --id test',
        'add billing --kind entra-client-secret',
        'add orders --kind okta-client-secret --interval 60d',
        'add old --kind entra-client-secret --no-automatic',
      ),
    );

    it('says for each set what it did, or why not and when next', async () => {
      const { exitCode, stdout, stderr } = await advance(STAGE);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toBe(
        [
          'billing: step 1, stage: slot b gets generation 2, expires 2026-06-06T02:00:00Z; commit the manifest, plan and apply',
          'orders: stage is not due until 2026-04-29T02:00:00Z',
          'old: not automatic: "cdktf-rotation rotate old" asks for a rotation',
          '',
        ].join('\n'),
      );
      expect(shop.set('billing').state).toMatchObject({ step: 1, standby: 'next', last: { step: 'stage', at: STAGE } });
      expect([shop.set('orders').state.step, shop.set('old').state.step]).toEqual([0, 0]);
    });

    it('exits with 0 and leaves every byte when nothing is due, whatever the layout of the file', async () => {
      const odd = shop.text.replace(/\n +/g, '\n\t');
      shop.write('rotation.json', odd);
      expect((await advance('2026-03-29T00:00:00Z')).exitCode).toBe(0);
      expect(shop.text).toBe(odd);
    });

    it('takes one step however late it is, and nothing more when it is run again', async () => {
      const late = '2027-03-01T00:00:00Z';
      await advance(late);
      const text = shop.text;
      for (const name of ['billing', 'orders']) expect(shop.set(name).state.step).toBe(1);
      const again = await advance(late);
      expect(shop.text).toBe(text);
      expect(again.stdout).toContain('billing: promote waits for soak 1d until 2027-03-02T00:00:00Z');
      await advance('2027-03-02T00:00:00Z');
      for (const name of ['billing', 'orders']) expect(shop.set(name).state.step).toBe(2);
    });

    it('takes no step on one that is not applied, and counts the soak from the apply', async () => {
      await advance(STAGE);
      const text = shop.text;
      const look = (now: string, ...ledgers: readonly Ledger[]) =>
        shop.run(['advance', '--due', 'billing', '--applied', '-'], { now, stdin: appliedState(...ledgers) });
      const ledger = { set: 'billing', manifest: 'test' };
      const none = { a: 1, b: 0 };
      const pending = await look('2026-04-20T00:00:00Z', { ...ledger, step: 0, generations: none });
      expect([pending.exitCode, pending.stdout]).toEqual([
        0,
        'billing: step 1 (stage) is not applied yet: merge and apply it first\n',
      ]);
      const soaking = await look(PROMOTE, { ...ledger, step: 1, at: '2026-03-30T09:00:00Z' });
      expect(soaking.stdout).toBe('billing: promote waits for soak 1d until 2026-03-31T09:00:00Z\n');
      expect(shop.text).toBe(text);
      await look('2026-03-31T09:00:00Z', { ...ledger, step: 1, at: '2026-03-30T09:00:00Z' });
      expect(shop.set('billing').state).toMatchObject({ step: 2, current: 'b' });
    });

    it('refuses only the set whose applied state does not fit, with exit code 3', async () => {
      const ledgers = [
        { set: 'billing', step: 4, manifest: 'test' },
        { set: 'orders', step: 0, manifest: 'test', generations: { a: 1, b: 0 } },
      ];
      const stdin = appliedState(...ledgers);
      const argv = ['advance', '--due', '--applied', '-', '--json'];
      const { exitCode, json } = await shop.run(argv, { now: '2026-05-01T00:00:00Z', stdin });
      expect(exitCode).toBe(3);
      expect(json).toMatchObject({
        taken: 1,
        failed: 1,
        sets: [
          { set: 'billing', result: 'failed', error: expect.stringContaining('this manifest is old'), exitCode: 3 },
          { set: 'orders', result: 'taken', step: 'stage', number: 1 },
          { set: 'old', result: 'nothing', why: 'off', because: 'not automatic' },
        ],
      });
    });

    it('looks at the sets that are named, once each, and at none when a name is unknown', async () => {
      const { stdout } = await advance('2026-05-01T00:00:00Z', 'orders', 'orders');
      expect(stdout).toMatch(/^orders: step 1[^\n]*\n$/);
      expect(shop.set('billing').state.step).toBe(0);
      const text = shop.text;
      expect(complaint(await advance(STAGE, 'billing', 'nobody'))[0]).toBe(2);
      expect(shop.text).toBe(text);
    });

    it('writes nothing in a dry run, and says of each set what would change', async () => {
      const text = shop.text;
      const { json } = await advance('2026-05-01T00:00:00Z', '--dry-run', '--json');
      expect(json).toMatchObject({ dryRun: true, taken: 2, at: '2026-05-01T00:00:00Z' });
      expect(json.changes).toEqual(expect.arrayContaining(['billing:', '+         "standby": "next",', 'orders:']));
      expect(shop.text).toBe(text);
    });

    it('runs as if it were another time with --at', async () => {
      expect((await advance('2026-03-02T00:00:00Z', '--at', STAGE)).stdout).toContain('billing: step 1, stage');
      expect(shop.set('billing').state.last.at).toBe(STAGE);
    });

    it('takes no step of a set on its way out, and none in a freeze', async () => {
      await shop.steps('remove orders --reason over');
      const document = JSON.parse(shop.text);
      document.defaults = { freeze: [{ from: '2026-03-29', until: '2026-04-02', reason: 'year end' }] };
      shop.write('rotation.json', JSON.stringify(document));
      const { stdout } = await advance(STAGE);
      expect(stdout).toContain(
        'billing: stage, due since 2026-03-30T02:00:00Z, waits until 2026-04-02T00:00:00Z (frozen: year end)\n',
      );
      expect(stdout).toContain('orders: marked for removal, takes no steps\n');
      await advance('2026-04-02T00:00:00Z');
      expect(shop.set('billing').state.step).toBe(1);
      expect(shop.text).toContain(
        '"freeze": [\n      { "from": "2026-03-29", "until": "2026-04-02", "reason": "year end" }\n    ]',
      );
    });

    it('keeps an override for the step it was made for', async () => {
      const document = JSON.parse(shop.text);
      document.sets.billing.override = { step: 1, rule: 'order', reason: 'lost state' };
      shop.write('rotation.json', manifestText(document));
      await advance(STAGE, 'billing');
      expect(shop.set('billing').override).toMatchObject({ step: 1 });
      await advance(PROMOTE, 'billing');
      expect(shop.set('billing').override).toBeUndefined();
    });

    it('refuses a set whose policy no rotation can keep to', async () => {
      const document = JSON.parse(shop.text);
      document.sets.billing.policy = { interval: '7d' };
      shop.write('rotation.json', manifestText(document));
      const { exitCode, stdout } = await advance('2026-05-01T00:00:00Z');
      expect(exitCode).toBe(3);
      expect(stdout).toContain(
        'billing: refused: soak must not be longer than interval - grace, got soak 1d, interval 7d, grace 7d',
      );
      expect(stdout).toContain('orders: step 1, stage');
      const validate = await shop.run(['validate']);
      expect([validate.exitCode, validate.stderr]).toEqual([
        0,
        expect.stringContaining('note: set "billing" cannot keep its interval'),
      ]);
    });

    it.each<[readonly string[], string]>([
      [[], 'advance takes the steps that are due, got no --due: add it'],
      [['--due', '--at', 'tomorrow'], '--at is a time in UTC such as 2026-01-31T02:00:00Z, got "tomorrow"'],
      [['--due', '--public-key', 'key.pem'], '--public-key of advance must hold {set}'],
      [
        ['--due', '--private-key-out', '{slot}.pem'],
        '--private-key-out of advance must hold {kid}, or {set} and {slot}',
      ],
    ])('answers %j with one line', async (argv, line) => {
      expect(complaint(await shop.run(['advance', ...argv]))).toEqual([2, expect.stringContaining(line)]);
    });

    it('writes the manifest once for any number of sets', async () => {
      const document = JSON.parse(shop.text);
      for (let index = 0; index < 300; index += 1) document.sets[`app-${index}`] = document.sets.billing;
      shop.write('rotation.json', manifestText(document));
      const { json } = await advance(STAGE, '--json');
      expect(json).toMatchObject({ taken: 301, failed: 0 });
    });
  });

  describe('of keys', () => {
    beforeEach(async () => {
      await shop.steps('init --id test', 'add billing --kind entra-client-secret');
      for (const name of ['web', 'shop']) {
        const argv = [
          'add',
          name,
          '--kind',
          'auth0-private-key-jwt',
          '--private-key-out',
          shop.path('keys/{set}-{kid}.pem'),
        ];
        expect((await shop.run(argv)).exitCode).toBe(0);
      }
    });

    it('delivers each private key to its own file, and never prints it', async () => {
      const { exitCode, stdout, stderr } = await advance(STAGE, '--private-key-out', shop.path('keys/{set}-{kid}.pem'));
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).not.toContain('PRIVATE KEY');
      for (const name of ['web', 'shop']) {
        const { b, step } = shop.set(name).state;
        const path = shop.path(`keys/${name}-${rfc7638(b?.publicKey ?? '')}.pem`);
        expect([step, statSync(path).mode & 0o777]).toEqual([1, 0o600]);
        const made = createPublicKey(createPrivateKey(readFileSync(path))).export({ type: 'spki', format: 'pem' });
        expect(made).toBe(b?.publicKey);
        expect(stdout).toContain(`private key in ${path}`);
      }
      expect(shop.set('billing').state.step).toBe(1);
    });

    it('without a way for the key refuses only the sets that need one', async () => {
      const { exitCode, stdout } = await advance(STAGE);
      expect(exitCode).toBe(3);
      expect(stdout).toContain('billing: step 1, stage');
      expect(stdout).toContain('web: refused: auth0-private-key-jwt needs exactly one of --private-key-out');
      expect([shop.set('billing').state.step, shop.set('web').state.step]).toEqual([1, 0]);
      expect(shop.list('keys')).toHaveLength(2);
    });

    it('goes on when the command of one key fails', async () => {
      const command = `cat > /dev/null; test "$ROTATION_SET" != web`;
      const { exitCode, json } = await advance(STAGE, '--private-key-to', command, '--json');
      expect(exitCode).toBe(3);
      expect(json).toMatchObject({
        taken: 2,
        sets: [
          { set: 'billing', result: 'taken' },
          { set: 'web', result: 'failed', error: expect.stringContaining('it exited with 1') },
          { set: 'shop', result: 'taken', keyId: rfc7638(shop.set('shop').state.b?.publicKey ?? '') },
        ],
      });
      expect(shop.set('web').state.step).toBe(0);
    });

    it('takes public keys that were made elsewhere', async () => {
      const key = await rsaKey();
      shop.write('keys/web.pem', key.publicKey);
      const { exitCode, stdout } = await advance(STAGE, '--public-key', shop.path('keys/{set}.pem'));
      expect(exitCode).toBe(3);
      expect(shop.set('web').state.b?.publicKey).toBe(key.publicKey);
      expect(stdout).toContain(`shop: refused: ${shop.path('keys/shop.pem')} cannot be read`);
    });

    it('makes no key in a dry run that stays, and none for a promote', async () => {
      await advance(STAGE, '--private-key-out', shop.path('keys/{kid}.pem'), '--dry-run');
      expect(shop.list('keys')).toHaveLength(2);
      await advance(STAGE, '--private-key-out', shop.path('keys/{kid}.pem'));
      expect((await advance(PROMOTE)).exitCode).toBe(0);
      expect(shop.set('web').state).toMatchObject({ step: 2, current: 'b' });
    });
  });

  it('says how to make a set when there is none', async () => {
    await shop.steps('init --id test');
    expect((await advance(STAGE)).stdout).toContain('has no sets: "cdktf-rotation add --file ');
  });

  it('rotates a year of nights by itself', async () => {
    await shop.steps('init --id test', 'add billing --kind entra-client-secret --retire');
    const taken: string[] = [];
    for (let night = 0; night < 365; night += 1) {
      const now = new Date(Date.UTC(2026, 2, 1 + night, 2, 5)).toISOString();
      const { step } = shop.set('billing').state;
      await advance(now);
      const { last } = shop.set('billing').state;
      if (shop.set('billing').state.step > step) taken.push(`${last.step} ${now.slice(0, 10)}`);
    }
    expect(taken.slice(0, 5)).toEqual([
      'stage 2026-03-30',
      'promote 2026-03-31',
      'retire 2026-04-07',
      'stage 2026-04-29',
      'promote 2026-04-30',
    ]);
    expect(taken.filter((line) => line.startsWith('promote'))).toHaveLength(12);
  });
});
