import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import writeFileAtomic from 'write-file-atomic';
import { type Manifest, type ManifestSet, Refusal, utf8, type Verification } from '../../rotation';
import { fileError } from '../file-error';
import type { ManifestFile } from '../manifest-file';
import { withLock } from '../manifest-lock';
import { readIfThere } from '../read-if-there';
import { parseRecords, recordText } from './record-text';

/** What was verified, by the name of the set. */
export type Verifications = ReadonlyMap<string, Verification>;

/** Several runs may end at once: each waits for the others up to this many milliseconds. */
const PATIENCE = 5_000;

/** `rotation.verified.json` beside `rotation.json`. */
export function recordPath(manifestPath: string): string {
  return `${manifestPath.replace(/\.json$/, '')}.verified.json`;
}

/** @throws InputError when the file cannot be read or is none of ours */
export async function readVerifications({ path: manifestPath }: Pick<ManifestFile, 'path'>): Promise<Verifications> {
  const path = recordPath(manifestPath);
  const bytes = await readIfThere(path);
  return bytes ? parseRecords(path, utf8(path, bytes)) : new Map();
}

/** Reads the file only where a policy asks for a verification. @throws InputError as {@link readVerifications} */
export async function verificationsFor(
  file: Pick<ManifestFile, 'path'>,
  sets: readonly ManifestSet[],
): Promise<Verifications> {
  return sets.some(({ policy }) => policy.verify) ? readVerifications(file) : new Map();
}

/** @throws InputError when the folder of the manifest cannot be written to */
export async function checkWritable({ path }: Pick<ManifestFile, 'path'>): Promise<void> {
  await access(dirname(resolve(recordPath(path))), constants.W_OK).catch((error: unknown) => {
    throw fileError(`${recordPath(path)} cannot be written`, error);
  });
}

/** Keeps what was verified of a set, or nothing; sets that the manifest no longer has are dropped. */
export async function keepVerification(
  { path, manifest }: ManifestFile,
  set: string,
  verification: Verification | undefined,
): Promise<void> {
  await patiently(path, async () => {
    const others = [...(await readVerifications({ path })).values()].filter(
      (one) => one.set !== set && isOf(manifest, one),
    );
    const kept = verification ? [...others, verification] : others;
    await writeFileAtomic(recordPath(path), recordText(manifest.id, kept)).catch((error: unknown) => {
      throw fileError(`${recordPath(path)} cannot be written`, error);
    });
  });
}

function isOf(manifest: Manifest, { manifest: id, set }: Verification): boolean {
  return id === manifest.id && manifest.tryFind(set) !== undefined;
}

async function patiently(manifestPath: string, body: () => Promise<void>): Promise<void> {
  const path = recordPath(manifestPath);
  const end = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await withLock(path, resolve(path), body);
    } catch (error) {
      if (!(error instanceof Refusal) || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}
