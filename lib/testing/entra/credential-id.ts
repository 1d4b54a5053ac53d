import { PluginError } from '../../plugin';

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const APPLICATION_ID = new RegExp(`^/applications/(${UUID})$`, 'i');

export interface CredentialId {
  readonly objectId: string;
  readonly keyId: string;
}

/** The object id in `/applications/<object id>`; undefined when the text is something else. */
export function tryObjectId(applicationId: string): string | undefined {
  return APPLICATION_ID.exec(applicationId)?.[1];
}

/** @throws PluginError at `application_id` when it is not `/applications/<object id>` */
export function objectIdOf(applicationId: string): string {
  const objectId = tryObjectId(applicationId);
  if (objectId !== undefined) return objectId;
  throw new PluginError('parsing "application_id"', `expected "/applications/<object id>", got "${applicationId}"`, [
    'application_id',
  ]);
}

/** @throws PluginError when the id is not `<object id>/<type>/<key id>` */
export function parseCredentialId(id: string, type: 'password' | 'certificate'): CredentialId {
  const [, objectId, keyId] = new RegExp(`^(${UUID})/${type}/(${UUID})$`, 'i').exec(id) ?? [];
  if (objectId !== undefined && keyId !== undefined) return { objectId, keyId };
  throw new PluginError(`parsing ${type} credential ID`, `expected "<object id>/${type}/<key id>", got "${id}"`);
}
