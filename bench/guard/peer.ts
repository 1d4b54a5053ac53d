import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const POLICY = join(__dirname, 'policy.rego');

/** A gate with per-resource rules, as one finds it in pipelines. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  readonly exitCodes: readonly number[];
  command(plan: string): readonly [string, ...string[]];
}

/** How OPA is had. Tried with OPA 1.22.0 and 0.70.0, conftest with OPA 1.21.1, and jq 1.6. */
export const GET_OPA = 'go install github.com/open-policy-agent/opa@v1.22.0, then OPA=$(go env GOPATH)/bin/opa';

/** OPA from the environment variable OPA or the PATH, else conftest, else jq; undefined where there is none of them. */
export function tryFindPeer(): Peer | undefined {
  const opa = process.env.OPA === undefined ? 'opa' : resolve(process.env.OPA);
  // opa eval, not opa exec: the same decision in two thirds of the time and memory (1.22.0).
  const candidates: readonly Omit<Peer, 'version'>[] = [
    {
      name: 'opa',
      exitCodes: [0],
      command: (plan) => [opa, 'eval', '--format', 'json', '--data', POLICY, '--input', plan, 'data.main.deny'],
    },
    {
      name: 'conftest',
      exitCodes: [1],
      command: (plan) => ['conftest', 'test', '--output', 'json', '--parser', 'json', '--policy', POLICY, plan],
    },
    { name: 'jq', exitCodes: [0], command: (plan) => ['jq', '--from-file', join(__dirname, 'policy.jq'), plan] },
  ];
  for (const candidate of candidates) {
    const version = versionOf(candidate.command('')[0]);
    if (version !== undefined) return { ...candidate, version };
    if (process.env.OPA !== undefined) throw new Error(`OPA must name a program that runs, got "${process.env.OPA}"`);
  }
  return undefined;
}

function versionOf(program: string): string | undefined {
  for (const argument of ['version', '--version']) {
    const { status, stdout } = spawnSync(program, [argument], { encoding: 'utf8' });
    const [, conftest, opa] = /Conftest: (\S+)\s+OPA: (\S+)/.exec(stdout ?? '') ?? [];
    const version = conftest === undefined ? /\d+\.\d+(\.\d+)?/.exec(stdout ?? '')?.[0] : `${conftest} with OPA ${opa}`;
    if (status === 0 && version !== undefined) return version;
  }
  return undefined;
}

/** How many resources the gate denied. */
export function denials(output: string): number {
  return output.match(/would be deleted or replaced/g)?.length ?? 0;
}
