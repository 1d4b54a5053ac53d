import { readdirSync } from 'node:fs';
import { Forge, inDays } from './forge';
import { GITHUB } from './platforms';

describe('the pipeline of a key kind', () => {
  let forge: Forge;
  beforeAll(async () => {
    forge = await Forge.start(GITHUB, 'entra-certificate');
    expect(await forge.job('apply')).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => forge.close());

  it('makes and delivers one key for a stage, however often it runs before the merge', async () => {
    const first = readdirSync(forge.keys);
    for (const day of [31, 32]) expect(await forge.job('nightly', { now: inDays(day) })).toMatchObject({ exitCode: 0 });
    const delivered = readdirSync(forge.keys).filter((name) => !first.includes(name));
    await forge.merge();
    const { kind, state } = await forge.set();
    const { publicKey = '', generation = 0 } = state.b ?? {};
    expect(delivered).toEqual([`${kind.key?.keyId(publicKey, generation)}.pem`]);
  });

  it('applies it, and the promote publishes its id', async () => {
    expect(await forge.job('apply', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    expect(await forge.job('nightly', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    await forge.merge();
    expect(await forge.job('apply', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    expect(readdirSync(forge.keys)).toContain(`${String(forge.vault.read('kv', 'billing')?.keyId)}.pem`);
    expect(forge.told).toEqual([expect.stringContaining('billing: promoted, slot b, generation 2')]);
  });
});
