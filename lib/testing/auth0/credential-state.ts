import type { Values } from '../../plugin';
import type { CredentialAnswer } from './management-client';

/** What Auth0 tells of a key, by the names of Terraform's attributes. */
export function credentialState(answer: CredentialAnswer): Values {
  return {
    id: answer.id,
    name: answer.name ?? null,
    credential_type: answer.credential_type,
    algorithm: answer.alg ?? null,
    key_id: answer.kid ?? null,
    created_at: milliseconds(answer.created_at),
    updated_at: milliseconds(answer.updated_at),
    expires_at: answer.expires_at === undefined ? null : milliseconds(answer.expires_at),
  };
}

/** The provider writes times with three decimals, whatever the configuration has. */
function milliseconds(time: string): string {
  return new Date(time).toISOString();
}
