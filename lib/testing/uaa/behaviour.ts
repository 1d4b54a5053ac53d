/** What differs between versions of UAA, from its history (facts: the tag that has the change first). */
export interface Behaviour {
  readonly version: string;
  /** 74.0.0: a user's token changes secrets. Before it only a client's own token does. */
  readonly usersChangeSecrets: boolean;
  /** 76.22.0: `PUT …/clientjwt` and client assertions. */
  readonly clientKeys: boolean;
  /** 75.8.0: `secondary_client_secret` is a secret. Before it is kept, and shown, like any unknown member. */
  readonly secondarySecret: boolean;
  /** 4.33.0: client id and secret of a Basic header are URL-decoded. */
  readonly decodesBasic: boolean;
  /** 76.22.0: a change without a secret passes the policy, and UPDATE stores it. */
  readonly takesMissingSecret: boolean;
  /** 76.24.0: so does one with a blank secret. */
  readonly takesBlankSecret: boolean;
  /** `error` of a sign-in with wrong credentials: changed with 76.26.0. */
  readonly badCredentials: 'unauthorized' | 'invalid_client';
  /** Messages of the token endpoint, which were reworded between 4.30.0 and 77.18.0; where is not known, 74 is taken. */
  readonly messages: 'old' | 'new';
}

/** @throws Error for what is not a version of three numbers */
export function behaviourOf(version: string): Behaviour {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`a UAA version has three numbers, got "${version}"`);
  const since = (first: string): boolean => number(version) >= number(first);
  return {
    version,
    usersChangeSecrets: since('74.0.0'),
    clientKeys: since('76.22.0'),
    secondarySecret: since('75.8.0'),
    decodesBasic: since('4.33.0'),
    takesMissingSecret: since('76.22.0'),
    takesBlankSecret: since('76.24.0'),
    badCredentials: since('76.26.0') ? 'invalid_client' : 'unauthorized',
    messages: since('74.0.0') ? 'new' : 'old',
  };
}

function number(version: string): number {
  return version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
}
