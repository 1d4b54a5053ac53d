import { mkdirSync, renameSync } from 'node:fs';
import { rfc7638 } from '../../../lib/rotation';
import { rsaKey } from '../../support/keys';
import { ADA, BOB, GitWorkshop } from '../git/git-workshop';
import { complaint, Workshop } from '../workshop';

interface Line {
  readonly what: string;
  readonly step: number;
  readonly name?: string;
  readonly taken?: string;
  readonly undone?: true;
  readonly committed: string;
  readonly commit?: { readonly id: string; readonly short: string; readonly author: object; readonly at: string };
  readonly merge?: { readonly short: string };
  readonly credential?: { readonly slot: string; readonly generation: number; readonly keyId?: string };
  readonly override?: object;
  readonly rotation?: object;
  readonly removal?: object;
  readonly applied?: string;
  readonly appliedAt?: string;
}

const START = '2026-03-01T00:00:00Z';
const STAGE = '2026-03-30T02:00:00Z';
const PROMOTE = '2026-03-31T02:00:00Z';

describe('history', () => {
  let shop: GitWorkshop;
  beforeEach(async () => {
    shop = new GitWorkshop();
    await shop.at('init --id test', START);
    await shop.take('add billing --kind entra-client-secret', START);
  });
  afterEach(() => shop.remove());

  const lines = async (...argv: readonly string[]): Promise<readonly Line[]> => {
    const { exitCode, json } = await shop.run(['history', 'billing', '--json', ...argv]);
    expect(exitCode).toBe(0);
    return (json as unknown as { events: readonly Line[] }).events;
  };
  const notes = async (...argv: readonly string[]): Promise<readonly string[]> =>
    (await shop.run(['history', 'billing', '--json', ...argv])).json.notes as unknown as readonly string[];
  const brief = (found: readonly Line[]): readonly string[] =>
    found.map(({ what, step, name, undone }) => `${what} ${step} ${name}${undone ? ' undone' : ''}`);

  it('shows who took each step, when, and by which commit', async () => {
    const staged = await shop.take('stage billing', STAGE, BOB);
    const { stdout, stderr } = await shop.run(['history', 'billing']);
    const [, first] = shop.git('log --format=%h --abbrev=10').split('\n');
    expect(stdout).toBe(
      [
        'STEP     TAKEN                 CREDENTIAL       EXPIRES               COMMIT      COMMITTED             AUTHOR',
        `0 start  2026-03-01T00:00:00Z  a, generation 1  2026-05-08T00:00:00Z  ${first}  2026-03-01T00:01:00Z  Ada`,
        `1 stage  2026-03-30T02:00:00Z  b, generation 2  2026-06-06T02:00:00Z  ${staged}  2026-03-30T02:01:00Z  Bob`,
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('note: without --applied the times of the applies are not known here\n');
    expect((await lines())[1]).toEqual({
      what: 'step',
      step: 1,
      name: 'stage',
      life: 1,
      taken: STAGE,
      current: 'a',
      credential: { slot: 'b', generation: 2, created: STAGE, expires: '2026-06-06T02:00:00Z' },
      committed: 'yes',
      commit: { id: shop.git('rev-parse HEAD'), short: staged, author: BOB, at: '2026-03-30T02:01:00Z' },
      applied: 'not known here',
    });
  });

  it('shows one line for a step that came by a merge, with its own commit and the merge', async () => {
    shop.git('checkout --quiet -b rotation');
    const staged = await shop.take('stage billing', STAGE, BOB);
    shop.git('checkout --quiet main');
    shop.write('other.txt', 'other');
    shop.commit('2026-03-30T03:00:00Z');
    shop.git('merge --quiet --no-ff -m merge rotation', { at: '2026-03-30T04:00:00Z' });
    const merge = shop.git('rev-parse --short=10 HEAD');
    const found = await lines();
    expect(brief(found)).toEqual(['step 0 start', 'step 1 stage']);
    expect([found[1]?.commit?.short, found[1]?.commit?.author, found[1]?.merge?.short]).toEqual([staged, BOB, merge]);
    expect((await shop.run(['history', 'billing'])).stdout).toMatch(new RegExp(`MERGE\\n.*\\n.* Bob +${merge}\\n$`));
  });

  it.each([
    ['a fast-forward', ['checkout --quiet main', 'merge --quiet --ff-only rotation']],
    ['a squash', ['checkout --quiet main', 'merge --quiet --squash rotation', 'commit --quiet -m squashed']],
    ['a rebase', ['rebase --quiet main', 'checkout --quiet main', 'merge --quiet --ff-only rotation']],
  ])('shows one line a step after %s', async (how, commands) => {
    shop.git('checkout --quiet -b rotation');
    await shop.take('stage billing', STAGE, BOB);
    if (how !== 'a fast-forward') {
      shop.git('checkout --quiet main');
      shop.write('other.txt', 'other');
      shop.commit('2026-03-30T03:00:00Z');
      shop.git('checkout --quiet rotation');
    }
    for (const line of commands) shop.git(line, { by: BOB });
    const found = await lines();
    expect(brief(found)).toEqual(['step 0 start', 'step 1 stage']);
    expect([found[1]?.commit?.author, found[1]?.merge]).toEqual([BOB, undefined]);
  });

  it('shows both steps of one commit, and says of more that they are not in the history', async () => {
    await shop.at('stage billing', STAGE);
    await shop.take('promote billing', PROMOTE);
    expect(brief(await lines())).toEqual(['step 0 start', 'step 1 stage', 'step 2 promote']);
    await shop.at('retire billing', '2026-04-10T02:00:00Z');
    await shop.at('stage billing', '2026-04-29T02:00:00Z');
    await shop.take('promote billing', '2026-04-30T02:00:00Z');
    expect(brief(await lines()).slice(3)).toEqual(['not in history 3 undefined', 'step 4 stage', 'step 5 promote']);
    expect((await shop.run(['history', 'billing'])).stdout).toContain('\nup to 3 not in history  -');
  });

  it('shows a step that was taken back, and the other one that was taken instead', async () => {
    await shop.take('stage billing', STAGE);
    await shop.take('undo billing', '2026-03-30T03:00:00Z', BOB);
    await shop.take('stage billing', '2026-03-30T04:00:00Z');
    expect(brief(await lines())).toEqual(['step 0 start', 'step 1 stage undone', 'taken back 1 stage', 'step 1 stage']);
    expect((await lines())[2]?.commit?.author).toEqual(BOB);
  });

  it('shows both, also when they are in one commit', async () => {
    await shop.take('stage billing', STAGE);
    await shop.at('undo billing', '2026-03-30T03:00:00Z');
    await shop.take('stage billing', '2026-03-30T04:00:00Z', BOB);
    const found = await lines();
    expect(brief(found).slice(1)).toEqual(['step 1 stage undone', 'taken back 1 stage', 'step 1 stage']);
    expect(found.slice(1).map(({ commit }) => commit?.author)).toEqual([ADA, BOB, BOB]);
  });

  it('shows a revert in git as taken back', async () => {
    await shop.take('stage billing', STAGE);
    await shop.take('promote billing', PROMOTE);
    shop.git('revert --no-edit HEAD', { by: BOB });
    shop.git('revert --no-edit HEAD', { by: ADA });
    expect(brief(await lines()).slice(2)).toEqual(['step 2 promote undone', 'taken back 2 promote', 'step 2 promote']);
  });

  it('shows another credential within the same step, with its key id', async () => {
    const [first, second] = [await rsaKey(), await rsaKey()];
    await shop.run(['add', 'web', '--kind', 'auth0-private-key-jwt', '--public-key', '-'], { stdin: first.publicKey });
    shop.write('1.pem', first.publicKey);
    shop.write('2.pem', second.publicKey);
    shop.write('3.pem', (await rsaKey()).publicKey);
    await shop.take(`stage web --public-key ${shop.path('2.pem')}`, STAGE);
    await shop.take(`stage web --new-key --public-key ${shop.path('3.pem')}`, '2026-03-30T03:00:00Z');
    const { json } = await shop.run(['history', 'web', '--json']);
    const found = json.events as unknown as readonly Line[];
    expect(brief(found)).toEqual(['step 0 start', 'step 1 stage', 'staged again 1 stage']);
    expect(found.map(({ credential }) => credential?.generation)).toEqual([1, 2, 3]);
    expect(found[1]?.credential?.keyId).toBe(rfc7638(second.publicKey));
    expect((await shop.run(['history', 'web'])).stdout).toContain(rfc7638(second.publicKey));
  });

  it('shows the reasons of overrides, requests and removals', async () => {
    await shop.take("rotate billing --reason 'Carl left'", '2026-03-10T00:00:00Z');
    await shop.take('stage billing', '2026-03-10T02:00:00Z');
    await shop.take("promote billing --override soak --reason 'in a hurry'", '2026-03-10T03:00:00Z');
    await shop.take("rotate billing --reason 'no, Bob'", '2026-03-11T00:00:00Z');
    await shop.take('rotate billing --cancel', '2026-03-12T00:00:00Z');
    await shop.take("remove billing --reason 'not needed'", '2026-03-13T00:00:00Z');
    await shop.take('remove billing --cancel', '2026-03-14T00:00:00Z');
    const found = await lines();
    expect(brief(found)).toEqual([
      'step 0 start',
      'asked for 0 start',
      'step 1 stage',
      'step 2 promote',
      'asked for 2 promote',
      'no longer asked for 2 promote',
      'marked for removal 2 promote',
      'no longer marked 2 promote',
    ]);
    const asked = { requestedAt: '2026-03-10T00:00:00Z', reason: 'Carl left' };
    expect(found.slice(1, 4).map(({ rotation }) => rotation)).toEqual([asked, asked, asked]);
    expect(found[3]?.override).toEqual({ rule: 'soak', reason: 'in a hurry' });
    expect((await shop.run(['history', 'billing'])).stdout).toContain(
      'without soak: in a hurry; asked for: Carl left\n',
    );
  });

  it('shows a set that was forgotten, and added again', async () => {
    await shop.take('remove billing --reason over', STAGE);
    await shop.take('remove billing --forget', PROMOTE);
    expect(brief(await lines()).slice(1)).toEqual(['marked for removal 0 start', 'forgotten 0 start']);
    await shop.take('add billing --kind okta-client-secret', '2026-04-01T00:00:00Z');
    expect(brief(await lines()).slice(2)).toEqual(['forgotten 0 start', 'step 0 start']);
  });

  it('shows what was edited by hand', async () => {
    await shop.take('stage billing', STAGE);
    shop.write('rotation.json', shop.text.replace('"expires": "2026-05-08', '"expires": "2029-05-08'));
    shop.commit('2026-03-30T05:00:00Z', BOB);
    expect(brief(await lines()).slice(2)).toEqual(['edited by hand 1 stage']);
  });

  it('shows what is not committed yet', async () => {
    await shop.at('stage billing', STAGE);
    const [, staged] = await lines();
    expect([staged?.committed, staged?.commit]).toEqual(['not yet', undefined]);
    expect((await shop.run(['history', 'billing'])).stdout).toMatch(/1 stage .* not committed yet {2}- +-\n$/);
  });

  it('shows a manifest that was never committed', async () => {
    const fresh = new GitWorkshop();
    await fresh.at('init --id test', START);
    await fresh.at('add billing --kind entra-client-secret', START);
    const { json } = await fresh.run(['history', 'billing', '--json']);
    expect(json.events).toEqual([expect.objectContaining({ step: 0, committed: 'not yet' })]);
    fresh.remove();
  });

  it('follows the manifest under other names and in other folders', async () => {
    await shop.take('stage billing', STAGE);
    mkdirSync(shop.path('a folder/*'), { recursive: true });
    const moved = shop.path('a folder/*/-r* 1.json');
    renameSync(shop.file, moved);
    shop.write('a folder/*/-rx 1.json', 'of the same pattern');
    shop.commit('2026-03-30T05:00:00Z');
    await shop.take(`promote billing --file '${moved}'`, PROMOTE);
    expect(brief(await lines('--file', moved))).toEqual(['step 0 start', 'step 1 stage', 'step 2 promote']);
    expect(await notes('--file', moved)).toHaveLength(1);
  });

  it('leaves out versions that cannot be read, and says so once', async () => {
    await shop.at('stage billing', STAGE);
    const good = shop.text;
    shop.write('rotation.json', `<<<<<<< HEAD\n${good}`);
    const first = shop.commit('2026-03-30T03:00:00Z');
    shop.write('rotation.json', `<<<<<<< HEAD\n\n${good}`);
    const second = shop.commit('2026-03-30T03:30:00Z');
    shop.write('rotation.json', good);
    const third = shop.commit('2026-03-30T04:00:00Z');
    expect((await lines())[1]?.commit?.short).toBe(third);
    expect((await notes())[0]).toBe(
      `the manifests of 2 commits are left out, from ${first} to ${second}: it is not JSON`,
    );
  });

  it('leaves out a version in which only this set is broken', async () => {
    const good = shop.text;
    shop.write('rotation.json', good.replace('"standby": "empty"', '"standby": "next"'));
    const broken = shop.commit('2026-03-30T03:00:00Z');
    shop.write('rotation.json', good);
    shop.commit('2026-03-30T04:00:00Z');
    expect(brief(await lines())).toEqual(['step 0 start']);
    expect((await notes())[0]).toMatch(new RegExp(`^the manifest of ${broken} is left out: manifest, set "billing": `));
  });

  it('leaves out the versions of the manifest that it was copied from', async () => {
    await shop.take('stage billing', STAGE);
    const copy = shop.write('rotation.dev.json', shop.text.replace('"id": "test"', '"id": "dev"'));
    const copied = shop.commit('2026-03-30T05:00:00Z');
    const found = await lines('--file', copy);
    expect(found.map(({ commit }) => commit?.short)).toEqual([copied, copied]);
    expect((await notes('--file', copy)).join()).toContain('it is of another manifest, "test"');
  });

  it('says where a shallow clone ends', async () => {
    await shop.take('stage billing', STAGE);
    const last = await shop.take('promote billing', PROMOTE);
    shop.git(`clone --quiet --depth 1 file://${shop.folder} ${shop.path('clone')}`);
    const clone = shop.path('clone/rotation.json');
    const found = await lines('--file', clone);
    expect(brief(found)).toEqual(['not in history 0 undefined', 'step 1 stage', 'step 2 promote']);
    expect(found.map(({ committed, commit }) => [committed, commit])).toEqual(
      Array(3).fill(['not known here', undefined]),
    );
    expect((await notes('--file', clone))[0]).toBe(
      `the clone is shallow and ends at ${last}: "git fetch --unshallow" brings what came before`,
    );
  });

  it('shows only what came since a day, by the time it came to this branch', async () => {
    shop.git('checkout --quiet -b rotation');
    await shop.take('stage billing', STAGE);
    shop.git('checkout --quiet main');
    shop.git('merge --quiet --no-ff -m merge rotation', { at: '2026-04-02T04:00:00Z' });
    expect(brief(await lines('--since', '2026-04-01'))).toEqual(['step 1 stage']);
    expect(await lines('--since', '2026-04-03')).toEqual([]);
    expect((await shop.run(['history', 'billing', '--since', '2026-04-03'])).stdout).toBe(
      'nothing happened to billing since 2026-04-03T00:00:00Z\n',
    );
  });

  describe('with the applied state', () => {
    const leaf = (name: string, values: object) => ({ type: 'terraform_data', name: `billing_${name}`, values });
    const ledger = (step: number, transition: string, generations: object, keys: object) =>
      leaf(`step_${step % 2}`, {
        output: { format: 1, manifest: 'test', set: 'billing', step, transition, generations, keys },
      });
    const clock = (name: string, step: number, output: string) =>
      leaf(`clock_${name}`, { output, triggers_replace: { step } });
    const state = (...resources: readonly object[]) =>
      shop.write('state.json', JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }));

    it('adds the times and key ids that the state remembers, and guesses none', async () => {
      await shop.take('stage billing', STAGE);
      await shop.take('promote billing', PROMOTE);
      await shop.take('stage billing', '2026-04-29T02:00:00Z');
      const path = state(
        ledger(1, 'stage', { a: 1, b: 2 }, { a: 'id-1', b: 'id-2' }),
        ledger(2, 'promote', { a: 1, b: 2 }, { a: 'id-1', b: 'id-2' }),
        clock('stayed', 1, '2026-03-30T02:10:00Z'),
        clock('moved', 2, '2026-03-31T02:10:00Z'),
      );
      const found = await lines('--applied', path);
      expect(found.map(({ applied, appliedAt }) => appliedAt ?? applied)).toEqual([
        'not known here',
        '2026-03-30T02:10:00Z',
        '2026-03-31T02:10:00Z',
        'not yet',
      ]);
      expect(found.map(({ credential }) => credential?.keyId)).toEqual(['id-1', 'id-2', 'id-2', undefined]);
      const { stdout } = await shop.run(['history', 'billing', '--applied', path]);
      expect(stdout).toMatch(/AUTHOR {2}APPLIED +KEY ID\n/);
    });

    it('does not take the time of another step, of one that was taken back, or of an earlier life', async () => {
      await shop.take('stage billing', STAGE);
      await shop.take('undo billing', '2026-03-30T03:00:00Z');
      await shop.take('remove billing --reason over', PROMOTE);
      await shop.take('remove billing --forget', '2026-04-01T00:00:00Z');
      await shop.take('add billing --kind okta-client-secret', '2026-04-01T00:00:00Z');
      await shop.take('stage billing', '2026-04-02T00:00:00Z');
      const keys = { a: 'new-1', b: 'new-2' };
      const path = state(ledger(1, 'abort', { a: 1, b: 2 }, keys), clock('stayed', 1, '2026-04-02T02:10:00Z'));
      const found = (await lines('--applied', path)).filter(({ what }) => what === 'step');
      expect(found.map(({ applied }) => applied)).toEqual(Array(4).fill('not known here'));
      expect(found.map(({ credential }) => credential?.keyId)).toEqual([undefined, undefined, 'new-1', 'new-2']);
    });

    it('gives the time to the step that was taken in the place of one that was taken back', async () => {
      await shop.take('stage billing', STAGE);
      await shop.take('undo billing', '2026-03-30T03:00:00Z');
      await shop.take('stage billing', '2026-03-30T04:00:00Z');
      const path = state(
        ledger(1, 'stage', { a: 1, b: 2 }, { a: 'id-1', b: 'id-2' }),
        clock('stayed', 1, '2026-03-30T04:10:00Z'),
      );
      const found = (await lines('--applied', path)).filter(({ what }) => what === 'step').slice(1);
      expect(found.map(({ applied, appliedAt, credential }) => [appliedAt ?? applied, credential?.keyId])).toEqual([
        ['not known here', undefined],
        ['2026-03-30T04:10:00Z', 'id-2'],
      ]);
    });

    it.each([
      [{ a: 1, b: 2 }, ['not known here', 'yes', 'not yet']],
      [{ a: 1, b: 3 }, ['not known here', 'not known here', 'yes']],
    ])('tells which credential of a step was applied: %j', async (generations, expected) => {
      await shop.take('stage billing', STAGE);
      await shop.take('stage billing --new-key', '2026-03-30T05:00:00Z');
      const path = state(ledger(1, 'stage', generations, {}), clock('stayed', 1, '2026-03-30T06:00:00Z'));
      expect((await lines('--applied', path)).map(({ applied }) => applied)).toEqual(expected);
    });

    it('says when the state does not have the set', async () => {
      expect((await notes('--applied', state()))[0]).toBe(
        'the applied state does not have set "billing" of manifest "test"',
      );
    });
  });

  it('answers what it cannot do with one line', async () => {
    expect(complaint(await shop.run(['history', 'nobody']))).toEqual([
      2,
      expect.stringContaining('the manifest has no set "nobody"'),
    ]);
    expect(complaint(await shop.run(['history', 'billing', '--since', 'soon']))).toEqual([
      2,
      'error: --since is a day such as 2027-01-31, got "soon"',
    ]);
    const bare = new Workshop();
    await bare.steps('init --id test', 'add billing --kind entra-client-secret');
    expect(complaint(await bare.run(['history', 'billing']))).toEqual([
      2,
      `error: history needs the manifest in git, but ${bare.file} is in no git repository`,
    ]);
    bare.remove();
  });

  it('says that there is no git', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      expect(complaint(await shop.run(['history', 'billing']))).toEqual([
        2,
        'error: history needs the manifest in git, but there is no git on the PATH',
      ]);
    } finally {
      process.env.PATH = path;
    }
  });
});
