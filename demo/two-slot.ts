import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { TerraformStack } from 'cdktf';
import { Manifest, type ManifestSet, Rotations } from 'cdktf-rotation';
import { Auth0Provider } from 'cdktf-rotation/auth0';
import type { Timeline } from 'cdktf-rotation/testing';
import { run } from '../lib/cli/run';
import { type DemoKind, hasKeys, publish } from './kind';
import { AUTH0_KINDS } from './kinds/auth0';
import { ENTRA_KINDS } from './kinds/entra';
import { OKTA_KINDS } from './kinds/okta';
import { UAA_KINDS } from './kinds/uaa';
import { PrivateKeys } from './private-keys';
import { CACHE, type Lanes, Rehearsal, type Result } from './rehearsal';
import type { World } from './world';

/** Seconds between the steps: consumers cache for one, and Terraform records whole seconds. */
const SOAK = 1;
const GRACE = 1 + CACHE / 1000;

export const KINDS: readonly DemoKind[] = [...ENTRA_KINDS, ...AUTH0_KINDS, ...OKTA_KINDS, ...UAA_KINDS];

export function providers(stack: TerraformStack): void {
  new AzureadProvider(stack, 'azuread');
  new Auth0Provider(stack, 'auth0');
  new OktaProvider(stack, 'okta');
  new VaultProvider(stack, 'vault', { address: 'http://127.0.0.1:8200' });
}

/** Two full rotations: initial, stage, promote, stage, promote, retire; the command line takes each step. */
export async function rehearseTwoSlots(
  demoKind: DemoKind,
  world: World,
  progress: (text: string) => void,
): Promise<{ result: Result; timeline: Timeline }> {
  const { kind, title, register, construct } = demoKind;
  const file = join(world.directory, 'rotation.json');
  const keys = new PrivateKeys(world.directory);
  const application = register(world, keys.find);
  const rehearsal = new Rehearsal({ world, application, title, progress });
  const labels = new Map<string, { lane: string; label: string }>();
  const step = async (label: string, command: readonly string[]): Promise<void> => {
    await commandLine([...command, '--file', file]);
    note(Manifest.parse(readFileSync(file, 'utf8')).find('app'), labels);
    await rehearsal.apply({
      label,
      build: (stack) => {
        providers(stack);
        publish(construct(stack, application, Rotations.fromFile(file).get('app')), demoKind);
      },
    });
  };
  const delivery = hasKeys(demoKind) ? ['--private-key-out', keys.file] : [];
  const policy = ['--interval', '1h', '--soak', `${SOAK}s`, '--grace', `${GRACE}s`];
  await step('initial', ['add', 'app', '--kind', kind, ...policy, ...delivery]);
  for (const round of [1, 2]) {
    await step(`stage ${round}`, ['stage', 'app', ...delivery]);
    await rehearsal.pauseAfterApply(SOAK * 1000);
    await step(`promote ${round}`, ['promote', 'app']);
    await rehearsal.pauseAfterApply(GRACE * 1000);
  }
  await step('retire', ['retire', 'app']);
  const lanes: Lanes = {
    names: ['slot a', 'slot b'],
    of: ({ keyId, name }) => labels.get(keyId) ?? labelOf(name, keyId, labels),
  };
  return rehearsal.finish(kind, 'two-slot', lanes);
}

/** Runs the command line as a user does, in this process. */
export async function commandLine(argv: readonly string[]): Promise<void> {
  const lines: string[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const exitCode = await run(argv, {
    now: () => new Date(),
    stdin: process.stdin,
    stdout: output,
    stderr: output,
    isTerminal: false,
    env: process.env,
  });
  if (exitCode !== 0) throw new Error(`cdktf-rotation ${argv[0]} answered ${exitCode}: ${lines.join('')}`);
}

/** Key kinds: the manifest says which key is in which slot. */
function note({ kind, state }: ManifestSet, labels: Map<string, { lane: string; label: string }>): void {
  for (const slot of ['a', 'b'] as const) {
    const credential = state[slot];
    if (!kind.key || credential?.publicKey === undefined) continue;
    labels.set(kind.key.keyId(credential.publicKey, credential.generation), {
      lane: `slot ${slot}`,
      label: `${slot} g${credential.generation}`,
    });
  }
}

/**
 * Secrets: the display name at Entra says it, `app a g1`. Elsewhere secrets have no name, and every second one of a
 * set is in the same slot.
 */
function labelOf(
  name: string | undefined,
  keyId: string,
  labels: Map<string, { lane: string; label: string }>,
): { lane: string; label: string } {
  const generation = labels.size + 1;
  const [, slot = 'ba'[generation % 2], label = `g${generation}`] = /^app ([ab]) (g\d+)$/.exec(name ?? '') ?? [];
  const found = { lane: `slot ${slot}`, label: `${slot} ${label}` };
  labels.set(keyId, found);
  return found;
}
