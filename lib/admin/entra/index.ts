export type { ApplicationCredential } from './application-credential';
export { EntraAdmin, type EntraCaller, type EntraConnection } from './entra-admin';
