export type { CredentialChange } from './directory';
export { EntraModel, type EntraModelOptions, type LiveCredential } from './model';
export { entraProvider, type EntraProviderOptions } from './provider';
