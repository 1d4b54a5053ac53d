import type { Construct } from 'constructs';
import type { TerraformResource } from './cdktf';

/** A secret store that consumers read. One implementation for each store; `VaultKv` is an example. */
export interface IStore {
  /** Part of the address of what is published, for example `vault`: `vault_kv_secret_v2.billing_vault`. */
  readonly storeId: string;
  /** Names the place written to; two publications to one place would overwrite each other. */
  readonly location: string;
  /**
   * The place of one name, for a store that keeps each name by itself: several publications share its {@link location}.
   * The same for names that the store takes for one. Without it a publication owns the whole location.
   */
  locationOf?(name: string): string;
  /** @throws InputError when the store does not take this name */
  checkName(name: string): void;
  /**
   * Creates the resources that write the entries: names in the store, and their values. Addresses come from the ids of
   * the resources, so each is the given id, or begins with it and names what the resource writes.
   *
   * @param marks for each name texts that are others whenever its value is another one, and are not secret
   */
  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Readonly<Record<string, readonly string[]>>,
  ): readonly TerraformResource[];
}

/** Which value is published under which name, for example `{ clientSecret: 'AZURE_CLIENT_SECRET' }`. */
export type PublishedNames = Readonly<Record<string, string>>;

export interface PublishOptions {
  /** The credential that consumers sign in with. */
  readonly current: PublishedNames;
  /** The coming credential; equals current while nothing is staged, so that these names always exist. */
  readonly next?: PublishedNames;
  /**
   * Part of the address of the publication; needed when a set is published to two places of one store. Like the name
   * of a set it stays: another id is another resource, and destroying the old one may delete what both write.
   *
   * @default the store's id
   */
  readonly id?: string;
}
