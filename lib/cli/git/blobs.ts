import { spawn } from 'node:child_process';
import { InputError } from '../../rotation';
import { gitCommand, type GitPlace } from './git';

const NEWLINE = 0x0a;

/**
 * The contents of blobs, in the order they are asked for, by one git process; undefined for one that is not there.
 *
 * @throws InputError when git stops before it has answered all
 */
export async function* readBlobs(ids: readonly string[], place: GitPlace): AsyncGenerator<Buffer | undefined> {
  if (ids.length === 0) return;
  const { args, options } = gitCommand(['cat-file', '--batch'], place);
  const child = spawn('git', args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.stdin.end(ids.map((id) => `${id}\n`).join(''));
  const reader = new Reader(child.stdout[Symbol.asyncIterator]());
  try {
    for (const id of ids) {
      const head = await reader.line();
      if (head === `${id} missing`) yield undefined;
      else {
        yield await reader.bytes(Number(head.split(' ')[2]));
        await reader.bytes(1);
      }
    }
  } finally {
    child.kill();
  }
}

/** Takes lines and lengths from a stream of chunks. */
class Reader {
  private held: Buffer = Buffer.alloc(0);

  constructor(private readonly chunks: AsyncIterator<Buffer>) {}

  async line(): Promise<string> {
    while (!this.held.includes(NEWLINE)) this.held = Buffer.concat([this.held, await this.more()]);
    const line = this.held.subarray(0, this.held.indexOf(NEWLINE)).toString();
    this.held = this.held.subarray(line.length + 1);
    return line;
  }

  async bytes(length: number): Promise<Buffer> {
    const parts: Buffer[] = [this.held];
    for (let got = this.held.length; got < length;) {
      const chunk = await this.more();
      parts.push(chunk);
      got += chunk.length;
    }
    const all = Buffer.concat(parts);
    this.held = all.subarray(length);
    return all.subarray(0, length);
  }

  private async more(): Promise<Buffer> {
    const { done, value } = await this.chunks.next();
    if (done) throw new InputError('git stopped before it had read the whole history: run the command again');
    return value;
  }
}
