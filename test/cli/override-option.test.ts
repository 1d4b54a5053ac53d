import { complaint, Workshop } from './workshop';

describe('--override', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('add billing --kind entra-client-secret', 'stage billing');
  });
  afterEach(() => shop.remove());

  const leak = ['--override', 'soak', '--reason', ' the old one leaked '];

  it('writes the exception for exactly this step, and says so in place of the time to wait', async () => {
    const { exitCode, stderr } = await shop.run(['promote', 'billing', ...leak]);
    expect(exitCode).toBe(0);
    expect(shop.set('billing').override).toEqual({ step: 2, rule: 'soak', reason: 'the old one leaked' });
    expect(stderr).toBe('note: soak is not enforced at step 2: the old one leaked\n');
  });

  it('is gone with the next step', async () => {
    await shop.run(['promote', 'billing', ...leak]);
    await shop.steps('rollback billing');
    expect(JSON.parse(shop.text).sets.billing).not.toHaveProperty('override');
  });

  it('is gone when its step is taken back', async () => {
    await shop.run(['promote', 'billing', ...leak]);
    await shop.steps('undo billing');
    expect(JSON.parse(shop.text).sets.billing).not.toHaveProperty('override');
  });

  it('stays while another credential is staged within the same step', async () => {
    await shop.steps('promote billing');
    await shop.run(['stage', 'billing', '--override', 'grace', '--reason', 'leak']);
    await shop.steps('stage billing --new-key');
    expect(shop.set('billing').override).toMatchObject({ step: 3, rule: 'grace' });
  });

  it.each([
    ['without a reason', ['--override', 'soak'], '--override needs --reason'],
    ['with an empty reason', ['--override', 'soak', '--reason', ' '], '--override needs --reason'],
    ['with a reason alone', ['--reason', 'leak'], '--reason belongs to --override'],
    [
      'of an unknown rule',
      ['--override', 'all', '--reason', 'x'],
      '--override is one of soak, grace, order, got "all"',
    ],
    [
      'of a rule the step does not wait for',
      ['--override', 'grace', '--reason', 'x'],
      'got promote, which waits for soak',
    ],
  ])('is refused %s', async (_what, flags, line) => {
    const text = shop.text;
    expect(complaint(await shop.run(['promote', 'billing', ...flags]))).toEqual([2, expect.stringContaining(line)]);
    expect(shop.text).toBe(text);
  });
});
