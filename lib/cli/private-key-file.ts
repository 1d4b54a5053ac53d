import { type FileHandle, lstat, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError, Refusal } from '../rotation';
import type { DeliveredKey, Delivery } from './delivery';
import { NeedsPerson } from './exit-code';
import { errorCode, fileError } from './file-error';

/** @throws InputError unless the path tells one credential from the next */
export function checkKeyPath(pattern: string): void {
  if (!/\{(kid|slot)\}/.test(pattern)) {
    throw new InputError(
      `the path of --private-key-out must hold {kid} or {slot}, got "${pattern}": without one the key in use would be overwritten`,
    );
  }
}

/** The private key in a new file that only its owner can read; an existing file is never overwritten. */
export class PrivateKeyFile implements Delivery {
  readonly summary: string;
  private readonly path: string;

  constructor(
    pattern: string,
    private readonly key: DeliveredKey,
  ) {
    checkKeyPath(pattern);
    this.path = pattern.replaceAll('{set}', key.set).replaceAll('{kid}', key.kid).replaceAll('{slot}', key.slot);
    this.summary = `private key in ${this.path}`;
  }

  async check(): Promise<void> {
    const folder = await stat(dirname(this.path)).catch(() => undefined);
    if (!folder?.isDirectory()) throw new InputError(`the folder of ${this.path} must exist: make it first`);
    if (await lstat(this.path).catch(() => undefined)) throw this.exists();
  }

  async deliver(): Promise<void> {
    await this.check();
    const file = await this.create();
    try {
      await file.chmod(0o600);
      await file.writeFile(this.key.privateKey);
      await file.sync();
    } catch (error) {
      await unlink(this.path).catch(() => undefined);
      throw this.cannotWrite(error);
    } finally {
      await file.close();
    }
    await syncFolder(dirname(this.path));
  }

  async takeBack(cause: Error): Promise<void> {
    try {
      await unlink(this.path);
    } catch {
      throw new NeedsPerson(`${cause.message}; the private key made for it is still in ${this.path}: remove it`);
    }
  }

  private async create(): Promise<FileHandle> {
    try {
      return await open(this.path, 'wx', 0o600);
    } catch (error) {
      throw errorCode(error) === 'EEXIST' ? this.exists() : this.cannotWrite(error);
    }
  }

  private exists(): Refusal {
    return new Refusal(
      `a private key file is never overwritten, got ${this.path}, which exists: use {kid} in the path, or move the file away once no application reads it`,
    );
  }

  private cannotWrite(error: unknown): unknown {
    return fileError(`the private key cannot be written to ${this.path}`, error);
  }
}

/** Makes the name last through a power failure. Not every file system can; the file itself is safe by then. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
