import { access, constants, lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { InputError, Manifest, manifestText, Refusal, utf8 } from '../rotation';
import type { Delivery } from './delivery';
import { errorCode, fileError } from './file-error';
import { withLock } from './manifest-lock';
import { readIfThere } from './read-if-there';

/** A manifest as it was read. */
export interface ManifestFile {
  /** As the user gave it. */
  readonly path: string;
  /** The bytes that were read; undefined when there was no file. */
  readonly bytes: Uint8Array | undefined;
  readonly manifest: Manifest;
}

/** @throws InputError when the file cannot be read or is not a valid manifest */
export async function readManifest(path: string): Promise<ManifestFile> {
  const file = await tryReadManifest(path);
  if (!file) {
    throw new InputError(
      `there is no manifest ${path}: "cdktf-rotation add" makes one, --file names another; a manifest belongs into git beside the code`,
    );
  }
  return file;
}

/** Undefined when there is no such file. @throws InputError as {@link readManifest} */
export async function tryReadManifest(path: string): Promise<ManifestFile | undefined> {
  const bytes = await bytesOf(path);
  return bytes && { path, bytes, manifest: parseManifest(path, utf8(path, bytes)) };
}

/** Whether anything has this name, be it a manifest or not. */
export async function manifestExists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw fileError(`the manifest ${path} cannot be made`, error);
  }
}

/** A manifest that is not written yet. */
export function newManifest(path: string, id: string): ManifestFile {
  return { path, bytes: undefined, manifest: Manifest.create(id) };
}

/** @throws InputError with the path before the message */
export function parseManifest(path: string, text: string): Manifest {
  try {
    return Manifest.parse(text);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${path}: ${error.message}`) : error;
  }
}

/**
 * Puts another manifest in the place of the one that was read. A private key is delivered first, inside the lock, so
 * that of two commands at once only one delivers; when the manifest cannot be written after it, it is taken back.
 *
 * @throws Refusal when the file changed since it was read or another command is writing it
 * @throws InputError when the file system does not let it be written
 */
export async function writeManifest(file: ManifestFile, next: Manifest, delivery?: Delivery): Promise<void> {
  const target = await targetOf(file.path);
  await withLock(file.path, target, async (stillHeld) => {
    await refuseChanged(file);
    await refuseReadOnly(file, target);
    await delivery?.deliver();
    try {
      await refuseChanged(file);
      stillHeld();
      await writeFileAtomic(target, manifestText(next.document));
    } catch (error) {
      const cause = fileError(`${file.path} cannot be written`, error);
      await delivery?.takeBack(cause as Error);
      throw cause;
    }
  });
}

async function refuseChanged({ path, bytes }: ManifestFile): Promise<void> {
  const present = await bytesOf(path);
  if (bytes === undefined && present !== undefined) {
    throw new Refusal(`${path} must not exist yet, but it was made since: run the command again`);
  }
  if (bytes && (!present || Buffer.compare(bytes, present) !== 0)) {
    throw new Refusal(`${path} must be what was read, but it changed since: run the command again`);
  }
}

/** An atomic replace would write over a file that its owner made read-only. */
async function refuseReadOnly({ path, bytes }: ManifestFile, target: string): Promise<void> {
  if (!bytes) return;
  await access(target, constants.W_OK).catch((error: unknown) => {
    throw fileError(`${path} cannot be written`, error);
  });
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  return readIfThere(path, `the manifest ${path}`);
}

/** The file itself, where the path is a symbolic link. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileError(`the manifest ${path} cannot be written`, error);
  }
  if (await lstat(path).catch(() => undefined)) {
    throw new InputError(`the manifest ${path} is a symbolic link to a file that does not exist: make that file first`);
  }
  try {
    return join(await realpath(dirname(resolve(path))), basename(path));
  } catch (error) {
    throw fileError(`the folder of the manifest ${path} must exist`, error);
  }
}
