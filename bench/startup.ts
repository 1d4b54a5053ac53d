import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { makeIdentity } from '../lib/plugin/identity';
import { bundleProvider } from '../scripts/bundle-provider';

/** How long the provider takes from its start to the handshake line, beside Node that does nothing, in turn. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const PROVIDER = join(__dirname, '..', 'dist', 'provider', 'terraform-provider-rotation.cjs');
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

async function toHandshake(environment: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [PROVIDER], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((printed) => child.stdout.once('data', (chunk) => printed(String(chunk))));
  const took = performance.now() - started;
  child.kill('SIGKILL');
  if (!/^1\|5\|unix\|/.test(line)) throw new Error(`a handshake line is expected, got ${line}`);
  return took;
}

async function bareNode(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await new Promise((ended) => child.once('exit', ended));
  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
  await bundleProvider();
  const { certificate } = await makeIdentity();
  const environment = { ...process.env, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_CLIENT_CERT: certificate };
  const [bare, provider]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareNode());
    provider.push(await toHandshake(environment));
  }
  const [one, other] = [median(bare), median(provider)];
  console.log(
    `start-up, median of ${ROUNDS}: bare node ${one.toFixed(0)} ms, provider to its handshake ${other.toFixed(0)} ms`,
  );
  console.log(`ratio ${(other / one).toFixed(2)}`);
}

void main();
