import { execFile } from 'node:child_process';
import { InputError } from '../../rotation';
import type { Context } from '../context';
import { errorCode } from '../file-error';

/** Where git runs, and with what environment. */
export interface GitPlace {
  readonly folder: string;
  readonly env: Context['env'];
}

export type GitAnswer =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly complaint: string };

/** Whatever a user's own settings are: paths as they are, no pager, no signatures between the fields. */
const SETTINGS = ['--no-pager', '--literal-pathspecs', '-c', 'log.showSignature=false', '-c', 'log.showRoot=true'];

/** How git is run: no shell, no question, messages in English. */
export function gitCommand(args: readonly string[], { folder, env }: GitPlace) {
  return {
    args: [...SETTINGS, ...args],
    options: { cwd: folder, env: { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' } },
  };
}

/** Asks git something that it may refuse; its complaint is one line. */
export function askGit(args: readonly string[], place: GitPlace): Promise<GitAnswer> {
  const command = gitCommand(args, place);
  const options = { ...command.options, maxBuffer: Number.POSITIVE_INFINITY };
  return new Promise((resolve) => {
    execFile('git', command.args, options, (error, text, complaint) => {
      if (!error) resolve({ ok: true, text });
      else if (errorCode(error) === 'ENOENT') resolve({ ok: false, complaint: 'there is no git on the PATH' });
      else resolve({ ok: false, complaint: complaint.trim().split('\n')[0] || `git ended with ${error.code}` });
    });
  });
}

/** @throws InputError when git cannot answer */
export async function readGit(args: readonly string[], place: GitPlace): Promise<string> {
  const answer = await askGit(args, place);
  if (answer.ok) return answer.text;
  throw new InputError(`git cannot read the history of the manifest: ${answer.complaint}`);
}
