import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const GNU_TIME = process.env.BENCH_TIME ?? '/usr/bin/time';
/** Another /usr/bin/time, such as that of macOS, does not take the same options. */
export const HAS_GNU_TIME = /GNU/i.test(spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' }).stdout ?? '');
/** Without GNU time a Node process says itself what it took: an upper bound, as it starts as a fork of this one. */
const OWN_PEAK =
  'data:text/javascript,import{writeSync}from"fs";process.on("exit",()=>writeSync(2,"peak "+process.resourceUsage().maxRSS))';

/** What one process took. */
export interface Measure {
  readonly seconds: number;
  /** Peak resident memory in MB; NaN where nothing tells. */
  readonly peak: number;
  /** What it wrote to standard output. */
  readonly output: string;
}

/** Runs commands one at a time in a directory of their own, with their output in files: nobody waits for a reader. */
export class Runner {
  private child: ChildProcess | undefined;

  constructor(private readonly directory: string) {}

  /** Throws unless the process ends with one of the exit codes `expected`. */
  async run([program, ...args]: readonly [string, ...string[]], expected: readonly number[] = [0]): Promise<Measure> {
    const [out, err] = [join(this.directory, 'stdout'), join(this.directory, 'stderr')];
    const files = [openSync(out, 'w'), openSync(err, 'w')] as const;
    const own = !HAS_GNU_TIME && program === process.execPath ? ['--import', OWN_PEAK] : [];
    const command = HAS_GNU_TIME ? [GNU_TIME, '-q', '-f', 'peak %M', program] : [program];
    const [first, ...rest] = [...command, ...own, ...args] as [string, ...string[]];
    const started = performance.now();
    const child = spawn(first, rest, { cwd: this.directory, stdio: ['ignore', ...files], detached: true });
    this.child = child;
    const code = await new Promise<number | null>((ended, failed) => child.once('exit', ended).once('error', failed));
    const seconds = (performance.now() - started) / 1000;
    this.child = undefined;
    files.forEach(closeSync);
    const said = readFileSync(err, 'utf8');
    if (!expected.includes(code ?? -1)) {
      throw new Error(`${[program, ...args].join(' ')} ended with ${code}: ${said.slice(0, 500)}`);
    }
    const kilobytes = Number(/peak (\d+)\s*$/.exec(said)?.[1] ?? Number.NaN);
    return { seconds, peak: kilobytes / 1024, output: readFileSync(out, 'utf8') };
  }

  /** Ends the process that runs, with the one that GNU time started for it. */
  stop(): void {
    if (this.child?.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
  }
}
