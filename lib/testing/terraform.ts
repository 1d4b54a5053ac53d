import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TerraformOptions {
  /** The folder that holds the configuration; state stays in it. */
  readonly directory: string;
  /** Added to the environment, as `SimulatedProviders.environment`. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * The command to run.
   *
   * @default terraform
   */
  readonly binary?: string;
}

export interface PlanOptions {
  /** File to write the plan to, relative to the folder. */
  readonly out?: string;
  readonly target?: readonly string[];
  readonly replace?: readonly string[];
  readonly destroy?: boolean;
  readonly refreshOnly?: boolean;
}

export interface PlanResult {
  /** Whether an apply would change something. */
  readonly changes: boolean;
  readonly output: string;
}

export interface RunResult {
  /** 137 when it was killed. */
  readonly exitCode: number;
  /** Standard output and error, in the order they came. */
  readonly output: string;
  readonly stdout: string;
}

/** A Terraform command that failed; the message holds what it printed. */
export class TerraformError extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number,
    readonly output: string,
  ) {
    super(`terraform ${command} failed with exit code ${exitCode}:\n${output}`);
    this.name = 'TerraformError';
  }
}

/** What `terraform show -json` prints; the shape is Terraform's. */
export type TerraformJson = Readonly<Record<string, unknown>>;

/**
 * Runs the real Terraform in a folder, never blocking: the providers may live in this process.
 * Nothing of the user's own Terraform settings has an influence.
 */
export class Terraform {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly running = new Set<ChildProcess>();

  constructor(private readonly options: TerraformOptions) {
    const settings = join(options.directory, '.terraformrc');
    writeFileSync(settings, '');
    this.environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'))),
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: settings,
      ...options.environment,
    };
  }

  async init(): Promise<void> {
    await this.succeed(['init', '-no-color', '-input=false']);
  }

  async validate(): Promise<void> {
    await this.succeed(['validate', '-no-color']);
  }

  /** @throws TerraformError when the plan fails */
  async plan({ out, target = [], replace = [], destroy, refreshOnly }: PlanOptions = {}): Promise<PlanResult> {
    const args = ['plan', '-no-color', '-input=false', '-detailed-exitcode'];
    if (out !== undefined) args.push(`-out=${out}`);
    args.push(...target.map((address) => `-target=${address}`), ...replace.map((address) => `-replace=${address}`));
    if (destroy) args.push('-destroy');
    if (refreshOnly) args.push('-refresh-only');
    const { exitCode, output } = await this.run(args);
    if (exitCode !== 0 && exitCode !== 2) throw new TerraformError('plan', exitCode, output);
    return { changes: exitCode === 2, output };
  }

  /**
   * Applies a plan, or plans and applies; answers what Terraform printed.
   *
   * @throws TerraformError when the apply fails
   */
  async apply(planFile?: string): Promise<string> {
    const what = planFile === undefined ? '-auto-approve' : planFile;
    return (await this.succeed(['apply', '-no-color', '-input=false', what])).output;
  }

  async destroy(): Promise<string> {
    return (await this.succeed(['destroy', '-no-color', '-input=false', '-auto-approve'])).output;
  }

  /** The state, or what a plan file holds, as JSON. */
  async show(planFile?: string): Promise<TerraformJson> {
    const { stdout } = await this.succeed([
      'show',
      '-no-color',
      '-json',
      ...(planFile === undefined ? [] : [planFile]),
    ]);
    return JSON.parse(stdout) as TerraformJson;
  }

  /** The addresses in the state. */
  async stateList(): Promise<readonly string[]> {
    const { stdout } = await this.succeed(['state', 'list']);
    return stdout.split('\n').filter((line) => line !== '');
  }

  /** The values of one resource of the root module in the state; undefined when the state has no such address. */
  async values(address: string): Promise<TerraformJson | undefined> {
    const state = (await this.show()) as {
      readonly values?: {
        readonly root_module?: {
          readonly resources?: readonly { readonly address: string; readonly values: TerraformJson }[];
        };
      };
    };
    return state.values?.root_module?.resources?.find((resource) => resource.address === address)?.values;
  }

  /** Runs any command and answers how it ended. */
  run(args: readonly string[]): Promise<RunResult> {
    const { binary = 'terraform', directory } = this.options;
    return new Promise((resolve, reject) => {
      const child = spawn(binary, args, {
        cwd: directory,
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.running.add(child);
      let output = '';
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        stdout += chunk;
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      child.once('error', (error) => {
        this.running.delete(child);
        reject(error);
      });
      child.once('close', (code, signal) => {
        this.running.delete(child);
        resolve({ exitCode: code ?? 128 + constants.signals[signal as NodeJS.Signals], output, stdout });
      });
    });
  }

  /** Sends a signal to what is running; by default kills it, at once and without a chance to clean up. */
  kill(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM' = 'SIGKILL'): void {
    for (const child of this.running) child.kill(signal);
  }

  private async succeed(args: readonly string[]): Promise<RunResult> {
    const result = await this.run(args);
    if (result.exitCode !== 0) throw new TerraformError(args[0] as string, result.exitCode, result.output);
    return result;
  }
}
