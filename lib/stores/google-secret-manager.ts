import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { checkJsonName, jsonText } from './common/json-text';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';
import { type Marks, valueArguments, writeOnlyVersion } from './common/write-only-version';

export interface GoogleSecretManagerProps {
  /** A secret that exists, `projects/…/secrets/…`; `google_secret_manager_secret.id`. The publication owns its value. */
  readonly secret: string;
  /**
   * Whether the value stays out of the state of this resource (`secret_data_wo`). Needs Terraform >= 1.11 and google >= 6.25.
   *
   * @default false
   */
  readonly writeOnly?: boolean;
  /** The google provider, where a stack has several. */
  readonly provider?: TerraformProvider;
}

const STORE = 'google-secret-manager';
/** Secret ids: 1 to 255 letters, digits, `_` and `-` (API reference, projects.secrets.create). */
const SECRET = /^projects\/[a-z0-9.:-]+\/secrets\/[\w-]{1,255}$/;

/**
 * A secret in Google Secret Manager: one JSON object with all names (`google_secret_manager_secret_version`). Each new
 * value is a new version; applications read `latest`.
 *
 * A version never changes, so the provider replaces it. It is made before the old one goes, and the old one is only
 * abandoned (`deletion_policy = "ABANDON"`): destroyed, it would fail whoever reads `latest` from a replica that does not
 * know the new one yet, or has the number of a version. What old versions hold ends with its credential; destroy them
 * as your rules ask. Terraform takes over create_before_destroy for what this depends on: a secret of the same stack
 * cannot be replaced under its name.
 */
export class GoogleSecretManager implements IStore {
  readonly storeId = STORE;

  /** @throws InputError unless the secret is `projects/<project>/secrets/<id>` */
  constructor(private readonly props: GoogleSecretManagerProps) {
    const { secret } = props;
    if (!Token.isUnresolved(secret) && !SECRET.test(secret)) {
      throw new InputError(
        `secret is "projects/<project>/secrets/<id>", got "${secret}": pass google_secret_manager_secret.id`,
      );
    }
  }

  get location(): string {
    return place(STORE, this.props.provider, this.props.secret);
  }

  /** @throws InputError unless the name is 1 to 255 letters, digits, `_`, `-` and `.`, beginning with a letter or `_` */
  checkName(name: string): void {
    checkJsonName('google secret manager', name);
  }

  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Marks,
  ): readonly TerraformResource[] {
    const { secret, writeOnly, provider } = this.props;
    const version = writeOnly ? writeOnlyVersion(STORE, marks) : undefined;
    return [
      new StoreResource(scope, id, {
        type: 'google_secret_manager_secret_version',
        providerName: 'google',
        attributes: {
          secret,
          deletion_policy: 'ABANDON',
          ...valueArguments('secret_data', jsonText(STORE, entries), version),
        },
        lifecycle: { createBeforeDestroy: true },
        provider,
      }),
    ];
  }
}
