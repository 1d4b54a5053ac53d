import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, type SlotContent } from '../constructs';
import { addImportBlock } from '../constructs/import-block';
import { Kind, NEVER, rfc7638, type Slot, slotName } from '../rotation';
import { Auth0ClientCredentials, type Auth0Credential } from './client-credentials';

/** The values of one key. All are public: the private key travels outside Terraform. */
export interface Auth0PrivateKeyJwtValues {
  readonly clientId: string;
  /** The RFC 7638 thumbprint of the key: the `kid` of a client assertion. The application finds its private key by it. */
  readonly keyId: string;
}

export interface Auth0PrivateKeyJwtProps extends CredentialSetProps {
  /** The client (application) whose keys are rotated. A change replaces the resource. */
  readonly clientId: string;
}

/**
 * The public keys of an Auth0 application that signs in with private_key_jwt, both in one `auth0_client_credentials`.
 *
 * Names are fixed to the slots and never move from key to key: provider >= 1.55 takes the name as part of a key's
 * identity, so a rename detaches the key that is in use. Needs provider >= 1.55. A key that the set adopted keeps its own
 * name and text until its slot is recycled.
 */
export class Auth0PrivateKeyJwt extends CredentialSet {
  constructor(scope: Construct, id: string, props: Auth0PrivateKeyJwtProps) {
    super(scope, id, Kind.AUTH0_PRIVATE_KEY_JWT, props.clientId, props);
    const keys = this.filledSlots.map(({ slot, publicKey = '', expires, adopted }) => ({
      slot,
      adopted,
      keyId: rfc7638(publicKey),
      credential: {
        name: adopted?.name ?? slotName(this.setName, slot),
        pem: adopted?.pem ?? publicKey,
        algorithm: adopted?.algorithm ?? 'RS256',
        ...(expires !== NEVER && { expiresAt: new Date(expires).toISOString() }),
      },
    }));
    const adopted = keys.find((key) => key.adopted)?.adopted;
    const resource = this.place(
      new Auth0ClientCredentials(this, 'slots', {
        clientId: props.clientId,
        credentials: keys.map(({ credential }) => credential),
        lifecycle: this.sharedLifecycle,
        provider: props.provider,
      }),
    );
    if (adopted?.from !== undefined) resource.moveFromId(adopted.from);
    else if (adopted) addImportBlock(resource, props.clientId);
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, keyId, credential } of keys) {
      const values = { clientId: props.clientId, keyId };
      contents[slot] = { resource, keyId, values, intact: intact(resource.fqn, credential) };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): Auth0PrivateKeyJwtValues {
    return this.valuesOf('current');
  }

  /** The staged key; equals current while nothing is staged. */
  get next(): Auth0PrivateKeyJwtValues {
    return this.valuesOf('next');
  }

  /** The key that was current before, while it is still valid. */
  get previous(): Auth0PrivateKeyJwtValues | undefined {
    return this.tryPreviousValues();
  }
}

/** Another name or another text of the same key detaches and deletes it before it is added again (provider 1.55). */
function intact(resource: string, { name, pem }: Auth0Credential): string {
  const held = `${resource}.private_key_jwt[0].credentials`;
  const digest = createHash('sha256').update(`${name} ${pem}`).digest('hex');
  return `contains([for c in ${held} : sha256("\${c.name} \${c.pem}")], "${digest}")`;
}
