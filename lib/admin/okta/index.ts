export { type AppSecret, secretHash } from './app-secret';
export { OktaAdmin, type OktaCredentials } from './okta-admin';
export { OktaError, type OktaErrorKind } from './okta-error';
