import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Forge, inDays } from './forge';
import { GITHUB } from './platforms';

/** One story: each test goes on where the one before it ended. */
describe('a pipeline in trouble', () => {
  let forge: Forge;
  let heard = 0;
  beforeAll(async () => {
    forge = await Forge.start(GITHUB);
    expect(await forge.job('apply')).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => forge.close());
  beforeEach(() => {
    heard = forge.told.length;
  });

  const news = (): readonly string[] => forge.told.slice(heard);
  const branch = async (): Promise<string> =>
    (await forge.git('ls-remote', 'origin', 'refs/heads/rotation/nightly')).output.split('\t')[0] ?? '';
  const onMain = async (name: string, text: (before: string) => string): Promise<void> => {
    const before = (await forge.git('show', `HEAD:${name}`)).output;
    writeFileSync(join(forge.person, name), text(before));
    await forge.commit(`Change ${name}`);
  };

  it('does not look further at a pull request that leaves the manifest alone', async () => {
    await forge.git('checkout', '--quiet', '-b', 'readme');
    writeFileSync(join(forge.person, 'readme'), '');
    await forge.commit('A readme', 'readme');
    const { exitCode, output } = await forge.job('review', { ref: 'readme' });
    expect([exitCode, output]).toEqual([0, expect.stringContaining('rotation.json is unchanged: nothing to review')]);
  });

  it('refuses a plan that the guard refuses, before the merge and after it, and says so', async () => {
    await forge.git('checkout', '--quiet', '-b', 'reckless', 'main');
    writeFileSync(join(forge.person, 'reckless'), '');
    const text = (await forge.git('show', 'main:rotation.json')).output;
    writeFileSync(join(forge.person, 'rotation.json'), text.replace('"grace": "0s"', '"grace": "1s"'));
    await forge.commit('Get rid of it', 'reckless');
    const review = await forge.job('review', { ref: 'reckless' });
    expect([review.exitCode, forge.review(review)]).toEqual([3, expect.stringContaining('guard: unsafe')]);

    await forge.git('push', '--quiet', 'origin', 'HEAD:main');
    const held = forge.entra.liveCredentials(forge.clientId);
    const apply = await forge.job('apply');
    expect(apply).toMatchObject({ exitCode: 3, output: expect.not.stringContaining('Apply complete') });
    expect(forge.entra.liveCredentials(forge.clientId)).toEqual(held);
    expect(news()).toEqual([
      expect.stringContaining('the review job ended with "failure"'),
      expect.stringContaining('the apply job ended with "failure"'),
    ]);
    rmSync(join(forge.person, 'reckless'));
    await forge.commit('Keep it');
  });

  it('tells of a failure even where the command could not be installed', async () => {
    let lock = '';
    await onMain('package-lock.json', (before) => {
      lock = before;
      return 'broken';
    });
    expect((await forge.job('nightly')).exitCode).not.toBe(0);
    expect(news()).toEqual([
      'rotation.json: the nightly job ended with failure: https://forge.test/team/app/actions/runs/7',
    ]);
    await onMain('package-lock.json', () => lock);
  });

  it('makes one request when two runs come at once', async () => {
    const runs = await Promise.all([1, 2].map(() => forge.job('nightly', { now: inDays(31) })));
    expect(runs.map(({ exitCode }) => exitCode)).toContain(0);
    const before = await branch();
    expect(await forge.job('nightly', { now: inDays(31) })).toMatchObject({ exitCode: 0 });
    expect([forge.requests.isOpen, await branch()]).toEqual([true, before]);
  });

  it('keeps what people changed in the policy while the request is open', async () => {
    await onMain('rotation.json', (text) => text.replace('"grace": "1s"', '"grace": "2s"'));
    expect(await forge.job('nightly', { now: inDays(31) })).toMatchObject({ exitCode: 0 });
    await forge.merge();
    const { policy, state } = await forge.set();
    expect([`${policy.grace}`, state.standby]).toEqual(['2s', 'next']);
  });

  it('tells of a failed apply, and carries it out when it is run again', async () => {
    const stop = forge.entra.intercept(({ mutating }) => (mutating ? { kind: 'refuse', status: 403 } : undefined));
    expect((await forge.job('apply', { now: inDays(31) })).exitCode).toBe(1);
    expect(news()).toEqual([
      expect.stringContaining('ended with "failure": sign-ins go on with what is published; run the job again'),
    ]);
    expect((await forge.job('nightly', { now: inDays(32) })).output).toContain('is not applied yet');
    stop();
    expect(await forge.job('apply', { now: inDays(32) })).toMatchObject({ exitCode: 0 });
    expect([forge.entra.liveCredentials(forge.clientId).length, news().length]).toEqual([2, 1]);
  });

  it('makes the request for the other sets when one is refused, fails and names it', async () => {
    await forge.command('add', 'zebra', '--kind', 'entra-client-secret', '--lifetime', '120d');
    await forge.commit('Another set');
    await onMain('rotation.json', (text) => text.replace('"lifetime": "120d"', '"lifetime": "120d", "soak": "31d"'));
    expect((await forge.job('nightly', { now: inDays(32) })).exitCode).toBe(3);
    expect(forge.requests.isOpen).toBe(true);
    expect(news()).toEqual([expect.stringContaining('\nrefused: zebra: ')]);
    await onMain('rotation.json', (text) => {
      const document = JSON.parse(text) as { sets: Record<string, object> };
      delete document.sets.zebra;
      return JSON.stringify(document);
    });
  });

  it('does not fail where the webhook does', async () => {
    await forge.command('promote', 'billing');
    await forge.commit('A person was faster');
    const env = { ROTATION_WEBHOOK: 'http://127.0.0.1:9/very-secret' };
    const run = await forge.job('apply', { now: inDays(32), env });
    expect([run.exitCode, run.output]).toEqual([0, expect.stringContaining('gave no answer (refused)')]);
  });

  it('makes the open request anew when the main branch went on without it', async () => {
    const [before, { made }] = [await branch(), forge.requests];
    const { exitCode, output } = await forge.job('nightly', { now: inDays(63) });
    expect([exitCode, output]).toEqual([0, expect.stringContaining('does not fit main any more')]);
    expect(await branch()).not.toBe(before);
    expect(forge.requests.made).toBe(made);
    await forge.merge();
    expect((await forge.set()).state).toMatchObject({ step: 3, last: { step: 'stage' } });
  });

  it('tells of a short runway, and fails', async () => {
    expect((await forge.job('nightly', { now: inDays(80) })).exitCode).toBe(3);
    expect(news()).toEqual([expect.stringMatching(/ended with "failure".*\nalarm: sign-ins of "billing" stop/)]);
  });
});
