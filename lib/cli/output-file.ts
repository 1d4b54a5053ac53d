import { writeFile } from 'node:fs/promises';
import { fileError } from './file-error';

/** Writes what an option names a file for. @throws InputError when it cannot be written */
export async function writeOutput(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw fileError(`${path} cannot be written`, error);
  });
}
