import { appliedState, complaint, Workshop } from '../workshop';

const LATER = '2026-03-05T10:00:00Z';

describe('rotate', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add billing --kind entra-client-secret --no-automatic');
  });
  afterEach(() => shop.remove());

  it('asks for a rotation, once, with the first reason', async () => {
    const { stdout } = await shop.run(['rotate', 'billing', '--reason', ' left the team '], { now: LATER });
    expect(stdout).toBe(
      'billing: a rotation is asked for; commit the manifest, "cdktf-rotation advance --due" takes its steps\n',
    );
    const text = shop.text;
    expect(text).toContain(
      '"rotation": {\n        "requestedAt": "2026-03-05T10:00:00Z",\n        "reason": "left the team"\n      }',
    );
    const again = await shop.run(['rotate', 'billing', '--reason', 'another'], { now: '2026-03-06T00:00:00Z' });
    expect([again.exitCode, again.stdout]).toEqual([
      0,
      'billing: a rotation was asked for already, at 2026-03-05T10:00:00Z\n',
    ]);
    expect(shop.text).toBe(text);
  });

  it('is finished by advance, one step a run, and then the set rests again', async () => {
    await shop.run(['rotate', 'billing'], { now: LATER });
    await shop.run(['advance', '--due'], { now: LATER });
    expect(shop.set('billing')).toMatchObject({ state: { step: 1 }, rotation: { requestedAt: LATER } });
    await shop.run(['advance', '--due'], { now: '2026-03-06T09:59:59Z' });
    expect(shop.set('billing').state.step).toBe(1);
    await shop.run(['advance', '--due'], { now: '2026-03-06T10:00:00Z' });
    expect(shop.set('billing').state).toMatchObject({ step: 2, current: 'b' });
    expect(shop.set('billing').rotation).toBeUndefined();
    const { stdout } = await shop.run(['advance', '--due'], { now: '2027-01-01T00:00:00Z' });
    expect(stdout).toContain('not automatic');
  });

  it('is finished by a promote of a person as well, and kept by every other step', async () => {
    await shop.steps('rotate billing', 'stage billing');
    expect(shop.set('billing').rotation).toBeDefined();
    await shop.steps('abort billing', 'stage billing', 'undo billing', 'stage billing');
    expect(shop.set('billing').rotation).toBeDefined();
    await shop.steps('promote billing');
    expect(shop.set('billing').rotation).toBeUndefined();
  });

  it('survives that a stage after a promote is taken back', async () => {
    await shop.steps('stage billing', 'promote billing', 'rotate billing', 'stage billing', 'undo billing');
    expect(shop.set('billing').state.last.step).toBe('promote');
    expect(shop.set('billing').rotation).toBeDefined();
  });

  it('finishes a rotation that is half way', async () => {
    await shop.steps('stage billing', 'rotate billing');
    const { stdout } = await shop.run(['advance', '--due'], { now: '2026-03-02T00:00:00Z' });
    expect(stdout).toContain('billing: step 2, promote: current a -> b');
  });

  it('needs no wait for a step that is known to be applied', async () => {
    await shop.steps('rotate billing');
    const unseen = await shop.run(['advance', '--due']);
    expect(unseen.stdout).toBe(
      'billing: stage waits until 2026-03-02T00:00:00Z for the apply of step 0; with --applied no longer than needed\n',
    );
    const stdin = appliedState({ set: 'billing', step: 0, manifest: 'test', generations: { a: 1, b: 0 } });
    const seen = await shop.run(['advance', '--due', '--applied', '-'], { stdin });
    expect(seen.stdout).toContain('billing: step 1, stage');
  });

  it('is taken back with --cancel, which is no error when there is none', async () => {
    const text = shop.text;
    await shop.steps('rotate billing');
    expect((await shop.run(['rotate', 'billing', '--cancel'])).stdout).toContain('the request is taken back');
    expect(shop.text).toBe(text);
    const again = await shop.run(['rotate', 'billing', '--cancel']);
    expect([again.exitCode, again.stdout]).toEqual([0, 'billing: no rotation was asked for\n']);
  });

  it('takes no reason for taking it back', async () => {
    await shop.steps('rotate billing');
    const text = shop.text;
    const result = await shop.run(['rotate', 'billing', '--cancel', '--reason', 'x']);
    expect(complaint(result)).toEqual([2, expect.stringContaining('--reason is for a request')]);
    expect(shop.text).toBe(text);
  });

  it('shows with --json and in status, and writes nothing in a dry run', async () => {
    const text = shop.text;
    const { json } = await shop.run(['rotate', 'billing', '--json', '--dry-run'], { now: LATER });
    expect(json).toMatchObject({ set: 'billing', rotation: { requestedAt: LATER }, dryRun: true });
    expect(shop.text).toBe(text);
    await shop.run(['rotate', 'billing'], { now: LATER });
    expect((await shop.run(['status', '--json'])).json).toEqual([
      expect.objectContaining({ rotation: { requestedAt: LATER } }),
    ]);
  });

  it('stays with the set through its removal mark', async () => {
    await shop.steps('rotate billing', 'remove billing --reason over');
    expect(complaint(await shop.run(['rotate', 'billing']))).toEqual([
      3,
      expect.stringContaining('marked for removal'),
    ]);
    await shop.steps('remove billing --cancel');
    expect(shop.set('billing').rotation).toBeDefined();
  });

  it('refuses an empty reason and an unknown set', async () => {
    expect(complaint(await shop.run(['rotate', 'billing', '--reason', ' ']))[0]).toBe(2);
    expect(complaint(await shop.run(['rotate', 'nobody']))[0]).toBe(2);
  });

  it('is legal for validate --base', async () => {
    const base = shop.write('base.json', shop.text);
    await shop.steps('rotate billing');
    expect((await shop.run(['validate', '--base', base])).exitCode).toBe(0);
  });
});
