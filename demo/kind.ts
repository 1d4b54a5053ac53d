import type { TerraformStack } from 'cdktf';
import { type CredentialSet, Kind, type ManifestSet, RotationProvider } from 'cdktf-rotation';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { Application, FindKey, Registration } from './application';
import type { World } from './world';

/** How the demo deals with one kind of ours. */
export interface DemoKind {
  readonly kind: string;
  readonly title: string;
  /** Whether it is on the provider that comes with this package, which Terraform starts itself. */
  readonly ownProvider?: true;
  readonly register: (world: World, findKey: FindKey) => Application;
  readonly construct: (stack: TerraformStack, registration: Registration, rotation: ManifestSet) => CredentialSet;
  readonly names: Readonly<Record<string, string>>;
}

export function hasKeys({ kind }: DemoKind): boolean {
  return Kind.find(kind).key !== undefined;
}

/** Ours, with the time-out that fits models on the loopback interface: it also waits that long where UAA may be late. */
export function ownProvider(stack: TerraformStack): void {
  const requestTimeout = 1;
  new RotationProvider(stack, 'rotation', { okta: { requestTimeout }, uaa: { requestTimeout } });
}

/** Publishes the current and the next credential, the next one under names of its own. */
export function publish(set: CredentialSet, { names }: DemoKind): void {
  const next = Object.fromEntries(Object.entries(names).map(([value, name]) => [value, `next_${name}`]));
  set.publishTo(new VaultKv({ mount: 'kv', path: 'app' }), { current: names, next });
}
