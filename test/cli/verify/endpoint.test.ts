import { endpointOf } from '../../../lib/cli/verify/endpoint';
import type { EndpointOptions } from '../../../lib/cli/verify/options';
import { Kind } from '../../../lib/rotation';

const OWN = Kind.of({ name: 'own', title: 'own', cap: 2, removes: 'any' });
const at = (kind: Kind, options: EndpointOptions) => endpointOf(kind, { clientId: 'app', ...options });

test.each<readonly [Kind, EndpointOptions, string]>([
  [
    Kind.ENTRA_CLIENT_SECRET,
    { tenant: 'contoso.com' },
    'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
  ],
  [
    Kind.ENTRA_CERTIFICATE,
    { tokenUrl: 'https://login.microsoftonline.us/t/x' },
    'https://login.microsoftonline.us/t/x',
  ],
  [Kind.AUTH0_PRIVATE_KEY_JWT, { domain: 'example.eu.auth0.com' }, 'https://example.eu.auth0.com/oauth/token'],
  [Kind.OKTA_PRIVATE_KEY_JWT, { domain: 'https://example.okta.com/' }, 'https://example.okta.com/oauth2/v1/token'],
  [Kind.OKTA_CLIENT_SECRET, { domain: 'example.okta.com' }, 'https://example.okta.com/oauth2/default/v1/token'],
  [Kind.UAA_CLIENT_SECRET, { domain: 'uaa.example.com:8443' }, 'https://uaa.example.com:8443/oauth/token'],
  [
    Kind.UAA_PRIVATE_KEY_JWT,
    { tokenUrl: 'http://localhost:8080/uaa/oauth/token' },
    'http://localhost:8080/uaa/oauth/token',
  ],
  [OWN, { tokenUrl: 'https://idp.example.com/o/token/?v=2' }, 'https://idp.example.com/o/token/?v=2'],
])('%o with %j signs in at %s', (kind, options, url) => expect(at(kind, options).tokenUrl.href).toBe(url));

test.each<readonly [Kind, EndpointOptions, string]>([
  [Kind.ENTRA_CLIENT_SECRET, {}, 'needs exactly one of --tenant and --token-url, got none'],
  [Kind.ENTRA_CLIENT_SECRET, { domain: 'x' }, 'got --domain'],
  [Kind.OKTA_CLIENT_SECRET, { tenant: 'x' }, 'needs exactly one of --domain and --token-url, got --tenant'],
  [OWN, { domain: 'x' }, 'own needs --token-url, got --domain'],
  [Kind.UAA_CLIENT_SECRET, { domain: 'x', tokenUrl: 'https://x/y' }, 'got --domain and --token-url'],
  [Kind.UAA_CLIENT_SECRET, { domain: 'http://x' }, '--domain is a host'],
  [Kind.UAA_CLIENT_SECRET, { domain: 'x/oauth/token' }, 'give a whole address as --token-url'],
  [Kind.ENTRA_CLIENT_SECRET, { tenant: '../../x' }, '--tenant is a directory id'],
  [OWN, { tokenUrl: 'http://idp.example.com/token' }, '--token-url is https://'],
  [OWN, { tokenUrl: 'https://me:secret@idp.example.com/token' }, 'got "https://idp.example.com/token"'],
  [OWN, { tokenUrl: 'nonsense' }, 'got "nonsense"'],
  [OWN, { clientId: ' ', tokenUrl: 'https://x/y' }, '--client-id is needed'],
  [Kind.AUTH0_PRIVATE_KEY_JWT, { domain: 'x', clientAuth: 'post' }, '--client-auth is basic or post, for secret kinds'],
])('%o refuses %j', (kind, options, complaint) => expect(() => at(kind, options)).toThrow(complaint));

test('asks for what is given, and at Entra for Graph where nothing is', () => {
  expect(at(Kind.ENTRA_CLIENT_SECRET, { tenant: 't' }).fields).toEqual({
    scope: 'https://graph.microsoft.com/.default',
  });
  expect(at(Kind.ENTRA_CLIENT_SECRET, { tenant: 't', scope: 'api://x/.default' }).fields).toEqual({
    scope: 'api://x/.default',
  });
  expect(at(Kind.AUTH0_PRIVATE_KEY_JWT, { domain: 'd', audience: 'https://api/' }).fields).toEqual({
    audience: 'https://api/',
  });
  expect(at(Kind.UAA_CLIENT_SECRET, { domain: 'd' }).fields).toEqual({});
});
