import type { KeyObject } from 'node:crypto';
import type { Published } from 'cdktf-rotation/testing';

/** A credential began or ceased to be valid at the identity provider. */
export interface LiveChange {
  readonly keyId: string;
  readonly name?: string;
  readonly live: boolean;
  readonly at: number;
}

/** What a stack has to know of an application. */
export interface Registration {
  readonly clientId: string;
  /** What the provider calls the application's id, where that is not the client id. */
  readonly applicationId: string;
  /** Okta: the id of the secret that the app came with. */
  readonly firstSecretId?: string;
}

/** An application registered at a model identity provider. */
export interface Application extends Registration {
  /** What Terraform needs beside the stack: values that do not stand in it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Signs in with what is published; answers why it was refused. */
  readonly signIn: (published: Published) => Promise<string | undefined>;
  /** Under which id the changes name what is published. */
  readonly idOf: (published: Published) => string;
  readonly onChange: (listener: (change: LiveChange) => void) => void;
  /** How many credentials the identity provider holds for it, whoever made them. */
  readonly held: () => number;
}

/** Finds the private key by the published key id, as an application does. */
export type FindKey = (keyId: string) => KeyObject;

export function keyIdOf({ keyId = '' }: Published): string {
  return keyId;
}
