import type { CredentialSet } from 'cdktf-rotation';
import { Auth0PrivateKeyJwt } from 'cdktf-rotation/auth0';
import { EntraCertificate, EntraClientSecret } from 'cdktf-rotation/entra';
import { VaultKv } from 'cdktf-rotation/stores/vault';
import type { DemoKind } from '../../../demo/kind';

/** The demo's constructs are all called `app`; a second set of a stack is called as the set. */
export function constructNamed({ kind }: DemoKind, name: string): DemoKind['construct'] {
  switch (kind) {
    case 'entra-client-secret':
      return (stack, { applicationId, clientId }, rotation) =>
        new EntraClientSecret(stack, name, { applicationId, clientId, rotation });
    case 'entra-certificate':
      return (stack, { applicationId, clientId }, rotation) =>
        new EntraCertificate(stack, name, { applicationId, clientId, rotation });
    case 'auth0-private-key-jwt':
      return (stack, { clientId }, rotation) => new Auth0PrivateKeyJwt(stack, name, { clientId, rotation });
    default:
      throw new Error(`no second set of kind ${kind}`);
  }
}

/** Publishes as the demo does, at the path of the set. */
export function publishAt(set: CredentialSet, { names }: DemoKind, path: string, id?: string): void {
  const next = Object.fromEntries(Object.entries(names).map(([value, name]) => [value, `next_${name}`]));
  set.publishTo(new VaultKv({ mount: 'kv', path }), { current: names, next, id });
}
