import { objectOf } from '../../rotation';
import { UnreadableAnswer } from '../unreadable-answer';

/** A credential of an application as Graph lists it: never its value, and not the hint that Graph gives of it. */
export interface ApplicationCredential {
  /** A UUID. */
  readonly keyId: string;
  readonly type: 'secret' | 'certificate';
  readonly displayName?: string;
  /** When it begins to be valid: when it was made, unless somebody chose another time. ISO 8601. */
  readonly start?: string;
  readonly end?: string;
}

/**
 * The secrets and certificates of an application, from `GET /v1.0/applications/{id}`.
 *
 * @throws UnreadableAnswer when it is no application
 */
export function readCredentials(application: unknown): readonly ApplicationCredential[] {
  const { passwordCredentials: secrets, keyCredentials: certificates } = objectOf(application);
  if (!Array.isArray(secrets) || !Array.isArray(certificates)) {
    throw new UnreadableAnswer('entra answered an application with something else');
  }
  return [...secrets.map((one) => readOne(one, 'secret')), ...certificates.map((one) => readOne(one, 'certificate'))];
}

function readOne(value: unknown, type: ApplicationCredential['type']): ApplicationCredential {
  const { keyId, displayName, startDateTime, endDateTime } = objectOf(value);
  if (typeof keyId !== 'string') throw new UnreadableAnswer('entra listed a credential without its key id');
  return {
    keyId,
    type,
    ...(typeof displayName === 'string' && { displayName }),
    ...(typeof startDateTime === 'string' && { start: startDateTime }),
    ...(typeof endDateTime === 'string' && { end: endDateTime }),
  };
}
