import { type Result, runHere } from '../cli/workshop';
import type { FakeClock } from './clock';

/** The real command line, in this process and at the fake time. */
export class CommandLine {
  /** How often each command ran. */
  readonly runs = new Map<string, number>();

  constructor(
    private readonly file: string,
    private readonly clock: FakeClock,
  ) {}

  /** Resolves to what was answered, whatever it was. */
  async run(argv: readonly string[], stdin = ''): Promise<Result> {
    const [command = '', ...rest] = argv;
    this.runs.set(command, (this.runs.get(command) ?? 0) + 1);
    return runHere([command, '--file', this.file, ...rest], { now: this.clock.now, stdin, env: {} });
  }

  /** @throws Error unless it was done */
  async done(argv: readonly string[], stdin = ''): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(argv, stdin);
    if (exitCode !== 0) throw new Error(`cdktf-rotation ${argv.join(' ')} answered ${exitCode}: ${stderr}${stdout}`);
    return stdout;
  }
}
