export type { CredentialChange } from './credential-change';
export { type UaaClient, type UaaClientInput, UaaModel, type UaaModelOptions, type UaaUserInput } from './model';
export { uaaSecretId } from './secret';
export type { SecretPolicy } from './secret-policy';
