import type { Kind } from '../../rotation';
import type { LiveFlags } from './flags';
import type { WayName } from './ways';

interface Construct {
  readonly name: string;
  readonly subpath: string;
  readonly application: string;
}

const CONSTRUCTS: ReadonlyMap<string, Construct> = new Map([
  ['entra-client-secret', entra('EntraClientSecret')],
  ['entra-certificate', entra('EntraCertificate')],
  ['auth0-private-key-jwt', { name: 'Auth0PrivateKeyJwt', subpath: 'auth0', application: 'clientId: client.clientId' }],
  ['okta-private-key-jwt', { name: 'OktaPrivateKeyJwt', subpath: 'okta', application: 'app' }],
  [
    'okta-client-secret',
    { name: 'OktaClientSecret', subpath: 'okta', application: 'appId: app.id, clientId: app.clientId' },
  ],
  ['uaa-private-key-jwt', { name: 'UaaPrivateKeyJwt', subpath: 'uaa', application: "clientId: '…'" }],
  ['uaa-client-secret', { name: 'UaaClientSecret', subpath: 'uaa', application: "clientId: '…'" }],
]);

/** What a key that is known by its kid asks of the rest of the code. */
const BY_KID: ReadonlyMap<string, (kid: string) => readonly string[]> = new Map([
  [
    'entra-certificate',
    () => [
      'an import block of the set brings the certificate into the state (Terraform < 1.6: give the application id as a literal); a resource of yours that has it leaves the state first, with a removed block or "terraform state rm"',
    ],
  ],
  ['okta-private-key-jwt', (kid: string) => [`take the key "${kid}" out of the app's own jwks: the set has it now`]],
]);

/** The lines of code that a set needs; none for a kind of the user's own. */
export function codeOf(set: string, kind: Kind, way: WayName, flags: LiveFlags): readonly string[] {
  const construct = CONSTRUCTS.get(kind.name);
  if (!construct) return [];
  const { name, subpath, application } = construct;
  const initial = initialOf(kind, way, flags);
  const names = initial?.startsWith('OktaSecretRef') ? `${name}, OktaSecretRef` : name;
  return [
    `import { ${names} } from 'cdktf-rotation/${subpath}';`,
    `new ${name}(this, '${set}', {`,
    `  ${application},`,
    ...(initial === undefined ? [] : [`  initialSecret: ${initial},`]),
    `  rotation: rotations.get('${set}'),`,
    '});',
  ];
}

/** What else changes in the code, in words. */
export function changesOf(set: string, kind: Kind, way: WayName, { from, kid }: LiveFlags): readonly string[] {
  switch (way) {
    case 'moved':
      return [`take ${from} out of the code: a moved block of the set brings it along`];
    case 'import':
      return [
        'an import block of the set brings the keys of the client into the state (Terraform < 1.6: give the client id as a literal)',
      ];
    case 'kid':
      return BY_KID.get(kind.name)?.(kid ?? '') ?? [];
    case 'outside':
      return [
        `nothing is published before the first promote; remove the credential from outside when that is applied and the longest cache of a consumer is over`,
      ];
    case 'secret-id':
    case 'secret-hash':
    case 'initial-secret':
      return [`initialSecret is for the first apply of "${set}" and may stay`];
  }
}

function initialOf(kind: Kind, way: WayName, { secretId, secretHash }: LiveFlags): string | undefined {
  switch (way) {
    case 'secret-id':
      return `OktaSecretRef.fromId('${secretId}')`;
    case 'secret-hash':
      return `OktaSecretRef.fromHash('${secretHash}')`;
    case 'initial-secret':
      return kind.name === 'okta-client-secret' ? 'OktaSecretRef.fromValue(secret.stringValue)' : 'secret.stringValue';
    case 'outside':
    case 'moved':
    case 'import':
    case 'kid':
      return undefined;
  }
}

function entra(name: string): Construct {
  return { name, subpath: 'entra', application: 'applicationId: app.id, clientId: app.clientId' };
}
