import { appliedState, complaint, NOW, Workshop } from '../workshop';

describe('remove', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps(
      'init --id test',
      'add billing --kind entra-client-secret',
      'add orders --kind entra-client-secret',
    );
  });
  afterEach(() => shop.remove());

  it('marks a set for removal and says what to do next', async () => {
    const { exitCode, stdout } = await shop.run(['remove', 'billing', '--reason', 'switched off']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /apply, take the construct out of the code, apply, then "cdktf-rotation remove billing --forget"/,
    );
    expect(shop.set('billing').removal).toEqual({ at: NOW, reason: 'switched off' });
    expect(shop.set('orders').removal).toBeUndefined();
  });

  it('takes the mark away with --cancel', async () => {
    const before = shop.text;
    await shop.steps('remove billing --reason over', 'remove billing --cancel');
    expect(shop.text).toBe(before);
  });

  it('forgets a marked set of which nothing is deployed', async () => {
    await shop.steps('remove billing --reason over');
    const stdin = appliedState({ set: 'orders', step: 0, manifest: 'test' });
    const { exitCode, stdout, stderr } = await shop.run(['remove', 'billing', '--forget', '--applied', '-'], { stdin });
    expect([exitCode, stdout, stderr]).toEqual([0, 'billing: forgotten; commit the manifest\n', '']);
    expect(Object.keys(JSON.parse(shop.text).sets)).toEqual(['orders']);
  });

  it('does not forget a set that is still deployed', async () => {
    await shop.steps('remove billing --reason over');
    const text = shop.text;
    const stdin = appliedState({ set: 'billing', step: 0, manifest: 'test' });
    const result = await shop.run(['remove', 'billing', '--forget', '--applied', '-'], { stdin });
    expect(complaint(result)).toEqual([
      3,
      expect.stringContaining('take its construct out of the code and apply first'),
    ]);
    expect(shop.text).toBe(text);
  });

  it('says what it cannot know without the applied state', async () => {
    await shop.steps('remove billing --reason over');
    const { exitCode, stderr } = await shop.run(['remove', 'billing', '--forget']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('without --applied nothing shows');
  });

  it.each(['--forget', '--cancel'])('refuses %s on a set that is not marked', async (flag) => {
    const result = await shop.run(['remove', 'billing', flag]);
    expect(complaint(result)).toEqual([3, expect.stringContaining('needs a set that is marked for removal')]);
  });

  it('refuses to mark a set twice', async () => {
    await shop.steps('remove billing --reason over');
    expect(complaint(await shop.run(['remove', 'billing', '--reason', 'again']))[0]).toBe(3);
    expect(shop.set('billing').removal?.reason).toBe('over');
  });

  it.each(['stage', 'promote', 'retire', 'abort', 'rollback', 'undo'])('lets a marked set take no %s', async (step) => {
    await shop.steps('stage billing', 'remove billing --reason over');
    const text = shop.text;
    const result = await shop.run([step, 'billing']);
    expect(complaint(result)).toEqual([3, expect.stringContaining('remove billing --cancel')]);
    expect(shop.text).toBe(text);
  });

  it.each([
    [[], 'got none'],
    [['--forget', '--cancel'], 'got --cancel and --forget'],
    [['--forget', '--reason', 'x'], 'got --reason and --forget'],
    [['--reason', ' '], 'remove needs --reason'],
  ])('answers %j with one line and exit code 2', async (flags, line) => {
    expect(complaint(await shop.run(['remove', 'billing', ...flags]))).toEqual([2, expect.stringContaining(line)]);
  });

  it('writes nothing in a dry run', async () => {
    const text = shop.text;
    const { exitCode, stdout } = await shop.run(['remove', 'billing', '--reason', 'over', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+       "removal": {');
    expect(shop.text).toBe(text);
  });
});
