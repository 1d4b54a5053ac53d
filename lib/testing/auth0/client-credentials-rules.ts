import type { Diagnostic, Value, Values } from '../../plugin';
import { credentialBlocks, declaresKeys } from './credential-block';

const METHODS = ['none', 'client_secret_post', 'client_secret_basic', 'private_key_jwt'];
const ALGORITHMS = ['RS256', 'RS384', 'PS256'];
const NOT_SIMULATED = [
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'signed_request_object',
  'token_vault_privileged_access',
];

/** What the provider refuses before it plans, and what this one does not do. */
export function checkClientCredentials(config: Values): readonly Diagnostic[] {
  const { authentication_method: method = null, client_secret_wo_version: version = null } = config;
  const isSet = (name: string): boolean => (config[name] ?? null) !== null;
  return [
    ...NOT_SIMULATED.filter((name) => hasBlocks(config[name])).map((name) => refusal(`${name} is not simulated`, name)),
    ...(typeof method === 'string' && !METHODS.includes(method)
      ? [refusal(`authentication_method is one of ${METHODS.join(', ')}, got "${method}"`, 'authentication_method')]
      : []),
    ...['client_secret', 'client_secret_wo']
      .filter((name) => isSet(name) && declaresKeys(config))
      .map((name) => refusal(`${name} conflicts with private_key_jwt`, name)),
    ...(isSet('client_secret') && isSet('client_secret_wo')
      ? [refusal('client_secret conflicts with client_secret_wo', 'client_secret')]
      : []),
    ...(isSet('client_secret_wo') !== isSet('client_secret_wo_version')
      ? [refusal('client_secret_wo and client_secret_wo_version need each other', 'client_secret_wo')]
      : []),
    ...(typeof version === 'number' && version < 1
      ? [refusal(`client_secret_wo_version is at least 1, got ${version}`, 'client_secret_wo_version')]
      : []),
    ...credentialBlocks(config).flatMap(({ values, algorithm }) => [
      ...(typeof values.credential_type === 'string' && values.credential_type !== 'public_key'
        ? [refusal(`credential_type is public_key, got "${values.credential_type}"`, 'private_key_jwt')]
        : []),
      ...(ALGORITHMS.includes(algorithm)
        ? []
        : [refusal(`algorithm is one of ${ALGORITHMS.join(', ')}, got "${algorithm}"`, 'private_key_jwt')]),
    ]),
  ];
}

function hasBlocks(value: Value = null): boolean {
  return Array.isArray(value) && value.length > 0;
}

function refusal(summary: string, attribute: string): Diagnostic {
  return { severity: 'error', summary, path: [attribute] };
}
