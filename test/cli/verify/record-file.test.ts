import { mkdirSync, readFileSync } from 'node:fs';
import { readManifest } from '../../../lib/cli/manifest-file';
import { keepVerification, readVerifications, recordPath, verificationsFor } from '../../../lib/cli/verify/record-file';
import type { Verification } from '../../../lib/rotation';
import { NOW, Workshop } from '../workshop';

describe('the record of what was verified', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps(
      'init --id test',
      ...['a', 'b', 'c'].map((name) => `add ${name} --kind entra-client-secret`),
      ...['a', 'b', 'c'].map((name) => `stage ${name}`),
    );
  });
  afterEach(() => shop.remove());

  const of = (set: string, more: Partial<Verification> = {}): Verification => ({
    manifest: 'test',
    set,
    slot: 'b',
    generation: 2,
    created: NOW,
    from: NOW,
    until: NOW,
    signIns: 1,
    endpoint: 'idp.example.com',
    ...more,
  });
  const text = (): string => readFileSync(shop.path('rotation.verified.json'), 'utf8');

  it.each([
    ['rotation.json', 'rotation.verified.json'],
    ['deploy/rotation.prod.json', 'deploy/rotation.prod.verified.json'],
    ['manifest', 'manifest.verified.json'],
  ])('of %s is %s', (manifest, record) => expect(recordPath(manifest)).toBe(record));

  it('has several sets in it, by name, and gives back what was kept', async () => {
    const file = await readManifest(shop.file);
    await keepVerification(file, 'c', of('c', { keyId: 'k' }));
    await keepVerification(file, 'a', of('a'));
    await keepVerification(file, 'c', of('c', { signIns: 7 }));
    expect([...(await readVerifications(file)).values()]).toEqual([of('a'), of('c', { signIns: 7 })]);
    expect(JSON.parse(text())).toMatchObject({ version: 1, manifest: 'test' });
    await keepVerification(file, 'a', undefined);
    expect([...(await readVerifications(file)).keys()]).toEqual(['c']);
  });

  it('loses nothing when many are kept at once', async () => {
    const file = await readManifest(shop.file);
    await Promise.all(['a', 'b', 'c'].map((name) => keepVerification(file, name, of(name))));
    expect([...(await readVerifications(file)).keys()]).toEqual(['a', 'b', 'c']);
    expect(shop.list()).toEqual(['rotation.json', 'rotation.verified.json']);
  });

  it('drops sets that the manifest no longer has, and those of another manifest', async () => {
    const file = await readManifest(shop.file);
    await keepVerification(file, 'gone', of('gone'));
    await keepVerification(file, 'a', of('a'));
    expect(JSON.parse(text()).sets).toEqual({ a: expect.anything() });
    shop.write('rotation.verified.json', text().replace('"test"', '"other"'));
    await keepVerification(file, 'b', of('b'));
    expect([...(await readVerifications(file)).values()]).toEqual([of('b')]);
  });

  it('is not even read where no policy asks for it', async () => {
    shop.write('rotation.verified.json', 'nonsense');
    const file = await readManifest(shop.file);
    const sets = file.manifest.names.map((name) => file.manifest.find(name));
    expect(await verificationsFor(file, sets)).toEqual(new Map());
    await expect(readVerifications(file)).rejects.toThrow('it is not JSON');
    await shop.steps('promote a');
  });

  it.each<readonly [string, string, string]>([
    ['"generation": 2', '"generation": 0', 'at sets.a.generation: must be >= 1'],
    [`"from": "${NOW}"`, '"from": "yesterday"', 'at sets.a.from: must match format "time"'],
    ['"signIns": 1', '"signIns": 1, "secret": "x"', 'at sets.a: must NOT have additional properties'],
  ])('is not taken with %s changed to %s', async (from, to, complaint) => {
    const file = await readManifest(shop.file);
    await keepVerification(file, 'a', of('a'));
    shop.write('rotation.verified.json', text().replace(from, to));
    await expect(readVerifications(file)).rejects.toThrow(complaint);
  });

  it('that is a folder is one clear error', async () => {
    mkdirSync(shop.path('rotation.verified.json'));
    await expect(readVerifications({ path: shop.file })).rejects.toThrow('cannot be read: it is a folder');
  });
});
