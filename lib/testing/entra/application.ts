import { randomUUID } from 'node:crypto';
import { shown, type StoredCertificate, type StoredCredential, type StoredSecret } from './credential';

type Properties = Readonly<Record<string, unknown>>;

/** An application registration as the directory holds it. */
export interface Application {
  readonly objectId: string;
  readonly clientId: string;
  /** What Graph echoes: display name, audience, web, api and so on. */
  readonly properties: Properties;
  readonly credentials: readonly StoredCredential[];
}

const DEFAULTS: Properties = {
  signInAudience: 'AzureADMyOrg',
  publisherDomain: 'model.onmicrosoft.com',
  api: { requestedAccessTokenVersion: null },
  web: { homePageUrl: null, logoutUrl: null, redirectUris: [], implicitGrantSettings: {} },
  info: {},
  notes: null,
  groupMembershipClaims: null,
  serviceManagementReference: null,
};

/** What a caller cannot set this way; credentials have calls of their own. */
const OWN = ['id', 'appId', '@odata.type', 'passwordCredentials', 'keyCredentials'];

export function newApplication(given: Properties): Application {
  const application = { objectId: randomUUID(), clientId: randomUUID(), properties: DEFAULTS, credentials: [] };
  return withProperties(application, given);
}

export function withProperties(application: Application, given: Properties): Application {
  const properties: Record<string, unknown> = { ...application.properties };
  for (const [name, value] of Object.entries(given)) {
    if (!OWN.includes(name)) properties[name] = merged(properties[name], value);
  }
  return { ...application, properties };
}

export function secrets({ credentials }: Application): readonly StoredSecret[] {
  return credentials.filter((credential) => credential.kind === 'secret');
}

export function certificates({ credentials }: Application): readonly StoredCertificate[] {
  return credentials.filter((credential) => credential.kind === 'certificate');
}

/** The application as Graph shows it. */
export function applicationJson(application: Application): Properties {
  return {
    id: application.objectId,
    appId: application.clientId,
    ...application.properties,
    passwordCredentials: secrets(application).map(shown),
    keyCredentials: certificates(application).map(shown),
  };
}

function merged(old: unknown, given: unknown): unknown {
  return isPlain(old) && isPlain(given) ? { ...old, ...given } : given;
}

function isPlain(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
