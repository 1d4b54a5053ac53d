import { ANY_PROVIDER, AUTH0, ENTRA, type IdentityProvider, OKTA, UAA } from '../../admin/sign-in';
import { InputError, type Kind } from '../../rotation';
import type { EndpointOptions } from './options';

/** Where a kind signs in. */
interface Place {
  readonly provider: IdentityProvider;
  /** The option that names it, beside --token-url. */
  readonly by?: 'tenant' | 'domain';
  readonly url?: (host: string) => string;
  readonly fields?: Readonly<Record<string, string>>;
}

const ENTRA_PLACE: Place = {
  provider: ENTRA,
  by: 'tenant',
  url: (tenant) => `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
  fields: { scope: 'https://graph.microsoft.com/.default' },
};
const at = (provider: IdentityProvider, path: string): Place => ({
  provider,
  by: 'domain',
  url: (host) => `https://${host}${path}`,
});

/** Okta's own authorization server takes keys only; secrets sign in at one of yours, named `default` at first. */
const PLACES: ReadonlyMap<string, Place> = new Map(
  Object.entries<Place>({
    'entra-client-secret': ENTRA_PLACE,
    'entra-certificate': ENTRA_PLACE,
    'auth0-private-key-jwt': at(AUTH0, '/oauth/token'),
    'okta-client-secret': at(OKTA, '/oauth2/default/v1/token'),
    'okta-private-key-jwt': at(OKTA, '/oauth2/v1/token'),
    'uaa-client-secret': at(UAA, '/oauth/token'),
    'uaa-private-key-jwt': at(UAA, '/oauth/token'),
  }),
);

export interface Endpoint {
  readonly provider: IdentityProvider;
  readonly tokenUrl: URL;
  readonly clientId: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly secretIn?: IdentityProvider['secretIn'];
}

/** @throws InputError when the options do not say where to sign in, or say it twice */
export function endpointOf(kind: Kind, options: EndpointOptions): Endpoint {
  const { clientId, scope, audience, clientAuth } = options;
  const place = PLACES.get(kind.name) ?? { provider: ANY_PROVIDER };
  if (clientId === undefined || clientId.trim() === '') {
    throw new InputError('--client-id is needed: the application that signs in, got none');
  }
  if (clientAuth !== undefined && (kind.key || (clientAuth !== 'basic' && clientAuth !== 'post'))) {
    throw new InputError(`--client-auth is basic or post, for secret kinds, got "${clientAuth}" for ${kind.name}`);
  }
  return {
    provider: place.provider,
    tokenUrl: tokenUrlOf(kind, place, options),
    clientId,
    fields: {
      ...place.fields,
      ...(scope !== undefined && { scope }),
      ...(audience !== undefined && { audience }),
    },
    ...(clientAuth !== undefined && { secretIn: clientAuth as IdentityProvider['secretIn'] }),
  };
}

function tokenUrlOf(kind: Kind, { by, url }: Place, options: EndpointOptions): URL {
  const given = (['tenant', 'domain', 'tokenUrl'] as const).filter((name) => options[name] !== undefined);
  const fitting = by === undefined ? '--token-url' : `exactly one of --${by} and --token-url`;
  const [only] = given;
  if (given.length !== 1 || (only !== 'tokenUrl' && only !== by)) {
    const got = given.length === 0 ? 'none' : given.map((name) => FLAGS[name]).join(' and ');
    throw new InputError(`${kind.name} needs ${fitting}, got ${got}`);
  }
  const value = options[only ?? 'tokenUrl'] ?? '';
  return only === 'tokenUrl' ? checkedUrl(value) : new URL((url as (host: string) => string)(named(only ?? '', value)));
}

const FLAGS = { tenant: '--tenant', domain: '--domain', tokenUrl: '--token-url' } as const;

/** A tenant or a host; an address of the host alone is taken for it. */
function named(option: string, text: string): string {
  const name = option === 'domain' ? text.replace(/^https:\/\//i, '').replace(/\/$/, '') : text;
  if (!/^[A-Za-z0-9.-]+(:\d{1,5})?$/.test(name)) {
    throw new InputError(
      option === 'domain'
        ? `--domain is a host, such as example.okta.com, got "${text}": give a whole address as --token-url`
        : `--tenant is a directory id or a domain of it, got "${text}"`,
    );
  }
  return name;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!url || !safe || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new InputError(
      `--token-url is https://host[:port]/path, or http:// on this machine, got "${url ? `${url.protocol}//${url.host}${url.pathname}` : text}"`,
    );
  }
  return url;
}
