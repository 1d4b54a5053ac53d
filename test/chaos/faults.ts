import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Fault, Terraform } from 'cdktf-rotation/testing';
import type { DemoKind } from '../../demo/kind';

/** The provider's `request_timeout` in the world of the tests, in milliseconds, is longer than this. */
const LATE_COMMIT = 700;

/** What goes wrong with one call; `run` may act first, and the call is committed when it answers nothing. */
export interface Chaos {
  readonly name: string;
  /** Whether it needs the provider to be a process of its own. */
  readonly needsProcess?: boolean;
  readonly run: (terraform: Terraform, kind: DemoKind) => Fault | undefined | Promise<Fault | undefined>;
}

export const CHAOS: readonly Chaos[] = [
  { name: 'refused', run: () => ({ kind: 'refuse', status: 500, body: {} }) },
  { name: '500 after commit', run: () => ({ kind: 'fail-after-commit', status: 500, body: {} }) },
  { name: 'dropped after commit', run: () => ({ kind: 'drop-after-commit' }) },
  { name: 'commit after disconnect', run: () => ({ kind: 'commit-after-disconnect', delay: LATE_COMMIT }) },
  {
    name: 'hang',
    run: (terraform, { ownProvider }) => {
      // Simulated providers have no time-out: there the operator loses patience.
      if (!ownProvider) setTimeout(() => terraform.kill(), 2_000);
      return { kind: 'hang' };
    },
  },
  {
    name: 'kill -9 terraform',
    run: (terraform) => {
      terraform.kill();
      return undefined;
    },
  },
  {
    name: 'kill -9 provider',
    needsProcess: true,
    run: async () => {
      await killProviders();
      return undefined;
    },
  },
];

/** Kills the providers that Terraform runs of this process have started, and no others. */
async function killProviders(): Promise<void> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const rows = stdout.split('\n').map((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return {
      pid: Number(pid),
      parent: Number(parent),
      isProvider: args.join(' ').includes('terraform-provider-rotation'),
    };
  });
  const mine = new Set(rows.filter(({ parent }) => parent === process.pid).map(({ pid }) => pid));
  for (const { pid, parent, isProvider } of rows) if (isProvider && mine.has(parent)) process.kill(pid, 'SIGKILL');
}
