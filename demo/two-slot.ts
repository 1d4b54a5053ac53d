import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { AzureadProvider } from '@cdktf/provider-azuread/lib/provider';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import type { TerraformStack } from 'cdktf';
import { type CredentialSet, Manifest, type ManifestSet, Rotations } from 'cdktf-rotation';
import { Auth0PrivateKeyJwt, Auth0Provider } from 'cdktf-rotation/auth0';
import { EntraCertificate, EntraClientSecret } from 'cdktf-rotation/entra';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Timeline } from 'cdktf-rotation/testing';
import { run } from '../lib/cli/run';
import { type Application, auth0Application, entraApplication, type FindKey } from './application';
import { CACHE, type Lanes, Rehearsal, type Result } from './rehearsal';
import type { World } from './world';

/** Seconds between the steps: consumers cache for one, and Terraform records whole seconds. */
const SOAK = 1;
const GRACE = 1 + CACHE / 1000;

/** How the demo deals with one kind of ours. */
export interface DemoKind {
  readonly kind: string;
  readonly title: string;
  readonly hasKeys: boolean;
  readonly register: (world: World, findKey: FindKey) => Application;
  readonly construct: (stack: TerraformStack, application: Application, rotation: ManifestSet) => CredentialSet;
  readonly names: Readonly<Record<string, string>>;
}

export const KINDS: readonly DemoKind[] = [
  {
    kind: 'entra-client-secret',
    title: 'Entra client secret',
    hasKeys: false,
    register: ({ entra }) => entraApplication(entra),
    construct: (stack, { applicationId, clientId }, rotation) =>
      new EntraClientSecret(stack, 'app', { applicationId, clientId, rotation }),
    names: { clientId: 'clientId', clientSecret: 'clientSecret', keyId: 'keyId' },
  },
  {
    kind: 'entra-certificate',
    title: 'Entra certificate',
    hasKeys: true,
    register: ({ entra }, findKey) => entraApplication(entra, findKey),
    construct: (stack, { applicationId, clientId }, rotation) =>
      new EntraCertificate(stack, 'app', { applicationId, clientId, rotation }),
    names: { clientId: 'clientId', keyId: 'keyId', thumbprint: 'thumbprint' },
  },
  {
    kind: 'auth0-private-key-jwt',
    title: 'Auth0 private_key_jwt',
    hasKeys: true,
    register: ({ auth0 }, findKey) => auth0Application(auth0, findKey),
    construct: (stack, { clientId }, rotation) => new Auth0PrivateKeyJwt(stack, 'app', { clientId, rotation }),
    names: { clientId: 'clientId', keyId: 'keyId' },
  },
];

/** Publishes the current and the next credential, the next one under names of its own. */
export function publish(set: CredentialSet, { names }: DemoKind): void {
  const next = Object.fromEntries(Object.entries(names).map(([value, name]) => [value, `next_${name}`]));
  set.publishTo(new VaultKv({ mount: 'kv', path: 'app' }), { current: names, next });
}

export function providers(stack: TerraformStack): void {
  new AzureadProvider(stack, 'azuread');
  new Auth0Provider(stack, 'auth0');
  new VaultProvider(stack, 'vault', { address: 'http://127.0.0.1:8200' });
}

/** Two full rotations: initial, stage, promote, stage, promote, retire; the command line takes each step. */
export async function rehearseTwoSlots(
  demoKind: DemoKind,
  world: World,
  progress: (text: string) => void,
): Promise<{ result: Result; timeline: Timeline }> {
  const { kind, title, hasKeys, register, construct } = demoKind;
  const file = join(world.directory, 'rotation.json');
  const keyFile = join(world.directory, 'keys', '{kid}.pem');
  const keys = new Map<string, KeyObject>();
  const findKey = (keyId: string): KeyObject => {
    const key = keys.get(keyId) ?? createPrivateKey(readFileSync(keyFile.replace('{kid}', keyId)));
    keys.set(keyId, key);
    return key;
  };
  const application = register(world, findKey);
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
  const delivery = hasKeys ? ['--private-key-out', keyFile] : [];
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
    of: ({ keyId, name }) => labels.get(keyId) ?? fromName(name, keyId, labels),
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

/** Secrets: the display name at Entra says it, `app a g1`. */
function fromName(
  name: string | undefined,
  keyId: string,
  labels: Map<string, { lane: string; label: string }>,
): { lane: string; label: string } {
  const [, slot, generation] = /^app ([ab]) (g\d+)$/.exec(name ?? '') ?? [];
  if (slot === undefined) return { lane: '', label: '' };
  const found = { lane: `slot ${slot}`, label: `${slot} ${generation}` };
  labels.set(keyId, found);
  return found;
}
