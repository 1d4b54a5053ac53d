import { complaint, Workshop } from '../workshop';

describe('validate', () => {
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

  it('accepts what the command line wrote', async () => {
    const { exitCode, stdout } = await shop.run(['validate']);
    expect([exitCode, stdout]).toEqual([0, `${shop.file} is valid: 2 sets\n`]);
  });

  it('accepts one step of a set since the base', async () => {
    const base = shop.write('base.json', shop.text);
    await shop.steps('stage billing');
    const { exitCode, stdout } = await shop.run(['validate', '--base', base]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('every change since the base is legal');
  });

  it('prints each change that is not one legal step, and ends with 3', async () => {
    const base = shop.text;
    await shop.steps('stage billing', 'promote billing', 'stage orders', 'promote orders');
    const { exitCode, stdout } = await shop.run(['validate', '--base', '-'], { stdin: base });
    expect(exitCode).toBe(3);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^set "billing": state went from step 0 .* to step 2/),
      expect.stringMatching(/^set "orders": state went from step 0 .* to step 2/),
      expect.stringContaining('2 changes'),
    ]);
    const { json } = await shop.run(['validate', '--base', '-', '--json'], { stdin: base });
    expect(json).toMatchObject({ valid: false, exitCode: 3, error: expect.stringContaining('2 changes') });
    expect(json.findings).toHaveLength(2);
  });

  it.each([
    ['is not JSON', '{"version": 1,', 'is not JSON'],
    ['is empty', '', 'is not JSON'],
    ['comes from a newer release', '{"version": 2, "id": "x", "sets": {}}', 'update cdktf-rotation'],
    ['holds an unknown name', '{"version": 1, "id": "x", "sets": {}, "stes": {}}', 'unknown name "stes"'],
    ['is something else', '[1, 2]', 'rotation.json'],
  ])('answers a manifest that %s with one line', async (_what, text, line) => {
    shop.write('rotation.json', text);
    expect(complaint(await shop.run(['validate']))).toEqual([2, expect.stringContaining(line)]);
    expect(shop.text).toBe(text);
  });

  it('says whether the base or the manifest is broken', async () => {
    const [exitCode, line] = complaint(await shop.run(['validate', '--base', '-'], { stdin: 'fatal: bad revision' }));
    expect(exitCode).toBe(2);
    expect(line).toContain('the base on standard input: the manifest is not JSON');
  });
});
