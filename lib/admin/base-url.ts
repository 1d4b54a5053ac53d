import { InputError } from '../rotation';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The address of an admin API, without a slash at its end. Secrets go there, so it is https; http is for a server on
 * this machine, as tests have one.
 *
 * @throws InputError for anything else, and for an address with a user, a query or a fragment in it
 */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new InputError(
      `the address of an admin API is https://host[:port][/path], or http:// on this machine, got "${url ? `${url.protocol}//${url.host}${url.pathname}` : text}"`,
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
