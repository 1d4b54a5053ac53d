import type { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';

/** Why the keys of an app cannot be rotated as the app is configured; empty when they can. */
export function appRefusals(app: AppOauth, keyIds: readonly string[]): readonly string[] {
  const refuse = (rule: string, got: string, remedy: string): string =>
    `${rule}, got ${got} on ${app.node.path}: ${remedy}`;
  const { tokenEndpointAuthMethodInput: method, omitSecretInput: omitSecret, jwksInput: jwks, lifecycle } = app;
  const ignored = lifecycle?.ignoreChanges ?? [];
  const isIgnored = ignored === 'all' || ignored.some((name) => /^jwks\b/.test(name));
  const kids = Array.isArray(jwks) ? jwks.map(({ kid }) => kid) : [];
  return [
    ...(method === 'private_key_jwt'
      ? []
      : [
          refuse(
            'an app with keys signs in with private_key_jwt',
            `tokenEndpointAuthMethod "${method ?? 'client_secret_basic'}"`,
            'set tokenEndpointAuthMethod to "private_key_jwt"',
          ),
        ]),
    ...(app.jwksUriInput === undefined
      ? []
      : [refuse('the keys of a set are in the app itself', 'jwksUri', 'leave jwksUri out')]),
    ...(omitSecret === undefined || omitSecret === false
      ? []
      : [
          refuse(
            'an app with keys has no secret to omit',
            'omitSecret',
            'leave it out: with it, every update carries an empty secret',
          ),
        ]),
    ...(isIgnored
      ? [
          refuse(
            'Terraform writes the keys',
            'ignoreChanges for them in the lifecycle',
            'leave jwks out of ignoreChanges',
          ),
        ]
      : []),
    ...(app.count === undefined && app.forEach === undefined
      ? []
      : [refuse('a set belongs to one app', 'count or forEach', 'make one AppOauth and one set for each')]),
    ...(jwks !== undefined && !Array.isArray(jwks)
      ? [refuse('keys from outside are a list', 'a jwks token', 'give jwks as a list of keys')]
      : []),
    ...keyIds
      .filter((keyId) => kids.filter((kid) => kid === keyId).length !== 1)
      .map((keyId) =>
        refuse(
          'the keys of a set stay on its app',
          `jwks without or with two of ${keyId}`,
          'give your own jwks before the set is made',
        ),
      ),
  ];
}
