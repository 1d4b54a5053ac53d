import { mkdirSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { run } from '../../lib/cli/run';
import { NOW, Sink, Workshop } from './workshop';

const [ENTER, DOWN, CANCEL] = ['\r', '\u001b[B', '\u0003'];

/** Each question ends its output, which a real standard output takes no notice of. */
class Screen extends Sink {
  override end(): this {
    return this;
  }
}

describe('add on a terminal', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
    mkdirSync(shop.path('keys'));
  });
  afterEach(() => shop.remove());

  /** Answers each question as soon as its text is on the screen. */
  async function dialogue(argv: readonly string[], ...turns: readonly (readonly [string, string])[]) {
    const [stdin, stdout, stderr] = [new PassThrough(), new Screen(), new Sink()];
    const argvWithFile = [...argv, '--file', shop.file];
    const now = () => new Date(NOW);
    const end = run(argvWithFile, { now, stdin, stdout, stderr, isTerminal: true, env: {} });
    let done = false;
    void end.then(() => (done = true));
    for (const [question, answer] of turns) {
      for (let i = 0; i < 500 && !done && !stdout.text.includes(question); i++) await setTimeout(10);
      expect(stdout.text).toContain(question);
      stdin.write(answer);
    }
    return { exitCode: await end, stdout: stdout.text, stderr: stderr.text };
  }

  it('asks for the name and the kind', async () => {
    const { exitCode } = await dialogue(['add'], ['Name of the set', `web${ENTER}`], ['Kind of credential', ENTER]);
    expect(exitCode).toBe(0);
    expect(shop.set('web').kind.name).toBe('entra-client-secret');
  });

  it('asks again when the name will not do', async () => {
    const { exitCode } = await dialogue(
      ['add', '--kind', 'entra-client-secret'],
      ['Name of the set', `Web${ENTER}`],
      ['a set name is', `\u0015web${ENTER}`],
    );
    expect(exitCode).toBe(0);
    expect(shop.set('web').state.step).toBe(0);
  });

  it('asks where the private key goes when the kind that was chosen needs one', async () => {
    const { exitCode } = await dialogue(
      ['add', 'web'],
      ['Kind of credential', `${DOWN}${ENTER}`],
      ['New file for the private key', `${shop.path('keys/{kid}.pem')}${ENTER}`],
    );
    expect(exitCode).toBe(0);
    expect(shop.set('web').kind.name).toBe('entra-certificate');
    expect(shop.list('keys')).toHaveLength(1);
  });

  it('asks nothing that was given', async () => {
    const { exitCode, stdout } = await dialogue(['add', 'web', '--kind', 'entra-client-secret']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\S+: made manifest/);
  });

  it('asks nothing when the output is for a machine', async () => {
    const { exitCode, stdout } = await dialogue(['add', 'web', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error).toContain('add needs --kind');
  });

  it('ends with one line and changes nothing when it is broken off', async () => {
    const { exitCode, stderr } = await dialogue(['add'], ['Name of the set', CANCEL]);
    expect([exitCode, stderr]).toEqual([2, 'error: the question was broken off\n']);
    expect(shop.list()).toEqual(['keys']);
  });
});
