import { appliedState, complaint, Workshop } from '../workshop';

describe('promote, retire, abort and rollback', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('add billing --kind entra-client-secret --soak 24h --grace 7d');
  });
  afterEach(() => shop.remove());

  it.each([
    ['promote', ['stage'], 'billing: step 2, promote: current a -> b', { current: 'b', standby: 'previous' }],
    [
      'abort',
      ['stage'],
      'the staged generation 2 in slot b is removed, current stays a',
      { current: 'a', standby: 'empty' },
    ],
    [
      'retire',
      ['stage', 'promote'],
      'the previous generation 1 in slot a is removed',
      { current: 'b', standby: 'empty' },
    ],
    [
      'rollback',
      ['stage', 'promote'],
      'billing: step 3, rollback: current b -> a',
      { current: 'a', standby: 'previous' },
    ],
  ])('takes the step %s after %j and says what happens now', async (step, before, line, state) => {
    await shop.steps(...before.map((one) => `${one} billing`));
    const { exitCode, stdout } = await shop.run([step, 'billing']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(line);
    expect(stdout).toMatch(/; commit the manifest, plan and apply\n$/);
    expect(shop.set('billing').state).toMatchObject({ ...state, step: before.length + 1, last: { step } });
  });

  it.each([
    ['promote', [], 'run "cdktf-rotation stage billing" and apply first'],
    ['promote', ['stage', 'promote'], 'got standby "previous"'],
    ['retire', ['stage'], 'retire needs a previous credential, got standby "next"'],
    ['rollback', [], 'rollback needs a previous credential, got standby "empty"'],
    ['abort', ['stage', 'promote'], 'abort needs a staged credential, got standby "previous"'],
  ])('refuses %s after %j and leaves the file as it is', async (step, before, line) => {
    await shop.steps(...before.map((one) => `${one} billing`));
    const text = shop.text;
    expect(complaint(await shop.run([step, 'billing']))).toEqual([3, expect.stringContaining(line)]);
    expect(shop.text).toBe(text);
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('publishes the first credential of an application that had one from outside', async () => {
    await shop.steps('add old --kind entra-client-secret --from-outside', 'stage old');
    expect((await shop.run(['promote', 'old'])).stdout).toContain('current outside -> a');
  });

  it('prints the set with --json', async () => {
    await shop.steps('stage billing');
    const { json, stderr } = await shop.run(['promote', 'billing', '--json']);
    expect(json).toMatchObject({
      set: 'billing',
      step: 2,
      last: { step: 'promote' },
      current: { slot: 'b', generation: 2 },
      standby: { role: 'previous', slot: 'a', generation: 1 },
      wait: { until: '2026-03-02T00:00:00Z', rule: 'soak' },
      dryRun: false,
      notes: ['the plan refuses this step before 2026-03-02T00:00:00Z (soak 1d)'],
    });
    expect(stderr).toBe(`note: ${json.notes[0]}\n`);
  });

  it('writes nothing in a dry run', async () => {
    await shop.steps('stage billing');
    const text = shop.text;
    const { exitCode, stdout } = await shop.run(['promote', 'billing', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('-         "current": "a",\n');
    expect(stdout).toContain('+         "current": "b",\n');
    expect(shop.text).toBe(text);
  });

  describe('the time to wait', () => {
    const promote = (now: string, stdin?: string) =>
      shop.run(['promote', 'billing', '--dry-run', ...(stdin === undefined ? [] : ['--applied', '-'])], { now, stdin });
    beforeEach(() => shop.steps('stage billing'));

    it('counts from the step before in the manifest', async () => {
      expect((await promote('2026-03-01T23:59:59Z')).stderr).toContain('before 2026-03-02T00:00:00Z (soak 1d)');
      expect((await promote('2026-03-02T00:00:00Z')).stderr).toBe('');
    });

    it('counts from the apply where that is known', async () => {
      const { manifestId: manifest } = shop.set('billing');
      const stdin = appliedState({ set: 'billing', step: 1, manifest, at: '2026-03-01T10:00:00Z' });
      expect((await promote('2026-03-02T09:00:00Z', stdin)).stderr).toContain('before 2026-03-02T10:00:00Z');
      expect((await promote('2026-03-02T10:00:00Z', stdin)).stderr).toBe('');
    });

    it('counts from the last credential that was staged', async () => {
      await shop.run(['stage', 'billing', '--new-key'], { now: '2026-03-01T12:00:00Z' });
      expect((await promote('2026-03-02T06:00:00Z')).stderr).toContain('before 2026-03-02T12:00:00Z');
    });
  });

  it.each(['status', 'stage', 'promote', 'retire', 'abort', 'rollback', 'undo'])(
    'names the sets there are when %s gets an unknown one',
    async (command) => {
      const [exitCode, line] = complaint(await shop.run([command, 'nobody']));
      expect(exitCode).toBe(2);
      expect(line).toContain('the manifest has no set "nobody": it has billing');
    },
  );
});
