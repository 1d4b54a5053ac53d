import { appliedState, complaint, type Ledger, Workshop } from './workshop';

describe('--applied', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add billing --kind entra-client-secret', 'stage billing');
  });
  afterEach(() => shop.remove());

  const billing = (step: number, manifest = 'test'): Ledger => ({ set: 'billing', step, manifest });
  const promote = (state: string, ...flags: readonly string[]) =>
    shop.run(['promote', 'billing', '--applied', '-', ...flags], { stdin: state });

  it('lets a step follow one that is applied, from a file too', async () => {
    const file = shop.write('state.json', appliedState(billing(1)));
    expect((await shop.run(['promote', 'billing', '--applied', file])).exitCode).toBe(0);
    expect(shop.set('billing').state.step).toBe(2);
  });

  it.each([
    ['the step before is not applied', [billing(0)], 'apply step 1 first'],
    ['the set was never applied', [], 'set "billing" is not in the applied state'],
    ['a later step is applied', [billing(2)], 'this manifest is old'],
    ['another deployment is applied', [billing(1, 'other')], 'belongs to manifest "other"'],
  ])('refuses when %s', async (_what, ledgers, line) => {
    const text = shop.text;
    expect(complaint(await promote(appliedState(...ledgers)))).toEqual([3, expect.stringContaining(line)]);
    expect(shop.text).toBe(text);
  });

  it.each([
    ['is not JSON', 'Terraform will perform', 'is not JSON'],
    ['is empty', '', 'is not JSON'],
    ['is not a state', '{}', 'no format_version'],
  ])('answers a state that %s with one line', async (_what, text, line) => {
    expect(complaint(await promote(text))).toEqual([2, expect.stringContaining(line)]);
  });

  it('lets --override order go on without the step before, but not behind a later one', async () => {
    const flags = ['--override', 'order', '--reason', 'state was lost', '--dry-run'];
    expect((await promote(appliedState(billing(0)), ...flags)).exitCode).toBe(0);
    expect((await promote(appliedState(), ...flags)).exitCode).toBe(0);
    expect((await promote(appliedState(billing(2)), ...flags)).exitCode).toBe(3);
    expect((await promote(appliedState(billing(0, 'other')), ...flags)).exitCode).toBe(3);
  });

  it('does not let another override go on without the step before', async () => {
    const result = await promote(appliedState(billing(0)), '--override', 'soak', '--reason', 'leak');
    expect(complaint(result)[0]).toBe(3);
  });
});
