import { type ChildProcess, spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { InputError } from '../../../rotation';

/** What the guardian gets through its standard input, never by argv, environment or file: the token is in it. */
export interface Guarded {
  readonly journal: string;
  readonly run: string;
  readonly token: string;
  readonly caCertificate?: string;
}

/** The line that ends a guardian without a restore. */
export const DONE = 'done';
export const READY = 'ready';

/** How long the guardian may take to start, in milliseconds: a busy machine is slow. */
const START = 30_000;

/**
 * A process of its own that restores when this one ends without saying that it did: killed, or lost with its terminal.
 *
 * It waits on a pipe that only this process holds, in a process group of its own.
 */
export class Guardian {
  /** @throws InputError when it does not start */
  static async start(guarded: Guarded): Promise<Guardian> {
    const extension = extname(__filename);
    // From its sources, which only the project's own tests do, Node needs a loader.
    const loader = extension === '.ts' ? ['--import', require.resolve('tsx')] : [];
    const child = spawn(process.execPath, [...loader, join(__dirname, `guardian-main${extension}`)], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: networkOnly(process.env),
    });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${JSON.stringify(guarded)}\n`);
    try {
      await ready(child);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    child.stdout.destroy();
    child.unref();
    return new Guardian(child);
  }

  private constructor(private readonly child: ChildProcess) {}

  get pid(): number {
    return this.child.pid as number;
  }

  /** Nothing is left to restore: the guardian ends. */
  dismiss(): void {
    this.child.stdin?.end(`${DONE}\n`);
  }

  /** The guardian goes on by itself. */
  leave(): void {
    this.child.stdin?.end();
  }
}

/** What the way to UAA may depend on, and nothing else: this process may have got its secrets by its environment. */
function networkOnly(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const needed = /^(PATH|SystemRoot|(https?|no)_proxy|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_(FILE|DIR))$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)));
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => reject(new InputError(`the guardian process must start, but it ${why}`));
    const timer = setTimeout(() => fail(`was not ready within ${START / 1000} s`), START);
    child.on('error', (error: NodeJS.ErrnoException) => fail(`could not be started (${error.code})`));
    child.on('exit', (code, signal) => fail(`ended with ${signal ?? code}`));
    child.stdout?.once('data', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
