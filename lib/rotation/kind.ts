import { entraKeyId, type KeyForm, type KeyType, rfc7638 } from './public-key';
import { InputError } from './error';

export interface KeyRules {
  /** What the identity provider takes. */
  readonly accepts: readonly KeyForm[];
  /** @default RSA */
  readonly types?: readonly KeyType[];
  /** The name under which the provider and the application know the key: another key has another one. */
  keyId(pem: string, generation: number): string;
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
  /**
   * What the provider knows a key by that was in use before the set: a name beside its kid, or the kid alone. The key
   * keeps it. Absent where such a key cannot be adopted.
   */
  readonly adopts?: 'name' | 'kid';
  /** Where the oldest is removed: how to end all credentials at once, which no step does. */
  readonly emergencyExit?: string;
  /** Whether the Terraform state holds the credential that the next stage adds (UAA secrets: made one stage ahead). */
  readonly isMadeAhead?: boolean;
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
    adopts: 'kid',
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
    adopts: 'name',
    key: { accepts: ['public key', 'certificate'], keyId: rfc7638 },
  });

  /** A client secret of an Okta app (`rotation_okta_client_secret`). Okta holds two at most. */
  static readonly OKTA_CLIENT_SECRET = new Kind({
    name: 'okta-client-secret',
    title: 'Okta client secret',
    cap: 2,
    removes: 'any',
  });

  /**
   * A public key of an Okta app (`jwks` of the user's `okta_app_oauth`). Okta holds 50 at most. The order of its answers
   * is not documented, so key ids sort by age.
   */
  static readonly OKTA_PRIVATE_KEY_JWT = new Kind({
    name: 'okta-private-key-jwt',
    title: 'Okta private_key_jwt',
    cap: 50,
    removes: 'any',
    adopts: 'kid',
    key: {
      accepts: ['public key'],
      types: ['rsa', 'ec'],
      keyId: (pem, generation) => `k${String(generation).padStart(4, '0')}-${rfc7638(pem)}`,
    },
  });

  /** A secret of a Cloud Foundry UAA client (`rotation_uaa_client_secret`). UAA always removes the oldest of two. */
  static readonly UAA_CLIENT_SECRET = new Kind({
    name: 'uaa-client-secret',
    title: 'Cloud Foundry UAA client secret',
    cap: 2,
    removes: 'oldest',
    isMadeAhead: true,
    emergencyExit:
      'in an emergency replace both at once ("uaac secret set CLIENT", changeMode UPDATE) and apply, which puts a new one in place: sign-ins fail and every token is dead in between',
  });

  /** A public key of a Cloud Foundry UAA client (`rotation_uaa_client_key`), UAA >= 76.22, ten at most. */
  static readonly UAA_PRIVATE_KEY_JWT = new Kind({
    name: 'uaa-private-key-jwt',
    title: 'Cloud Foundry UAA private_key_jwt',
    cap: 10,
    removes: 'any',
    adopts: 'kid',
    key: { accepts: ['public key'], types: ['rsa', 'ec'], keyId: rfc7638 },
  });

  static readonly ALL: readonly Kind[] = [
    Kind.ENTRA_CLIENT_SECRET,
    Kind.ENTRA_CERTIFICATE,
    Kind.AUTH0_PRIVATE_KEY_JWT,
    Kind.OKTA_CLIENT_SECRET,
    Kind.OKTA_PRIVATE_KEY_JWT,
    Kind.UAA_CLIENT_SECRET,
    Kind.UAA_PRIVATE_KEY_JWT,
  ];

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
  readonly adopts?: 'name' | 'kid';
  readonly emergencyExit?: string;
  readonly isMadeAhead?: boolean;
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
    this.adopts = rules.adopts;
    this.emergencyExit = rules.emergencyExit;
    this.isMadeAhead = rules.isMadeAhead;
    this.key = rules.key;
  }
}
