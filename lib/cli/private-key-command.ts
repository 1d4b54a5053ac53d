import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { Refusal } from '../rotation';
import type { Context } from './context';
import type { DeliveredKey, Delivery } from './delivery';
import { NeedsPerson } from './exit-code';
import { redactLines } from './redact';

/**
 * The private key on the standard input of a command, run by the shell. Which key it is stands in ROTATION_SET,
 * ROTATION_KID, ROTATION_SLOT and ROTATION_GENERATION. The command's text is kept out of messages: it may hold a token.
 */
export class PrivateKeyCommand implements Delivery {
  readonly summary = 'private key given to the command';

  constructor(
    private readonly command: string,
    private readonly key: DeliveredKey,
    private readonly context: Pick<Context, 'env' | 'stderr'>,
  ) {}

  async check(): Promise<void> {
    // Only running the command shows whether it works.
  }

  async deliver(): Promise<void> {
    const failure = await this.execute();
    if (failure !== undefined) {
      throw new Refusal(
        `the command of --private-key-to must take the private key and exit with 0, but ${failure}: the manifest is unchanged; run this again once the command works`,
      );
    }
  }

  async takeBack(cause: Error): Promise<void> {
    const { kid, slot } = this.key;
    throw new NeedsPerson(
      `${cause.message}; the command of --private-key-to was given the private key ${kid} for slot ${slot} already: remove it where the command put it, or restore what it replaced`,
    );
  }

  private execute(): Promise<string | undefined> {
    const { set, kid, slot, generation, privateKey } = this.key;
    return new Promise((resolve) => {
      const child = spawn(this.command, {
        shell: true,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          ...this.context.env,
          ROTATION_SET: set,
          ROTATION_KID: kid,
          ROTATION_SLOT: slot,
          ROTATION_GENERATION: String(generation),
        },
      });
      let unread = false;
      child.stdin.on('error', () => (unread = true));
      for (const output of [child.stdout, child.stderr]) forward(output, privateKey, this.context.stderr);
      child.on('error', (error) => resolve(`it could not be started (${error.message})`));
      child.on('close', (code, signal) => {
        if (signal !== null) resolve(`it was ended by ${signal}`);
        else if (code !== 0) resolve(`it exited with ${code}`);
        else resolve(unread ? 'it ended before it had read the key' : undefined);
      });
      child.stdin.end(privateKey);
    });
  }
}

function forward(output: NodeJS.ReadableStream, secret: string, stderr: Writable): void {
  output.setEncoding('utf8');
  output.pipe(redactLines(secret)).on('data', (text: Buffer | string) => stderr.write(text));
}
