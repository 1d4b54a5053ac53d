import { Forge, inDays } from './forge';
import { AZURE, GITHUB, GITLAB } from './platforms';

describe.each([GITHUB, GITLAB, AZURE])('the pipeline of $command', (platform) => {
  let forge: Forge;
  beforeAll(async () => {
    forge = await Forge.start(platform);
  });
  afterAll(() => forge.close());

  const branch = async (): Promise<string> =>
    (await forge.git('ls-remote', 'origin', 'refs/heads/rotation/nightly')).output.split('\t')[0] ?? '';

  it('applies the first deployment, and has nothing to tell', async () => {
    expect(await forge.job('apply')).toMatchObject({ exitCode: 0 });
    expect(forge.told).toEqual([]);
    expect(forge.entra.liveCredentials(forge.clientId)).toHaveLength(1);
  });

  it('makes no request while nothing is due', async () => {
    expect(await forge.job('nightly')).toMatchObject({ exitCode: 0 });
    expect([await branch(), forge.requests.calls]).toEqual(['', []]);
  });

  it('opens one request for a step that is due', async () => {
    const { exitCode, output } = await forge.job('nightly', { now: inDays(31) });
    expect([exitCode, output]).toEqual([0, expect.stringContaining('"step": "stage"')]);
    expect([forge.requests.made, forge.requests.isOpen]).toEqual([1, true]);
    const asked = forge.requests.calls.flatMap(({ args }) => args);
    expect(asked.some((arg) => ['--auto', '--auto-complete', 'merge_request.auto_merge'].includes(arg))).toBe(true);
    expect(forge.told).toEqual([]);
  });

  it('changes nothing when it runs again before the merge', async () => {
    const before = await branch();
    expect(await forge.job('nightly', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    expect([await branch(), forge.requests.made]).toEqual([before, 1]);
  });

  it('shows the reviewer the manifest, the plan and the proof', async () => {
    const run = await forge.job('review', { ref: 'rotation/nightly' });
    const review = forge.review(run);
    expect(run.exitCode).toBe(0);
    expect(review).toContain('## cdktf-rotation guard: safe');
    expect(review).toContain('+        "standby": "next",');
    expect(review).toMatch(/Plan: \d+ to add, \d+ to change, \d+ to destroy/);
    expect(review).toContain('every change since the base is legal');
  });

  it('applies what was merged', async () => {
    await forge.merge();
    expect(await forge.job('apply', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    expect(forge.entra.liveCredentials(forge.clientId)).toHaveLength(2);
    expect(forge.told).toEqual([]);
  });

  it('tells of a promote, and until when the previous credential stays', async () => {
    const first = forge.vault.read('kv', 'billing')?.clientSecret;
    expect(await forge.job('nightly', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    await forge.merge();
    const run = await forge.job('apply', { now: inDays(32) });
    expect([run.exitCode, forge.requests.made]).toEqual([0, 2]);
    const second = forge.vault.read('kv', 'billing')?.clientSecret;
    expect(second).not.toBe(first);
    expect(forge.told).toEqual([
      expect.stringMatching(
        /^cdktf-rotation, rotation\.json, apply:\nbilling: promoted, slot b, generation 2, is current; the previous one, slot a, generation 1, is replaced by stage, not before \d{4}-\d\d-\d\dT02:00:00Z, and expires at \S+Z\nhttps:\/\/forge\.test\/\S+7$/,
      ),
    ]);
  });
});
