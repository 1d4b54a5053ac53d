export { type AppKey } from './app-key';
export { type AppSecret, type AppSecretRecord, secretHash, type SecretPlace, secretPlace } from './app-secret';
export { OktaAdmin, type OktaCredentials } from './okta-admin';
export { OktaError, type OktaErrorKind } from './okta-error';
