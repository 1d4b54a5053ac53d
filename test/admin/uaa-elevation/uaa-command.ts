import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = resolve(__dirname, '../../../dist/cli/main.js');

export interface Ended {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly output: string;
}

/** The built command line in a folder of its own, its secrets in its environment. */
export class UaaCommand {
  readonly folder = mkdtempSync(join(tmpdir(), 'cdktf-rotation-uaa-'));
  readonly journal = join(this.folder, 'uaa-change-secret.journal');
  private readonly children: ChildProcess[] = [];

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  start(...argv: readonly string[]): { readonly pid: number; readonly ended: Promise<Ended> } {
    const child = spawn(process.execPath, [MAIN, 'uaa', ...argv], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...this.env },
    });
    this.children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
    const ended = new Promise<Ended>((done) => child.on('close', (exitCode) => done({ exitCode, output })));
    return { pid: child.pid as number, ended };
  }

  run(...argv: readonly string[]): Promise<Ended> {
    return this.start(...argv).ended;
  }

  get hasJournal(): boolean {
    return existsSync(this.journal);
  }

  /** Empty when there is none. */
  get journalText(): string {
    return this.hasJournal ? readFileSync(this.journal, 'utf8') : '';
  }

  async journalGone(): Promise<void> {
    const end = Date.now() + 20_000;
    while (this.hasJournal) {
      if (Date.now() > end) throw new Error(`the journal ${this.journal} is still there`);
      await sleep(20);
    }
  }

  remove(): void {
    for (const child of this.children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The processes that a process started and that still run. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

export function commandLine(pid: number, what: readonly ('cmdline' | 'environ')[]): string {
  try {
    return what.map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8')).join('\n');
  } catch {
    return '';
  }
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) . /s, '')
        .split(' ')[0],
    );
  } catch {
    return undefined;
  }
}
