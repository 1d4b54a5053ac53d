import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { run } from '../../../lib/cli/run';
import { GitWorkshop } from '../git/git-workshop';
import { elementsOf } from '../timeline/elements';
import { complaint, Sink, Workshop } from '../workshop';

const NOW = '2026-04-20T00:00:00Z';

interface Facts {
  readonly from: string;
  readonly until: string;
  readonly sets: readonly {
    readonly name: string;
    readonly credentials: readonly { slot: string; generation: number; from: string; until: string; end: string }[];
    readonly current: readonly { current: string; from: string; until?: string }[];
    readonly coming: readonly { at: string; step: string }[];
    readonly frozen: readonly object[];
    readonly runwayEnds?: string;
  }[];
}

describe('timeline', () => {
  let shop: GitWorkshop;
  beforeEach(async () => {
    shop = new GitWorkshop();
    await shop.at('init --id test', '2026-03-01T00:00:00Z');
    await shop.take('add billing --kind entra-client-secret --interval 30d', '2026-03-01T00:00:00Z');
    await shop.take('stage billing', '2026-03-30T02:00:00Z');
    await shop.take('promote billing', '2026-03-31T02:00:00Z');
  });
  afterEach(() => shop.remove());

  const facts = async (...argv: readonly string[]): Promise<Facts> => {
    const { exitCode, json } = await shop.run(['timeline', '--json', ...argv], { now: NOW });
    expect(exitCode).toBe(0);
    return json as unknown as Facts;
  };

  it.each(['--svg', '--html'])('refuses an empty path for %s', async (option) => {
    expect(complaint(await shop.run(['timeline', option, '']))).toEqual([
      2,
      `error: ${option} is the path of a file, got an empty one`,
    ]);
  });

  it('does not pour a drawing out over a terminal', async () => {
    const [stdout, stderr] = [Object.assign(new Sink(), { columns: 80 }), new Sink()];
    const context = { now: () => new Date(NOW), stdin: Readable.from([]), stdout, stderr, isTerminal: true, env: {} };
    expect(await run(['timeline', '--file', shop.file], context)).toBe(2);
    expect([stdout.text, stderr.text]).toEqual(['', expect.stringContaining('give --svg FILE or --html FILE')]);
    expect(await run(['timeline', '--file', shop.file, '--json'], context)).toBe(0);
  });

  it('draws a small set as it is', async () => {
    const { stdout, stderr, exitCode } = await shop.run(['timeline'], { now: NOW });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatchSnapshot();
    expect((await shop.run(['timeline'], { now: NOW })).stdout).toBe(stdout);
  });

  it('tells what was, what is, and what comes if every run is on time', async () => {
    const { sets, from, until } = await facts();
    expect([from, until]).toEqual(['2026-03-01T00:00:00Z', '2026-07-19T00:00:00Z']);
    expect(
      sets[0]?.credentials.map(({ slot, generation, from: since, end }) => [slot + generation, since, end]),
    ).toEqual([
      ['a1', '2026-03-01T00:00:00Z', 'is replaced'],
      ['a3', '2026-04-29T02:00:00Z', 'is replaced'],
      ['a5', '2026-06-28T02:00:00Z', 'expires'],
      ['b2', '2026-03-30T02:00:00Z', 'is replaced'],
      ['b4', '2026-05-29T02:00:00Z', 'expires'],
    ]);
    expect(sets[0]?.coming.slice(0, 2)).toEqual([
      { at: '2026-04-29T02:00:00Z', number: 3, step: 'stage' },
      { at: '2026-04-30T02:00:00Z', number: 4, step: 'promote' },
    ]);
    expect(sets[0]?.runwayEnds).toBe('2026-06-06T02:00:00Z');
  });

  it('knows from git what the manifest no longer says', async () => {
    await shop.take('stage billing', '2026-04-10T00:00:00Z');
    await shop.take('promote billing', '2026-04-12T00:00:00Z');
    const { sets } = await facts();
    expect(sets[0]?.current.slice(0, 3)).toEqual([
      { current: 'a', from: '2026-03-01T00:00:00Z', until: '2026-03-31T02:00:00Z' },
      { current: 'b', from: '2026-03-31T02:00:00Z', until: '2026-04-12T00:00:00Z' },
      expect.objectContaining({ current: 'a', from: '2026-04-12T00:00:00Z' }),
    ]);
  });

  it('says when there is no git history, and draws what the manifest knows', async () => {
    const bare = new Workshop();
    await bare.steps('init --id test', 'add billing --kind entra-client-secret', 'stage billing');
    const { exitCode, stdout, stderr } = await bare.run(['timeline']);
    expect([exitCode, stderr]).toEqual([0, `note: ${bare.file} is in no git repository: the past is not known here\n`]);
    expect(elementsOf(stdout.trimEnd()).some(({ attributes }) => attributes.class === 'current')).toBe(true);
    bare.remove();
  });

  it('draws a set that was forgotten, as long as it is within the time', async () => {
    await shop.take('remove billing --reason over', '2026-04-13T00:00:00Z');
    await shop.take('remove billing --forget', '2026-04-14T00:00:00Z');
    const [set] = (await facts()).sets;
    expect([set?.name, set?.coming, set?.runwayEnds]).toEqual(['billing', [], undefined]);
    expect(set?.credentials.map(({ until }) => until)).toEqual(['2026-04-14T00:01:00Z', '2026-04-14T00:01:00Z']);
    expect((await facts('--since', '2026-04-15')).sets).toEqual([]);
  });

  it('shows freezes and the time that is asked for', async () => {
    const frozen = shop.text.replace(
      '"id": "test"',
      '"id": "test", "defaults": { "freeze": [{ "every": "05-01/05-03", "reason": "fair" }] }',
    );
    shop.write('rotation.json', frozen);
    const { sets, from, until } = await facts('--since', '2026-04-01', '--until', '2026-06-01');
    expect([from, until]).toEqual(['2026-04-01T00:00:00Z', '2026-06-01T00:00:00Z']);
    expect(sets[0]?.frozen).toEqual([
      { from: '2026-05-01T00:00:00Z', until: '2026-05-03T00:00:00Z', reasons: ['fair'] },
    ]);
  });

  it('reaches 90 days on from a day ahead', async () => {
    const { from, until } = await facts('--since', '2026-06-01');
    expect([from, until]).toEqual(['2026-06-01T00:00:00Z', '2026-08-30T00:00:00Z']);
  });

  it('draws the sets that are named only', async () => {
    await shop.take('add orders --kind okta-client-secret --from-outside', '2026-03-05T00:00:00Z');
    expect((await facts('orders')).sets.map(({ name }) => name)).toEqual(['orders']);
    expect((await facts()).sets.map(({ name }) => name)).toEqual(['billing', 'orders']);
  });

  it('writes a drawing, and a page in which a title stays a text', async () => {
    await shop.take(
      `add orders --kind okta-client-secret --title '<script>alert("1")</script>&'`,
      '2026-04-05T00:00:00Z',
    );
    const [svg, html] = [shop.path('t.svg'), shop.path('t.html')];
    const { stdout } = await shop.run(['timeline', '--svg', svg, '--html', html], { now: NOW });
    expect(stdout).toBe(`${svg} and ${html} written\n`);
    const page = readFileSync(html, 'utf8');
    expect(page).toContain(readFileSync(svg, 'utf8').trimEnd());
    expect(page).not.toContain('<script');
    const texts = elementsOf(page.replace('<!doctype html>', '').replace(/<meta [^>]*>/g, '')).map(({ text }) => text);
    expect(texts).toContain('<script>alert("1")</script>&, Okta client secret');
  });

  it.each<[readonly string[], string]>([
    [['nobody'], 'the manifest has no set "nobody"'],
    [['--since', 'soon'], '--since is a day such as 2027-01-31, got "soon"'],
    [['--since', '2026-05-01', '--until', '2026-04-01'], '--until is after --since, got the other way round'],
    [['--since', '2006-05-01'], 'a timeline is 10 years long at most'],
    [['--svg', '/nowhere/t.svg'], '/nowhere/t.svg cannot be written: no such file or folder (ENOENT)'],
  ])('answers %j with one line', async (argv, line) => {
    expect(complaint(await shop.run(['timeline', ...argv], { now: NOW }))).toEqual([2, expect.stringContaining(line)]);
  });
});
