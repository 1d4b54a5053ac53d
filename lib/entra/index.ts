export { EntraCertificate, type EntraCertificateProps, type EntraCertificateValues } from './certificate';
export { EntraClientSecret, type EntraClientSecretProps, type EntraClientSecretValues } from './client-secret';
