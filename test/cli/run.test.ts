import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';
import { complaint, Sink, Workshop } from './workshop';

describe('run', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());

  const COMMANDS = ['init', 'add', 'status', 'stage', 'promote', 'retire', 'abort', 'rollback', 'undo', 'remove'];

  it.each([...COMMANDS, 'validate'])('documents the exit codes in the help of %s', async (command) => {
    const { exitCode, stdout } = await shop.run([command, '--help']);
    expect(exitCode).toBe(0);
    for (const code of ['0  done', '1  a bug', '2  bad input', '3  refused', '4  needs a person']) {
      expect(stdout).toContain(code);
    }
    expect(stdout).toContain('--json');
    expect(stdout).toContain('(default: "rotation.json")');
  });

  it.each(COMMANDS.filter((name) => name !== 'status'))('offers --dry-run on %s', async (command) => {
    expect((await shop.run([command, '--help'])).stdout).toContain('--dry-run');
  });

  it.each([
    [['stagger'], "error: unknown command 'stagger' (Did you mean stage?)"],
    [['rollforward'], `error: unknown command 'rollforward': "--help" lists them`],
    [['uaa', 'help'], `error: unknown command 'help': "--help" lists them`],
    [
      ['pipeline', 'notify', '--job', 'x'],
      `error: option '--job <job>' argument 'x' is invalid, allowed choices are nightly, review, apply: "--help" shows what it takes`,
    ],
    [['stage'], `error: missing required argument 'name': "--help" shows what it takes`],
    [['status', '--colour'], `error: unknown option '--colour': "--help" shows what it takes`],
    [
      ['stage', 'billing', 'orders'],
      `error: too many arguments for 'stage', expected 1 argument but got 2: "--help" shows what it takes`,
    ],
    [
      ['promote', 'billing', '--applied'],
      `error: option '--applied <file>' argument missing: "--help" shows what it takes`,
    ],
  ])('answers bad usage %j with one line and exit code 2', async (argv, line) => {
    const sinks = [new Sink(), new Sink()] as const;
    const exitCode = await bare(argv, sinks);
    expect(exitCode).toBe(2);
    expect(sinks[1].text.trimEnd()).toBe(line);
  });

  it('lists the commands in the groups and the order of the index of their pages', async () => {
    const index = readFileSync(join(__dirname, '../../docs/commands/README.md'), 'utf8');
    const rows = [...index.matchAll(/^\| ([^|]*?) +\| (\[.*\.md\)) +\|$/gm)];
    const pages = rows.map(([, group = '', links = '']) => [group, links.match(/(?<=\[)\w+/g)]);
    const [stdout, stderr] = [new Sink(), new Sink()];
    expect(await bare(['--help'], [stdout, stderr])).toBe(0);
    const groups = stdout.text.split('\n\n').map((text) => text.split(':\n'));
    const listed = groups
      .filter(([title = '', lines]) => lines && !/^(Options|\s*Exit codes)$/.test(title))
      .map(([title = '', lines]) => [title[0]?.toLowerCase() + title.slice(1), lines?.match(/(?<=^ {2})\w+/gm)]);
    expect(pages.length).toBeGreaterThan(1);
    expect(listed).toEqual(
      pages.map(([group, names]) => [String(group)[0]?.toLowerCase() + String(group).slice(1), names]),
    );
  });

  it('shows the help and ends with 2 when the command is missing', async () => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    expect(await bare([], [stdout, stderr])).toBe(2);
    expect(stderr.text).toContain('Usage: cdktf-rotation');
    expect(stdout.text).toBe('');
  });

  it.each([
    [['status', 'x', '--json'], 2, /^there is no manifest/],
    [['stage', '--json'], 2, /^missing required argument/],
    [['--json'], 2, /^unknown option '--json'/],
  ])('prints the error of %j as JSON on standard output', async (argv, exitCode, error) => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    expect(await bare([...argv, ...(argv.length > 1 ? ['--file', shop.file] : [])], [stdout, stderr])).toBe(exitCode);
    expect(JSON.parse(stdout.text)).toEqual({ error: expect.stringMatching(error), exitCode });
    expect(stderr.text).toBe('');
  });

  it('asks to report a bug, with exit code 1 and no stack', async () => {
    await shop.steps('add billing --kind entra-client-secret');
    const result = await shop.run(['stage', 'billing'], { now: 'never' });
    expect(complaint(result)).toEqual([1, expect.stringMatching(/^a bug in cdktf-rotation: .*: please report it/)]);
  });

  it('shows the stack of a bug when DEBUG asks for it', async () => {
    await shop.steps('add billing --kind entra-client-secret');
    const [stdout, stderr] = [new Sink(), new Sink()];
    const argv = ['stage', 'billing', '--file', shop.file];
    expect(await bare(argv, [stdout, stderr], { DEBUG: 'cdktf-rotation' })).toBe(1);
    expect(stderr.text).toMatch(/\n {4}at /);
  });

  async function bare(
    argv: readonly string[],
    [stdout, stderr]: readonly [Sink, Sink],
    env: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const now = () => new Date('never');
    return run(argv, { now, stdin: Readable.from([]), stdout, stderr, isTerminal: false, env });
  }
});
