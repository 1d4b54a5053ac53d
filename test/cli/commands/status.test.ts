import { rfc7638 } from '../../../lib/rotation';
import { rsaKey } from '../../support/keys';
import { appliedState, complaint, Workshop } from '../workshop';

describe('status', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add billing --kind entra-client-secret', 'stage billing');
    await shop.steps('add old --kind entra-certificate --from-outside');
  });
  afterEach(() => shop.remove());

  it('shows a line for each set', async () => {
    const { exitCode, stdout } = await shop.run(['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'SET      KIND                 STEP     CURRENT    EXPIRES     STANDBY         STATUS       RUNWAY        NEXT',
        'billing  entra-client-secret  1 stage  a (gen 1)  2026-05-08  b next (gen 2)  on schedule  68d, 59 runs  promote 2026-03-31T02:00:00Z',
        'old      entra-certificate    0 start  outside    -           empty           on schedule  -             stage 2026-03-30T02:00:00Z',
        '',
      ].join('\n'),
    );
  });

  it('shows one set only, with an array all the same in JSON', async () => {
    expect((await shop.run(['status', 'old'])).stdout).not.toContain('billing');
    expect((await shop.run(['status', 'old', '--json'])).json).toEqual([expect.objectContaining({ set: 'old' })]);
  });

  it.each([
    ['stage', [], false, 'stage, not before 2026-03-08T00:00:00Z'],
    ['retire', [], true, 'retire, not before 2026-03-08T00:00:00Z'],
    ['stage again', ['retire web'], true, 'stage'],
    [
      'its removal',
      ['remove web --reason over'],
      false,
      'take its construct out of the code, apply, then remove web --forget',
    ],
  ])('says that %s is next', async (_what, more, retire, next) => {
    await shop.steps(
      `add web --kind entra-client-secret${retire ? ' --retire' : ''}`,
      'stage web',
      'promote web',
      ...more,
    );
    expect((await shop.run(['status', 'web', '--json'])).json).toEqual([expect.objectContaining({ next })]);
  });

  it('leaves the time out once it is over', async () => {
    const { json } = await shop.run(['status', 'billing', '--json'], { now: '2026-03-02T00:00:00Z' });
    expect(json).toEqual([expect.objectContaining({ next: 'promote' })]);
  });

  it.each([
    [[{ set: 'billing', step: 1, manifest: 'test' }], 'applied', 'promote, not before 2026-03-02T00:00:00Z'],
    [[{ set: 'billing', step: 0, manifest: 'test' }], 'waiting for apply', 'apply step 1'],
    [[{ set: 'billing', step: 2, manifest: 'test' }], 'ahead', 'update this manifest: step 2 is applied'],
    [
      [{ set: 'billing', step: 1, manifest: 'other' }],
      'another manifest',
      'use the manifest of this deployment: the state is from "other"',
    ],
    [[], 'not applied', 'apply step 1'],
  ])('adds what is applied: %j', async (ledgers, standing, next) => {
    const stdin = appliedState(...ledgers);
    const { json } = await shop.run(['status', 'billing', '--json', '--applied', '-'], { stdin });
    expect(json).toEqual([expect.objectContaining({ next, applied: expect.objectContaining({ standing }) })]);
    const { stdout } = await shop.run(['status', '--applied', '-'], { stdin });
    expect(stdout).toMatch(/^SET +KIND +STEP +APPLIED /);
    expect(stdout).toContain(standing === 'applied' ? 'promote 2026-03-31T02:00:00Z' : next);
  });

  it('gives the key ids of key kinds in JSON', async () => {
    const [first, second] = [await rsaKey(), await rsaKey()];
    const argv = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--public-key', '-'];
    await shop.run(argv, { stdin: first.publicKey });
    await shop.run(['stage', 'web', '--public-key', '-'], { stdin: second.publicKey });
    const { json } = await shop.run(['status', 'web', '--json']);
    expect(json).toEqual([
      expect.objectContaining({
        current: expect.objectContaining({ slot: 'a', keyId: rfc7638(first.publicKey) }),
        standby: expect.objectContaining({ role: 'next', slot: 'b', keyId: rfc7638(second.publicKey) }),
      }),
    ]);
  });

  it('says how to make a set when there is none', async () => {
    const empty = new Workshop();
    await empty.steps('init --id test');
    expect((await empty.run(['status'])).stdout).toContain('has no sets: "cdktf-rotation add --file ');
    expect((await empty.run(['status', '--json'])).json).toEqual([]);
    empty.remove();
  });

  it('answers an unknown set with one line', async () => {
    expect(complaint(await shop.run(['status', 'nobody']))[0]).toBe(2);
  });

  it.each([
    ['2026-03-01T00:00:00Z', 'on schedule', 'promote is not due until 2026-03-31T02:00:00Z'],
    ['2026-03-31T03:00:00Z', 'due', 'promote is due since 2026-03-31T02:00:00Z'],
    ['2026-04-02T03:00:00Z', 'late', 'promote is due since 2026-03-31T02:00:00Z'],
  ])('says at %s how the rotation is operated: %s', async (now, status, message) => {
    const { json } = await shop.run(['status', 'billing', '--json'], { now });
    expect(json).toEqual([
      expect.objectContaining({
        operation: expect.objectContaining({ automatic: true, interval: '30d', activeIndex: 0, status, message }),
      }),
    ]);
  });

  it('says when the next rotation is due, and with the applied state what publishes the set', async () => {
    const stdin = appliedState({ set: 'billing', step: 1, manifest: 'test' });
    const { json } = await shop.run(['status', '--json', '--applied', '-'], { stdin });
    const publishedTo = ['vault_kv_secret_v2.billing_vault'];
    expect(json).toEqual([
      expect.objectContaining({
        operation: expect.objectContaining({ nextRotation: '2026-03-31T02:00:00Z', publishedTo }),
      }),
      expect.objectContaining({ operation: expect.not.objectContaining({ publishedTo: expect.anything() }) }),
    ]);
  });

  it('waits for the apply of the present step', async () => {
    const state = appliedState({ set: 'billing', step: 0, manifest: 'test' });
    const { json } = await shop.run(['status', 'billing', '--json', '--applied', '-'], { stdin: state });
    expect(json).toEqual([
      expect.objectContaining({ operation: expect.objectContaining({ status: 'waiting for apply' }) }),
    ]);
  });

  it('ends with 3 when the runway of a set is too short, and names it', async () => {
    const enough = await shop.run(['status', '--fail-if-runway-below', '68d']);
    expect([enough.exitCode, enough.stderr]).toEqual([0, '']);
    const { exitCode, stderr } = await shop.run(['status', '--fail-if-runway-below', '69d']);
    expect([exitCode, stderr]).toEqual([
      3,
      'note: alarm: sign-ins of "billing" stop at 2026-05-08T00:00:00Z, the least runway is 69d\n',
    ]);
    expect(complaint(await shop.run(['status', '--fail-if-runway-below', 'soon']))).toEqual([
      2,
      expect.stringMatching(/--fail-if-runway-below: a duration looks like 30d/),
    ]);
  });

  it.each([
    [['--calendar', '--metrics'], '--calendar shows the coming steps only, got --metrics besides'],
    [
      ['--calendar', '--fail-if-runway-below', '14d'],
      '--calendar shows the coming steps only, got --fail-if-runway-be',
    ],
    [['--metrics', '--json'], '--metrics and --json are two forms of one thing'],
  ])('refuses %j, of which only one could be obeyed', async (options, message) => {
    const { exitCode, stdout, stderr } = await shop.run(['status', ...options]);
    expect([exitCode, stdout + stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('prints OpenMetrics', async () => {
    const { stdout } = await shop.run(['status', '--metrics']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('# EOF');
    const samples = lines.filter((line) => !line.startsWith('#'));
    expect(samples.every((line) => /^cdktf_rotation_[a-z_]+\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\} \d+$/.test(line))).toBe(
      true,
    );
    expect(samples).toContain(
      'cdktf_rotation_missable_runs{set="billing",kind="entra-client-secret",manifest="test"} 59',
    );
    expect(samples.filter((line) => line.includes('set="old"'))).toHaveLength(3);
  });
});
