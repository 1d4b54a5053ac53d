import { Kind } from '../../rotation';
import { auth0Keys } from './auth0';
import { entraCertificates, entraSecrets } from './entra';
import { oktaKeys, oktaSecrets } from './okta';
import type { Room } from './room';
import { uaaKeys, uaaSecrets } from './uaa';

/** By the name of the kind; a kind of your own has none. */
export const ROOMS: ReadonlyMap<string, Room> = new Map([
  [Kind.ENTRA_CLIENT_SECRET.name, entraSecrets],
  [Kind.ENTRA_CERTIFICATE.name, entraCertificates],
  [Kind.AUTH0_PRIVATE_KEY_JWT.name, auth0Keys],
  [Kind.OKTA_CLIENT_SECRET.name, oktaSecrets],
  [Kind.OKTA_PRIVATE_KEY_JWT.name, oktaKeys],
  [Kind.UAA_CLIENT_SECRET.name, uaaSecrets],
  [Kind.UAA_PRIVATE_KEY_JWT.name, uaaKeys],
]);
