import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { checkJsonName, jsonText } from './common/json-text';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';
import { type Marks, valueArguments, writeOnlyVersion } from './common/write-only-version';

export interface AwsSecretsManagerProps {
  /** ARN or name of a secret that exists; `aws_secretsmanager_secret.id`. The publication owns its value. */
  readonly secretId: string;
  /**
   * Whether the value stays out of the state of this resource (`secret_string_wo`). Needs Terraform >= 1.11 and aws >= 5.88.
   *
   * @default false
   */
  readonly writeOnly?: boolean;
  /** The aws provider, where a stack has several. */
  readonly provider?: TerraformProvider;
}

const STORE = 'aws-secrets-manager';
/** API reference, CreateSecret; an ARN adds colons. */
const SECRET_ID = /^[\w/+=.@:-]{1,2048}$/;

/**
 * A secret in AWS Secrets Manager: one JSON object with all names (`aws_secretsmanager_secret_version`), as its console
 * and its caching clients read it.
 *
 * Each new value is a new version. AWS itself moves AWSCURRENT to it, and AWSPREVIOUS to the one before, in the one call
 * that writes it; AWSCURRENT cannot be removed, so there is no moment without, although Terraform shows a replacement.
 *
 * The next credential stands under a name of its own in the same version, not under AWSPENDING: a second resource with
 * `version_stages = ["AWSPENDING"]` is replaced by removing the label first, and made before its destruction the removal
 * fails, because the label has moved on by then. The first version of a secret gets AWSCURRENT whatever was asked for. A
 * promotion would have to move AWSCURRENT between two resources of which one can never give it away. And while AWSPENDING is
 * on another version than AWSCURRENT, AWS refuses RotateSecret.
 */
export class AwsSecretsManager implements IStore {
  readonly storeId = STORE;

  /** @throws InputError when the secret is neither a name nor an ARN */
  constructor(private readonly props: AwsSecretsManagerProps) {
    const { secretId } = props;
    if (!Token.isUnresolved(secretId) && !SECRET_ID.test(secretId)) {
      throw new InputError(
        `secretId is a name or an ARN, letters, digits and any of "/_+=.@:-", got "${secretId}": pass aws_secretsmanager_secret.id`,
      );
    }
  }

  get location(): string {
    return place(STORE, this.props.provider, this.props.secretId);
  }

  /** @throws InputError unless the name is 1 to 255 letters, digits, `_`, `-` and `.`, beginning with a letter or `_` */
  checkName(name: string): void {
    checkJsonName('aws secrets manager', name);
  }

  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Marks,
  ): readonly TerraformResource[] {
    const { secretId, writeOnly, provider } = this.props;
    const version = writeOnly ? writeOnlyVersion(STORE, marks) : undefined;
    return [
      new StoreResource(scope, id, {
        type: 'aws_secretsmanager_secret_version',
        providerName: 'aws',
        attributes: {
          secret_id: secretId,
          ...valueArguments('secret_string', jsonText(STORE, entries), version),
        },
        provider,
      }),
    ];
  }
}
