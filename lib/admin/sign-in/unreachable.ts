import type { NoAnswer } from '../no-answer';

/** Errors of Node and OpenSSL that say that no known CA stands behind a certificate. */
const UNKNOWN_CA = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Why a token endpoint gave no answer, and what to do about it. */
export function whyUnreachable({ reason, code }: NoAnswer, { host }: URL): string {
  const named = code === '' ? '' : ` (${code})`;
  if (UNKNOWN_CA.has(code)) {
    return `the TLS certificate of ${host} is from a CA that this machine does not trust${named}: name the file with the CA in NODE_EXTRA_CA_CERTS`;
  }
  if (code.startsWith('PROXY_')) {
    return `the proxy does not let anything through to ${host} (it answered ${code.slice('PROXY_'.length)}): look at HTTPS_PROXY and NO_PROXY`;
  }
  switch (reason) {
    case 'tls':
      return `no trusted TLS connection to ${host} can be made${named}: look at its certificate and address`;
    case 'refused':
      return code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? `the name ${host} cannot be resolved${named}: check the address, or name the way out in HTTPS_PROXY`
        : `nothing answers at ${host}${named}: check the address, the firewall, and HTTPS_PROXY`;
    case 'timeout':
    case 'aborted':
      return `${host} did not answer in time: look at the network, or give a longer --timeout`;
    case 'connection':
      return `the connection to ${host} broke${named}`;
  }
}
