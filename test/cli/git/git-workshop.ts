import { execFileSync } from 'node:child_process';
import { Workshop } from '../workshop';

export interface Author {
  readonly name: string;
  readonly email: string;
}

export const ADA: Author = { name: 'Ada', email: 'ada@example.org' };
export const BOB: Author = { name: 'Bob', email: 'bob@example.org' };

/** A workshop whose folder is a git repository; nothing of the machine's git configuration counts. */
export class GitWorkshop extends Workshop {
  constructor() {
    super();
    this.git('init --quiet --initial-branch main');
  }

  /** Words are told apart by blanks. */
  git(line: string, { at = '2026-03-01T00:00:00Z', by = ADA, more = [] as readonly string[] } = {}): string {
    return execFileSync('git', [...line.split(' '), ...more], {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: by.name,
        GIT_AUTHOR_EMAIL: by.email,
        GIT_AUTHOR_DATE: at,
        GIT_COMMITTER_NAME: by.name,
        GIT_COMMITTER_EMAIL: by.email,
        GIT_COMMITTER_DATE: at,
      },
    }).trimEnd();
  }

  /** Commits all there is; the short id. */
  commit(at: string, by = ADA): string {
    this.git('add --all');
    this.git('commit --quiet --allow-empty --message', { at, by, more: ['rotate'] });
    return this.git('rev-parse --short=10 HEAD');
  }

  /** Runs a command that must succeed at a time, and commits what it wrote a minute later; the short id. */
  async take(line: string, at: string, by = ADA): Promise<string> {
    await this.at(line, at);
    return this.commit(new Date(Date.parse(at) + 60_000).toISOString(), by);
  }

  /** Runs a command that must succeed at a time; an option's value with blanks in it stands in quotes. */
  async at(line: string, now: string): Promise<void> {
    const argv = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/'/g, ''));
    const { exitCode, stderr } = await this.run(argv, { now });
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
  }
}
