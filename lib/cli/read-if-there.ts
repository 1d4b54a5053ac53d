import { readFile } from 'node:fs/promises';
import { errorCode, fileError } from './file-error';

/**
 * The bytes of a file, undefined when there is none.
 *
 * @param name how an error calls it
 * @throws InputError when it cannot be read
 */
export async function readIfThere(path: string, name = path): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(`${name} cannot be read`, error);
  }
}
