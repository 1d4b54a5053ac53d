import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { Manifest, type ManifestSet } from '../../../lib/rotation';
import { EntraModel, SimulatedProviders, VaultModel } from '../../../lib/testing';
import type { Job } from '../../../lib/cli/pipeline/shell';
import type { RunPlaces, TestedPlatform } from './platforms';
import { Requests } from './requests';

const ROOT = join(__dirname, '..', '..', '..');

/** Takes a private key. */
const TO_FOLDER = 'cat >"$KEYS/$ROTATION_KID.pem"';

const DAY = 86_400_000;

/** For the clock of the command line. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+Z$/, 'Z');
}

export interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

export interface RunResult extends Ended {
  readonly places: RunPlaces;
}

export interface RunSurroundings {
  /** What the clock of the command line shows. */
  readonly now?: string;
  /** What is checked out; the main branch unless said. */
  readonly ref?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A repository with a remote, a forge, an identity provider and a webhook, in which the scripts of a pipeline run as a
 * runner runs them: each job in a checkout of its own, with real git, npm and Terraform.
 */
export class Forge {
  static async start(platform: TestedPlatform, kind = 'entra-client-secret'): Promise<Forge> {
    const [entra, vault] = [await EntraModel.start(), await VaultModel.start()];
    const providers = await SimulatedProviders.start({ entra, vault });
    const forge = new Forge(platform, entra, vault, providers);
    await forge.buildApp();
    await forge.seed(kind);
    return forge;
  }

  readonly folder = mkdtempSync(join(tmpdir(), 'cdktf-rotation-'));
  readonly remote = this.path('app.git');
  readonly person = this.path('person');
  /** Where private keys go. */
  readonly keys = this.path('keys');
  private readonly app = this.path('the-app');
  readonly requests = new Requests(this.path('requests'), this.remote);
  /** What the webhook was told. */
  readonly told: string[] = [];
  private readonly hook: Server;
  private readonly application: { readonly objectId: string; readonly clientId: string };
  private runs = 0;

