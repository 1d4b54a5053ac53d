export type { SecretWrite } from './kv-store';
export { VaultModel, type VaultModelOptions } from './model';
export { vaultProvider } from './provider';
