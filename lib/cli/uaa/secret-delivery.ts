import { spawn } from 'node:child_process';
import { lstat, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError, Refusal } from '../../rotation';
import type { Context } from '../context';
import { fileError } from '../file-error';
import { redactLines } from '../redact';

/** The way of a secret that was made here to where it is kept; gone before UAA hears of it, so that it is never lost. */
export interface SecretDelivery {
  /** Throws what {@link deliver} would surely throw. */
  check(): Promise<void>;
  deliver(): Promise<void>;
  /** Called when UAA did not take the secret; says what is left of it. */
  takeBack(): Promise<string>;
}

/** A new file that only its owner can read; an existing one is never overwritten. */
export class SecretFile implements SecretDelivery {
  constructor(
    private readonly path: string,
    private readonly secret: string,
  ) {}

  async check(): Promise<void> {
    const folder = await stat(dirname(this.path)).catch(() => undefined);
    if (!folder?.isDirectory()) throw new InputError(`the folder of ${this.path} must exist: make it first`);
    if (await lstat(this.path).catch(() => undefined)) {
      throw new Refusal(
        `a secret file is never overwritten, got ${this.path}, which exists: when a run before this one made it, go on with --new-secret-from file:${this.path}`,
      );
    }
  }

  async deliver(): Promise<void> {
    await this.check();
    try {
      const file = await open(this.path, 'wx', 0o600);
      try {
        await file.writeFile(this.secret);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw fileError(`the new secret cannot be written to ${this.path}`, error);
    }
  }

  async takeBack(): Promise<string> {
    await unlink(this.path).catch(() => undefined);
    return `${this.path} is removed again`;
  }
}

/** A shell command that reads the secret from its standard input. */
export class SecretCommand implements SecretDelivery {
  constructor(
    private readonly command: string,
    private readonly secret: string,
    private readonly context: Pick<Context, 'env' | 'stderr'>,
  ) {}

  async check(): Promise<void> {
    if (this.command.trim() === '')
      throw new InputError('--new-secret-to needs a command that reads the secret, got none');
  }

  async deliver(): Promise<void> {
    await this.check();
    const failure = await this.execute();
    if (failure === undefined) return;
    throw new Refusal(
      `the command of --new-secret-to must take the secret and exit with 0, but ${failure}: nothing is changed; run this again once the command works`,
    );
  }

  async takeBack(): Promise<string> {
    return 'the command of --new-secret-to has a secret that does not work: it is no use';
  }

  private execute(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = spawn(this.command, { shell: true, stdio: ['pipe', 'pipe', 'pipe'], env: { ...this.context.env } });
      child.stdin.on('error', () => undefined);
      for (const output of [child.stdout, child.stderr]) {
        output.setEncoding('utf8');
        output.pipe(redactLines(this.secret)).on('data', (text: string) => this.context.stderr.write(text));
      }
      child.on('error', ({ message }) => resolve(`it could not be started (${message})`));
      child.on('close', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${signal ?? code}`));
      child.stdin.end(this.secret);
    });
  }
}
