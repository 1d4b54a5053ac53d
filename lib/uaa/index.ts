export { UaaClientKeyPair, type UaaClientKeyPairConfig } from './uaa-client-key-pair';
export { UaaClientSecretPair, type UaaClientSecretPairConfig } from './uaa-client-secret-pair';
export { UaaClientSecret, type UaaClientSecretProps, type UaaClientSecretValues } from './client-secret';
export { UaaPrivateKeyJwt, type UaaPrivateKeyJwtProps, type UaaPrivateKeyJwtValues } from './private-key-jwt';
