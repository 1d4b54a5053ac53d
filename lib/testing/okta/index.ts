export type { CredentialChange, LiveCredential } from './credential-change';
export { type OktaApp, type OktaAppInput, type OktaJwk, OktaModel, type OktaModelOptions } from './model';
export type { OktaRelease } from './okta-client';
export { oktaProvider, type OktaProviderOptions } from './provider';
export type { OktaUnknowns } from './unknowns';
