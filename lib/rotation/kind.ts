import { entraKeyId, type KeyForm, rfc7638 } from './public-key';
import { InputError } from './error';

export interface KeyRules {
  /** What the identity provider takes. */
  readonly accepts: readonly KeyForm[];
  /** The name under which the provider and the application know the key; a function of the key alone. */
  keyId(pem: string): string;
}

/** What the state machine has to know about a kind of credential, and nothing else. */
export interface KindRules {
  readonly name: string;
  readonly title: string;
  /** How many credentials the identity provider holds for one application at once: 2 or more. */
  readonly cap: number;
  /**
   * What a removal takes away: the credential that is named, or always the oldest one (Cloud Foundry UAA). The oldest
   * needs a cap of two: beside the two of a set there is then no third one, which a removal would take instead.
   */
  readonly removes: 'any' | 'oldest';
  /** Why a set cannot start with a credential from outside; absent where it can. */
  readonly refusesOutside?: string;
  /** Absent for secrets, which the identity provider makes itself. */
  readonly key?: KeyRules;
}

/** A kind of credential. */
export class Kind {
  /** A client secret of an Entra ID application (`azuread_application_password`). */
  static readonly ENTRA_CLIENT_SECRET = new Kind({
    name: 'entra-client-secret',
    title: 'Entra ID client secret',
    cap: Number.POSITIVE_INFINITY,
    removes: 'any',
  });

  /** A certificate of an Entra ID application (`azuread_application_certificate`). */
  static readonly ENTRA_CERTIFICATE = new Kind({
    name: 'entra-certificate',
    title: 'Entra ID certificate',
    cap: Number.POSITIVE_INFINITY,
    removes: 'any',
    key: { accepts: ['certificate'], keyId: entraKeyId },
  });

  /** A public key of an Auth0 client (`auth0_client_credentials`, private_key_jwt). Auth0 attaches two at most. */
  static readonly AUTH0_PRIVATE_KEY_JWT = new Kind({
    name: 'auth0-private-key-jwt',
    title: 'Auth0 private_key_jwt',
    cap: 2,
    removes: 'any',
    refusesOutside:
      'auth0_client_credentials owns the whole list of keys and the method of a client: its first apply would detach a key from outside and end a client secret',
    key: { accepts: ['public key', 'certificate'], keyId: rfc7638 },
  });

  static readonly ALL: readonly Kind[] = [Kind.ENTRA_CLIENT_SECRET, Kind.ENTRA_CERTIFICATE, Kind.AUTH0_PRIVATE_KEY_JWT];

  /**
   * A kind of your own, for a subclass of `CredentialSet`; the manifest names its rules under `kinds`.
   *
   * @throws InputError when it removes the oldest credential and its cap is not two
   */
  static of(rules: KindRules): Kind {
    return new Kind(rules);
  }

  /** @throws InputError when no kind has this name */
  static find(name: string, more: readonly Kind[] = []): Kind {
    const all = [...Kind.ALL, ...more];
    const kind = all.find((k) => k.name === name);
    if (!kind) {
      throw new InputError(`kind is one of ${all.map((k) => k.name).join(', ')}, got "${name}"`);
    }
    return kind;
  }

  readonly name: string;
  readonly title: string;
  readonly cap: number;
  readonly removes: 'any' | 'oldest';
  readonly refusesOutside?: string;
  readonly key?: KeyRules;

  private constructor(rules: KindRules) {
    if (rules.removes === 'oldest' && rules.cap !== 2) {
      throw new InputError(
        `a kind that removes the oldest credential has a cap of 2, got ${Number.isFinite(rules.cap) ? rules.cap : 'no cap'}: with more of them a removal could take one that the set does not own`,
      );
    }
    this.name = rules.name;
    this.title = rules.title;
    this.cap = rules.cap;
    this.removes = rules.removes;
    this.refusesOutside = rules.refusesOutside;
    this.key = rules.key;
  }
}
