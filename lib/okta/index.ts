export { OktaClientSecret, type OktaClientSecretProps, type OktaClientSecretValues } from './client-secret';
export { OktaClientSecretPair, type OktaClientSecretPairConfig } from './okta-client-secret-pair';
export { OktaPrivateKeyJwt, type OktaPrivateKeyJwtProps, type OktaPrivateKeyJwtValues } from './private-key-jwt';
export { OktaSecretRef } from './secret-ref';