  private constructor(
    private readonly platform: TestedPlatform,
    readonly entra: EntraModel,
    readonly vault: VaultModel,
    private readonly providers: SimulatedProviders,
  ) {
    this.application = entra.addApplication({ displayName: 'app' });
    this.hook = createServer((request, answer) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        this.told.push((JSON.parse(body) as { text: string }).text);
        answer.end('ok');
      });
    }).listen(0, '127.0.0.1');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Secret, as the real one is. */
  get webhook(): string {
    return `http://127.0.0.1:${(this.hook.address() as AddressInfo).port}/services/T0/very-secret`;
  }

  get clientId(): string {
    return this.application.clientId;
  }

  /** The set as the main branch has it. */
  async set(): Promise<ManifestSet> {
    return Manifest.parse((await this.git('show', 'origin/main:rotation.json')).output).find('billing');
  }

  /** Runs a job and what notifies after it, in a new checkout. */
  async job(job: Job, { now, ref = 'main', env = {} }: RunSurroundings = {}): Promise<RunResult> {
    const places = {
      checkout: this.path(`run-${++this.runs}`),
      temp: this.path(`temp-${this.runs}`),
      remote: this.remote,
    };
    mkdirSync(places.temp);
    await this.must(
      'git',
      ['clone', '--quiet', '--branch', ref, `file://${this.remote}`, places.checkout],
      this.folder,
    );
    const yaml = readFileSync(join(this.person, this.platform.file), 'utf8');
    const { main, notify } = this.platform.scripts(yaml)[job];
    const surroundings = { ...this.platform.environment(places), ...(now !== undefined && { NOW: now }), ...env };
    const ended = await this.bash(main, places.checkout, surroundings);
    const result = ended.exitCode === 0 ? this.platform.success : this.platform.failure;
    const told = await this.bash(notify, places.checkout, {
      ROTATION_WEBHOOK: this.webhook,
      ...surroundings,
      RESULT: result,
      CI_JOB_STATUS: result,
    });
    const output = ended.output + told.output;
    expect(told).toMatchObject({ exitCode: 0 });
    expect(output).not.toMatch(/very-secret|glpat-/);
    expect(leftPlans(this.folder)).toEqual([]);
    return { exitCode: ended.exitCode, output, places };
  }

  review({ places }: RunResult): string {
    return readFileSync(this.platform.review(places), 'utf8');
  }

  /** In the person's clone. */
  async git(...args: readonly string[]): Promise<Ended> {
    return this.must('git', args, this.person);
  }

  /** What a person does with a request: squash, push, and the branch is deleted. */
  async merge(): Promise<void> {
    await this.git('fetch', '--quiet', '--prune');
    await this.git('merge', '--quiet', '--squash', 'origin/rotation/nightly');
    await this.commit('Rotate what is due (#1)');
    await this.git('push', '--quiet', 'origin', '--delete', 'rotation/nightly');
    rmSync(join(this.requests.folder, 'open'), { force: true });
  }

  async commit(message: string, branch = 'main'): Promise<void> {
    await this.git('add', '--all');
    await this.git('-c', 'user.name=p', '-c', 'user.email=p@example.com', 'commit', '--quiet', '-m', message);
    await this.git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  }

  /** The command line as a person runs it in the clone. */
  async command(...args: readonly string[]): Promise<void> {
    await this.must(process.execPath, [join(ROOT, 'dist', 'cli', 'main.js'), ...args], this.person);
  }

  async close(): Promise<void> {
    this.hook.closeAllConnections();
    await new Promise((closed) => this.hook.close(closed));
    await this.providers.close();
    await Promise.all([this.entra.close(), this.vault.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The user's app as one file, with the packages of this project beside it: no run has to read TypeScript again. */
  private async buildApp(): Promise<void> {
    mkdirSync(this.app);
    symlinkSync(join(ROOT, 'node_modules'), join(this.app, 'node_modules'));
    await build({
      entryPoints: [join(__dirname, 'app.ts')],
      outfile: join(this.app, 'app.cjs'),
      bundle: true,
      packages: 'external',
      platform: 'node',
      logLevel: 'error',
    });
  }

  private async seed(kind: string): Promise<void> {
    await this.must('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.remote], this.folder);
    await this.must('git', ['config', 'receive.advertisePushOptions', 'true'], this.remote);
    await this.must('git', ['clone', '--quiet', `file://${this.remote}`, this.person], this.folder);
    await this.git('checkout', '--quiet', '-b', 'main');
    cpSync(join(__dirname, 'repository'), this.person, { recursive: true });
    writeFileSync(join(this.person, '.gitignore'), 'node_modules/\ncdktf.out/\n');
    await this.must('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], this.person);
    await this.command('init', '--id', 'test');
    const policy = ['--soak', '0s', '--grace', '0s'];
    const keys = kind === 'entra-client-secret' ? [] : ['--private-key-to', TO_FOLDER];
    mkdirSync(this.keys);
    await this.command('add', 'billing', '--kind', kind, ...policy, ...keys);
    const stack = ['--stack', 'cdktf.out/stacks/prod'];
    await this.command('pipeline', this.platform.command, ...stack, '--auto-merge', ...keys);
    await this.commit('Begin');
  }

  private async bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> {
    return execute('bash', ['--noprofile', '--norc', '-c', script], cwd, { ...this.environment, ...env });
  }

  private async must(command: string, args: readonly string[], cwd: string): Promise<Ended> {
    const ended = await execute(command, args, cwd, this.environment);
    if (ended.exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${ended.output}`);
    return ended;
  }

  /** Nothing of the developer's own settings has an influence. */
  private get environment(): Readonly<Record<string, string>> {
    return {
      HOME: this.folder,
      PATH: [this.requests.tools, process.env.PATH].join(delimiter),
      REQUESTS: this.requests.folder,
      GIT_CONFIG_NOSYSTEM: '1',
      CHECKPOINT_DISABLE: '1',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      ROTATION_MAIN: join(ROOT, 'dist', 'cli', 'main.js'),
      ROTATION_APP: join(this.app, 'app.cjs'),
      KEYS: this.keys,
      STATE: this.path('terraform.tfstate'),
      APPLICATION: `/applications/${this.application.objectId}`,
      CLIENT: this.application.clientId,
      ...this.providers.environment,
    };
  }
}

/** Never blocks: the providers live in this process. */
function execute(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 128, output }));
  });
}

/** Saved plans hold secrets. */
function leftPlans(folder: string): readonly string[] {
  const places = readdirSync(folder).flatMap((name) => [
    join(folder, name, 'rotation'),
    join(folder, name, '.rotation-run'),
  ]);
  return places.filter((place) => existsSync(join(place, 'plan')));
}
