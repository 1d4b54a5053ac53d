import { complaint, Workshop } from '../workshop';

describe('init', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());

  it('makes an empty manifest with a random, readable id', async () => {
    const { exitCode } = await shop.run(['init']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(shop.text)).toEqual({
      $schema: expect.stringContaining('rotation-1.schema.json'),
      version: 1,
      id: expect.stringMatching(/^rotation-[0-9a-f]{8}$/),
      sets: {},
    });
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('takes the id that is given', async () => {
    const { json } = await shop.run(['init', '--id', 'prod-eu', '--json']);
    expect(json).toMatchObject({ id: 'prod-eu', file: shop.file, dryRun: false });
    expect(JSON.parse(shop.text).id).toBe('prod-eu');
  });

  it.each(['Prod', 'prod_eu', '-prod', '', 'p'.repeat(64)])('refuses the id "%s"', async (id) => {
    expect(complaint(await shop.run(['init', '--id', id]))).toEqual([2, expect.stringContaining(JSON.stringify(id))]);
    expect(shop.list()).toEqual([]);
  });

  it('says how a set is added to this manifest', async () => {
    const path = shop.path("a b's.json");
    const { stdout } = await shop.run(['init', '--file', path]);
    expect(stdout).toContain(`add a set with "cdktf-rotation add --file '${shop.folder}/a b'\\''s.json'"\n`);
  });

  it('needs a path, which a variable that is not set does not give', async () => {
    const { exitCode, stderr } = await shop.run(['init', '--file', '']);
    expect([exitCode, stderr]).toEqual([2, 'error: --file is the path of a manifest, got nothing\n']);
  });

  it('never overwrites a file, be it a manifest or not', async () => {
    shop.write('rotation.json', 'my notes');
    expect(complaint(await shop.run(['init']))).toEqual([3, expect.stringContaining('never overwritten')]);
    expect(shop.text).toBe('my notes');
  });

  it('writes nothing in a dry run', async () => {
    const { exitCode, stdout } = await shop.run(['init', '--id', 'prod', '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+   "id": "prod",');
    expect(stdout).not.toMatch(/^\+ *$/m);
    expect(shop.list()).toEqual([]);
  });
});
