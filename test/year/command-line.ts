import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';
import { Sink } from '../cli/workshop';
import type { FakeClock } from './clock';

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command line, in this process and at the fake time. */
export class CommandLine {
  /** How often each command ran. */
  readonly runs = new Map<string, number>();

  constructor(
    private readonly file: string,
    private readonly clock: FakeClock,
  ) {}

  /** Resolves to what was answered, whatever it was. */
  async run(argv: readonly string[], stdin = ''): Promise<Answer> {
    const [command = '', ...rest] = argv;
    this.runs.set(command, (this.runs.get(command) ?? 0) + 1);
    const [stdout, stderr] = [new Sink(), new Sink()];
    const exitCode = await run([command, '--file', this.file, ...rest], {
      now: this.clock.now,
      stdin: Readable.from([Buffer.from(stdin)]),
      stdout,
      stderr,
      isTerminal: false,
      env: {},
    });
    return { exitCode, stdout: stdout.text, stderr: stderr.text };
  }

  /** @throws Error unless it was done */
  async done(argv: readonly string[], stdin = ''): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(argv, stdin);
    if (exitCode !== 0) throw new Error(`cdktf-rotation ${argv.join(' ')} answered ${exitCode}: ${stderr}${stdout}`);
    return stdout;
  }
}
