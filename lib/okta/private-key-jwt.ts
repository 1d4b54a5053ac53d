import type { AppOauth, AppOauthJwks } from '@cdktf/provider-okta/lib/app-oauth';
import type { Construct } from 'constructs';
import { CredentialSet, type SlotContent } from '../constructs';
import { TerraformStack } from '../constructs/cdktf';
import { InputError, Kind, keyIdOf, type ManifestSet, publicJwk, type Slot } from '../rotation';
import { appRefusals } from './app-refusals';

/** The values of one key. All are public: the private key travels outside Terraform. */
export interface OktaPrivateKeyJwtValues {
  readonly clientId: string;
  /** The `kid` of a client assertion, which Okta wants once an app has several keys. The private key is found by it. */
  readonly keyId: string;
}

export interface OktaPrivateKeyJwtProps {
  /** The set in the manifest: `Rotations.fromFile('rotation.prod.json').get('billing')`. */
  readonly rotation: ManifestSet;
  /** The app whose keys are rotated, of the same stack. Its own `jwks`, for consumers from outside, stay first. */
  readonly app: AppOauth;
  /**
   * Whether Terraform refuses to replace or destroy the app. False is for throw-away environments.
   *
   * @default true
   */
  readonly protect?: boolean;
}

/**
 * The public keys of an Okta app that signs in with private_key_jwt: `jwks` of the app itself, which stays yours and
 * keeps its address.
 *
 * The provider compares the list by position with Okta's answer, whose order is not documented. Keys in the order of
 * their age, with kids that sort the same way, give an empty plan for every order that was tried.
 */
export class OktaPrivateKeyJwt extends CredentialSet {
  /** @throws InputError when the app is of another stack or not configured for keys */
  constructor(scope: Construct, id: string, props: OktaPrivateKeyJwtProps) {
    const { app } = props;
    if (TerraformStack.of(app) !== TerraformStack.of(scope)) {
      throw new InputError(
        `a set is in the stack of its app, got ${app.node.path} of another stack: make the set where the app is made`,
      );
    }
    super(scope, id, Kind.OKTA_PRIVATE_KEY_JWT, app.id, props);
    const keys = this.filledSlots
      .map((filled) => ({ ...filled, jwk: jwkOf(filled.publicKey ?? '', keyIdOf(this.set.kind, filled) ?? '') }))
      .sort((one, other) => one.generation - other.generation);
    const given = app.jwksInput;
    if (given === undefined || Array.isArray(given)) app.putJwks([...(given ?? []), ...keys.map(({ jwk }) => jwk)]);
    const { preventDestroy } = this.sharedLifecycle;
    if (preventDestroy) app.lifecycle = { ...app.lifecycle, preventDestroy };

    const refusals = (): string[] => [
      ...appRefusals(
        app,
        keys.map(({ jwk }) => jwk.kid),
      ),
    ];
    const [refused] = refusals();
    if (refused !== undefined) throw new InputError(refused);
    this.node.addValidation({ validate: refusals });

    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, jwk } of keys) {
      const values = { clientId: app.clientId, keyId: jwk.kid };
      contents[slot] = { resource: app, keyId: jwk.kid, values, intact: intact(app.fqn, jwk) };
    }
    this.hold(contents);
  }

  /** What consumers sign in with. */
  get current(): OktaPrivateKeyJwtValues {
    return this.valuesOf('current');
  }

  /** The staged key; equals current while nothing is staged. */
  get next(): OktaPrivateKeyJwtValues {
    return this.valuesOf('next');
  }

  /** The key that was current before, while it is still valid. */
  get previous(): OktaPrivateKeyJwtValues | undefined {
    return this.tryPreviousValues();
  }
}

/** Without `crv`, which the provider does not know: Okta takes the curve from the length of the coordinates. */
function jwkOf(pem: string, kid: string): AppOauthJwks {
  const jwk = publicJwk(pem);
  switch (jwk.kty) {
    case 'RSA':
      return { kid, kty: jwk.kty, e: jwk.e, n: jwk.n };
    case 'EC':
      return { kid, kty: jwk.kty, x: jwk.x, y: jwk.y };
  }
}

/** One PUT replaces the keys and every other setting of the app: the key has to be in it, and the app has to take keys. */
function intact(app: string, { kid, n, x }: AppOauthJwks): string {
  const isHeld = `contains([for k in ${app}.jwks : k.kid == "${kid}" && k.${n === undefined ? 'x' : 'n'} == "${n ?? x}"], true)`;
  return `${isHeld} && ${app}.token_endpoint_auth_method == "private_key_jwt" && ${app}.status != "INACTIVE"`;
}
