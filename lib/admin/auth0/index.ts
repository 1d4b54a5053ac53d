export { Auth0Admin, type Auth0Caller, type ClientKeys } from './auth0-admin';
export type { ClientKey } from './client-key';
