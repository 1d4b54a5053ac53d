import { ANY_PROVIDER, AUTH0, ENTRA, type IdentityProvider, judge, OKTA, UAA } from '../../../lib/admin/sign-in';
import { tokenAnswer } from '../../../lib/admin/sign-in/token-answer';

type Row = readonly [IdentityProvider, number, object | string, string, RegExp];

const error = (name: string, description = ''): object => ({ error: name, error_description: description });
const aadsts = (name: string, code: number): object => ({
  ...error(name, `AADSTS${code}: words.\r\nTrace ID: 1`),
  error_codes: [code],
});
const okta = (summary: string): object => ({ errorCode: 'invalid_client', errorSummary: summary });

const ROWS: readonly Row[] = [
  [ENTRA, 401, aadsts('invalid_client', 7000215), 'refused credential', /does not know this secret/],
  [ENTRA, 401, aadsts('invalid_client', 7000222), 'refused credential', /expired/],
  [ENTRA, 401, aadsts('invalid_client', 700027), 'refused credential', /certificate/],
  [ENTRA, 400, aadsts('unauthorized_client', 700016), 'refused application', /no such application/],
  [ENTRA, 401, aadsts('unauthorized_client', 7000112), 'refused application', /disabled/],
  [ENTRA, 400, error('unauthorized_client', 'AADSTS7000112: only in words'), 'refused application', /disabled/],
  [ENTRA, 400, aadsts('invalid_request', 90002), 'misasked', /no such tenant/],
  [ENTRA, 400, aadsts('invalid_resource', 500011), 'misasked', /resource/],
  [ENTRA, 401, aadsts('invalid_client', 700024), 'unclear', /clocks/],
  [ENTRA, 401, aadsts('invalid_client', 99), 'refused either', /wrong, or/],
  [ENTRA, 400, aadsts('unauthorized_client', 99), 'refused application', /may not sign in/],
  [AUTH0, 401, error('access_denied', 'Unauthorized'), 'refused either', /wrong, or/],
  [AUTH0, 401, error('invalid_client', 'Client assertion'), 'refused either', /wrong, or/],
  [AUTH0, 403, error('access_denied', 'Service not found: x'), 'misasked', /audience/],
  [AUTH0, 403, error('unauthorized_client', 'Grant type'), 'misasked', /client_credentials/],
  [AUTH0, 429, error('access_denied', 'Global limit has been reached'), 'unclear', /trouble/],
  [OKTA, 401, error('invalid_client', 'The client secret supplied is invalid.'), 'refused credential', /secret/],
  [OKTA, 401, error('invalid_client', 'The client_assertion JWT kid is invalid.'), 'refused credential', /key/],
  [OKTA, 401, error('invalid_client', 'The client_assertion signature is invalid.'), 'refused credential', /key/],
  [OKTA, 400, okta("Invalid value for 'client_id' parameter."), 'refused application', /not active/],
  [OKTA, 401, error('invalid_client', 'Something new'), 'refused either', /wrong, or/],
  [OKTA, 400, error('invalid_scope', 'One or more scopes'), 'misasked', /scope/],
  [UAA, 401, error('unauthorized', 'Bad credentials'), 'refused either', /wrong, or/],
  [UAA, 401, error('invalid_client', 'Bad credentials'), 'refused either', /wrong, or/],
  [UAA, 401, error('invalid_client', 'Missing credentials'), 'refused credential', /no secret/],
  [UAA, 401, error('invalid_client', 'Unauthorized grant type: client_credentials'), 'accepted withheld', /^$/],
  [UAA, 400, error('invalid_scope', 'x is invalid'), 'misasked', /credential is right/],
  [ANY_PROVIDER, 401, error('invalid_client'), 'refused either', /wrong, or/],
  [ANY_PROVIDER, 400, error('unsupported_grant_type'), 'misasked', /client_credentials/],
  [ANY_PROVIDER, 400, error('invalid_request'), 'misasked', /request/],
  [ANY_PROVIDER, 418, error('teapot'), 'unclear', /RFC 6749/],
  [ANY_PROVIDER, 200, { access_token: 'x' }, 'accepted given', /^$/],
];

test.each(ROWS.map(([provider, ...rest]) => [provider.name, ...rest, provider] as const))(
  '%s: %d %j is %s',
  (_name, status, body, verdict, why, provider) => expectVerdict(provider, status, body, verdict, why),
);

/** What a gateway, a proxy or a wrong address says must never pass for what the identity provider says. */
describe.each([ENTRA, AUTH0, OKTA, UAA, ANY_PROVIDER])('at $name', (provider) => {
  test.each([
    [200, 'login page'],
    [200, {}],
    [200, { access_token: '' }],
    [302, ''],
    [401, 'go away'],
    [403, { message: 'forbidden' }],
    [404, {}],
    [500, error('invalid_client', 'client secret')],
    [503, error('temporarily_unavailable')],
  ] as const)('%d %j is unclear', (status, body) =>
    expectVerdict(provider, status, body, 'unclear', /none of a token endpoint/),
  );
});

function expectVerdict(provider: IdentityProvider, status: number, body: unknown, verdict: string, why: RegExp): void {
  const given = judge(provider, tokenAnswer({ status, headers: {}, body }));
  const more = given.kind === 'refused' ? ` ${given.what}` : given.kind === 'accepted' ? ` ${given.token}` : '';
  expect(`${given.kind}${more}`).toBe(verdict);
  expect('why' in given ? given.why : '').toMatch(why);
}
