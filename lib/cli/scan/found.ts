import type { Slot } from '../../rotation';

/** What can be said of a credential apart from whose it is. */
export type Condition =
  | 'valid'
  | 'expired'
  /** Okta: switched off. */
  | 'inactive'
  /** Auth0: stored, but attached to no method of sign-in. */
  | 'unattached'
  /** The set knows it, and the provider does not have it. */
  | 'gone'
  /** The provider never shows its credentials of this kind: it is what the state knows. */
  | 'not shown';

/** One credential as the identity provider lists it; never with its value. */
export interface Found {
  /** By which the provider removes it. */
  readonly id: string;
  /** By which the application names it, where that is another one: a kid. */
  readonly keyId?: string;
  readonly name?: string;
  readonly created?: string;
  readonly expires?: string;
  readonly condition: Exclude<Condition, 'expired' | 'gone'>;
  /** Whether the name or the key says that the set made it. */
  readonly madeFor?: MadeFor;
  /** The code names it as one that the set may remove once its place is needed. */
  readonly adopted?: true;
  /** What a credential of somebody else, or an orphan, does to the set as long as it is there. */
  readonly hinders?: string;
  /** Okta: the `secret_hash`, to find the value among what is published. */
  readonly hash?: string;
}

/** Both are known where the name or the key tells both. */
export interface MadeFor {
  readonly slot?: Slot;
  readonly generation?: number;
}

/** What the identity provider has for one application. */
export interface Stock {
  readonly credentials: readonly Found[];
  /** How many it holds at once; Infinity where it has no limit. */
  readonly cap: number;
  /** Where the limit may be another one. */
  readonly capNote?: string;
  /** What becomes of an orphan by itself, where something does. */
  readonly orphanFate?: string;
  /** What becomes of a credential of somebody else by itself, where something does. */
  readonly foreignFate?: string;
  /** What nobody can see there. */
  readonly blind?: string;
}
