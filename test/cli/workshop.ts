import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Context } from '../../lib/cli/context';
import { run } from '../../lib/cli/run';
import { Manifest, type ManifestSet } from '../../lib/rotation';

export const NOW = '2026-03-01T00:00:00Z';

export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed. */
  readonly json: Readonly<Record<string, never>>;
}

export interface Surroundings {
  readonly now?: string;
  readonly stdin?: string;
}

/** Runs a command line in this process, with nobody at a terminal. */
export async function runHere(
  argv: readonly string[],
  { stdin = '', ...context }: Pick<Context, 'now' | 'env' | 'timer'> & { readonly stdin?: string },
): Promise<Result> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const exitCode = await run(argv, {
    ...context,
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    isTerminal: false,
  });
  return {
    exitCode,
    stdout: stdout.text,
    stderr: stderr.text,
    get json() {
      return JSON.parse(stdout.text);
    },
  };
}

/** A temporary folder with a manifest in it, and the command line run in this process. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'cdktf-rotation-'));
  readonly file = this.path('rotation.json');

  path(name: string): string {
    return join(this.folder, name);
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  set(name: string): ManifestSet {
    return Manifest.parse(this.text).find(name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  list(folder = '.'): readonly string[] {
    return readdirSync(this.path(folder)).sort();
  }

  async run(argv: readonly string[], { now = NOW, stdin = '' }: Surroundings = {}): Promise<Result> {
    const [command = '', ...rest] = argv;
    const context = { now: () => new Date(now), stdin, env: process.env };
    return runHere([command, '--file', this.file, ...rest], context);
  }

  /** Runs commands that must succeed, one after the other. */
  async steps(...lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const { exitCode, stderr } = await this.run(line.split(' '));
      if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A refusal or error: its exit code, one clear line on standard error, nothing else, no secret. */
export function complaint({ exitCode, stdout, stderr }: Result): readonly [number, string] {
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).not.toMatch(/PRIVATE KEY| {4}at /);
  return [exitCode, stderr.trimEnd()];
}

export interface Ledger {
  readonly set: string;
  readonly step: number;
  readonly manifest: string;
  readonly at?: string;
  /** Default: slot a holds generation 1, slot b generation 2. */
  readonly generations?: Readonly<Record<'a' | 'b', number>>;
}

/** What `terraform show -json` prints of the ledgers of some sets. */
export function appliedState(...ledgers: readonly Ledger[]): string {
  const data = (name: string, output: unknown) => ({
    address: `terraform_data.${name}`,
    mode: 'managed',
    type: 'terraform_data',
    name,
    values: { output },
  });
  const resources = ledgers.flatMap(({ set, step, manifest, at, generations = { a: 1, b: 2 } }) => [
    data(`${set}_step_${step % 2}`, {
      format: 1,
      manifest,
      set,
      step,
      generations,
      publications: [`vault_kv_secret_v2.${set}_vault`],
    }),
    data(`${set}_clock_stayed`, at ?? ''),
  ]);
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } });
}
