import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Context } from '../context';
import { errorCode, fileError } from '../file-error';
import { askGit, type GitPlace, readGit } from './git';

/** A file within the work tree of a repository. */
export interface Repository extends GitPlace {
  /** The file, seen from the folder. */
  readonly path: string;
  readonly hasCommits: boolean;
  /** The commits at which a shallow clone ends; empty for a whole one. */
  readonly ends: ReadonlySet<string>;
}

/** Why a file has no repository that can be read. */
export interface NoRepository {
  readonly missing: string;
}

/** @throws InputError when the file is not there */
export async function openRepository(file: string, env: Context['env']): Promise<Repository | NoRepository> {
  const target = await realpath(file).catch((error: unknown) => {
    throw fileError(`${file} cannot be read`, error);
  });
  const place = { folder: dirname(target), env };
  const inside = await askGit(['rev-parse', '--is-inside-work-tree'], place);
  if (!inside.ok && !/not a git repository/.test(inside.complaint)) return { missing: inside.complaint };
  if (!inside.ok || inside.text.trim() !== 'true') return { missing: `${file} is in no git repository` };
  const head = await askGit(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], place);
  const shallow = (await readGit(['rev-parse', '--git-path', 'shallow'], place)).replace(/\n$/, '');
  const ends = await linesOf(resolve(place.folder, shallow));
  return { ...place, path: `./${basename(target)}`, hasCommits: head.ok, ends: new Set(ends) };
}

async function linesOf(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
