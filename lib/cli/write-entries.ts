import { manifestText } from '../rotation';
import type { WritingOptions } from './common-options';
import type { DueStep } from './due-step';
import { type ManifestFile, writeManifest } from './manifest-file';

/** Writes the entries of sets together. The file with them in it; in a dry run it is only said that it could be written. */
export async function writeEntries(
  file: ManifestFile,
  steps: readonly DueStep[],
  { dryRun }: Pick<WritingOptions, 'dryRun'>,
): Promise<ManifestFile> {
  if (steps.length === 0) return file;
  const next = file.manifest.withAll(Object.fromEntries(steps.map(({ set, entry }) => [set.name, entry])));
  const delivery = steps.length === 1 ? steps[0]?.credential?.delivery : undefined;
  if (dryRun) {
    await delivery?.check();
    return file;
  }
  await writeManifest(file, next, delivery);
  return { path: file.path, bytes: Buffer.from(manifestText(next.document)), manifest: next };
}
