import { existsSync, readFileSync } from 'node:fs';
import type { Timer } from '../../../lib/cli/verify/repeat';
import { Kind } from '../../../lib/rotation';
import { certificate, rsaKey } from '../../support/keys';
import { type Result, runHere, Workshop } from '../workshop';
import { type Ground, GROUNDS, pemOf } from './grounds';

/** Time that passes only when somebody waits; it begins now, for servers send the system's time. */
export class FakeTime implements Timer {
  private passed = 0;
  private readonly start = Math.floor(Date.now() / 1000) * 1000;

  readonly now = (): Date => new Date(this.start + this.passed);
  readonly elapsed = (): number => this.passed;
  readonly sleep = async (milliseconds: number): Promise<void> => void (this.passed += milliseconds);
}

export interface DeskOptions {
  readonly policy?: readonly string[];
  readonly replicaLag?: number;
}

/** A set whose generation 2 is staged in slot b, known to a model identity provider, and the command line. */
export class VerifyDesk {
  static async with(kind: string, { policy = [], replicaLag = 0 }: DeskOptions = {}): Promise<VerifyDesk> {
    const time = new FakeTime();
    const ground = await (GROUNDS[kind] as (typeof GROUNDS)[string])({ clock: time.now, replicaLag });
    const desk = new VerifyDesk(kind, ground, time);
    await desk.done('add', 'app', '--kind', kind, '--soak', '0s', ...policy, ...(await desk.otherKey()));
    const { key } = ground;
    await desk.done('stage', 'app', ...(key ? ['--public-key', desk.shop.write('next.pub', key.publicKey)] : []));
    return desk;
  }

  readonly shop = new Workshop();
  readonly env: Record<string, string> = {};
  private readonly hidden: string[] = [];

  private constructor(
    readonly kind: string,
    readonly ground: Ground,
    readonly time: FakeTime,
  ) {
    const { key, secret } = ground;
    this.env.NEXT = this.hide(secret ?? 'not used');
    if (key) this.shop.write('next.pem', this.hide(pemOf(key.privateKey)));
  }

  get right(): readonly string[] {
    return this.ground.key ? ['--private-key', this.shop.path('next.pem')] : ['--secret-from', 'env:NEXT'];
  }

  get record(): Readonly<Record<string, never>> | undefined {
    const text = this.recordText;
    return text === '' ? undefined : JSON.parse(text).sets.app;
  }

  get recordText(): string {
    const path = this.shop.path('rotation.verified.json');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Verifies with the right credential at the right place, unless told otherwise. */
  verify(...more: readonly string[]): Promise<Result> {
    return this.run(this.line(...more));
  }

  /** The command line of {@link verify}. */
  line(...more: readonly string[]): readonly string[] {
    const { tokenUrl, clientId } = this.ground;
    return ['verify', 'app', ...this.right, '--token-url', tokenUrl, '--client-id', clientId, ...more];
  }

  verifyWith(argv: readonly string[], stdin = ''): Promise<Result> {
    return this.run(['verify', 'app', ...argv], stdin);
  }

  /** No output and no record ever holds a line of what is hidden. */
  async run([command = '', ...rest]: readonly string[], stdin = ''): Promise<Result> {
    const result = await runHere([command, '--file', this.shop.file, ...rest], {
      now: this.time.now,
      timer: this.time,
      stdin,
      env: { PATH: process.env.PATH, ...this.env },
    });
    const seen = `${result.stdout}${result.stderr}${this.recordText}`;
    for (const line of this.hidden.flatMap((text) => text.split('\n')).filter((text) => text.length > 4)) {
      expect(seen).not.toContain(line);
      expect(seen).not.toContain(encodeURIComponent(line));
    }
    expect(seen).not.toMatch(/ {4}at |eyJ/);
    return result;
  }

  async done(...argv: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await this.run(argv);
    if (exitCode !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  }

  /** A value that nothing may show from now on. */
  hide(value: string): string {
    this.hidden.push(value);
    return value;
  }

  async close(): Promise<void> {
    this.shop.remove();
    await this.ground.model.close();
  }

  private async otherKey(): Promise<readonly string[]> {
    const { key } = Kind.find(this.kind);
    if (!key) return [];
    const { publicKey } = key.accepts.includes('public key') ? await rsaKey() : await certificate('first');
    return ['--public-key', this.shop.write('first.pub', publicKey)];
  }
}

/** The line that a command ended with, and its exit code. */
export function ending({ exitCode, stdout, stderr }: Result): readonly [number, string] {
  const lines = (stdout === '' ? stderr : stdout).trimEnd().split('\n');
  return [exitCode, lines.at(-1) ?? ''];
}
