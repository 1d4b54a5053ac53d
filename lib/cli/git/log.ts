import { timestamp } from '../../rotation';
import { readGit } from './git';
import type { Repository } from './repository';

export interface Commit {
  readonly id: string;
  /** The first ten digits, which tell commits apart in any repository of people. */
  readonly short: string;
  readonly author: { readonly name: string; readonly email: string };
  /** When it was committed; of a squashed pull request when it was merged. */
  readonly at: string;
}

/** A file as a commit left it. */
export interface FileVersion {
  readonly commit: Commit;
  readonly parents: readonly string[];
  /** Undefined where the commit took the file away. */
  readonly blob: string | undefined;
}

const HEAD_FIELDS = ['%H', '%P', '%aN', '%aE', '%cI'] as const;
const SHORT = 10;
const NO_BLOB = /^0+$/;

/**
 * The versions of a file on the line of first parents, oldest first, under its earlier names too. So a merge is one
 * version, as a squashed or rebased pull request is, and each commit of a rebased one.
 */
export async function mainline(repository: Repository): Promise<readonly FileVersion[]> {
  if (!repository.hasCommits) return [];
  return versionsOf(repository, ['--first-parent', '-m', 'HEAD']);
}

/** The versions that a merge brought in, oldest first. */
export async function mergedVersions(repository: Repository, { id }: Commit): Promise<readonly FileVersion[]> {
  return versionsOf(repository, ['--topo-order', `${id}^1..${id}`]);
}

async function versionsOf(repository: Repository, which: readonly string[]): Promise<readonly FileVersion[]> {
  const format = `--format=tformat:${HEAD_FIELDS.join('%x00')}`;
  const shape = ['--follow', '--raw', '-z', '--no-abbrev', '--no-color', format];
  const text = await readGit(['log', ...shape, ...which, '--', repository.path], repository);
  return readLog(text).reverse();
}

/** Every field ends with NUL: those of the commit, then of each change a line of facts and one path, or two. */
function readLog(text: string): FileVersion[] {
  const fields = text.split('\0').slice(0, -1);
  const versions: FileVersion[] = [];
  let next = 0;
  while (next < fields.length) {
    const [head = '', parents = '', name = '', email = '', at = ''] = fields.slice(next, next + HEAD_FIELDS.length);
    next += HEAD_FIELDS.length;
    const id = head.trim();
    const commit = { id, short: id.slice(0, SHORT), author: { name, email }, at: timestamp(new Date(at)) };
    while (fields[next]?.trimStart().startsWith(':')) {
      const [, , , blob = '', status = ''] = (fields[next] as string).trim().split(' ');
      versions.push({
        commit,
        parents: parents.split(' ').filter((parent) => parent !== ''),
        blob: NO_BLOB.test(blob) ? undefined : blob,
      });
      next += /^[RC]/.test(status) ? 3 : 2;
    }
  }
  return versions;
}
