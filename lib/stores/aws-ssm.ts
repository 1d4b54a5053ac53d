import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { childId } from './common/child-id';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';
import { markOf, type Marks, valueArguments, writeOnlyVersion } from './common/write-only-version';

export interface AwsSsmProps {
  /** What stands before each name, `/apps/billing`: the parameter is `/apps/billing/AZURE_CLIENT_SECRET`. */
  readonly path: string;
  /**
   * Id, alias or ARN of the KMS key that encrypts the values.
   *
   * @default the account's key for SSM, `alias/aws/ssm`
   */
  readonly keyId?: string;
  /**
   * Whether the values stay out of the state of these resources (`value_wo`). Needs Terraform >= 1.11 and aws >= 5.88.
   * The version changes with `keyId`, too: the provider sends an empty value when anything else changes alone.
   *
   * @default false
   */
  readonly writeOnly?: boolean;
  /** The aws provider, where a stack has several. */
  readonly provider?: TerraformProvider;
}

const STORE = 'aws-ssm';
/** Systems Manager user guide, "parameter name requirements": at most 15 levels, the name is one of them. */
const PATH = /^(\/[\w.-]+){1,14}$/;
const NAME = /^[\w.-]+$/;
/** 1011 with the ARN before it, of which 100 are left to partition, region and account. */
const LONGEST = 911;

/**
 * Parameters in AWS Systems Manager, a SecureString for each name (`aws_ssm_parameter`), changed in place. Each change is a
 * version of the parameter; a label is not moved along by the provider, so read without one. Each name is written by
 * itself: what must change together, as the key id and the thumbprint of a certificate, is found by one of them.
 */
export class AwsSsm implements IStore {
  readonly storeId = STORE;

  /** @throws InputError unless the path is 1 to 14 levels of letters, digits, `_`, `-` and `.`, each after a slash */
  constructor(private readonly props: AwsSsmProps) {
    const { path } = props;
    if (!Token.isUnresolved(path) && (!PATH.test(path) || /^\/(aws|ssm)/i.test(path))) {
      throw new InputError(
        `the path of parameters is 1 to 14 levels of letters, digits, "_", "-" and ".", each after a slash, and begins with neither "/aws" nor "/ssm", got "${path}"`,
      );
    }
  }

  get location(): string {
    return place(STORE, this.props.provider, this.props.path);
  }

  locationOf(name: string): string {
    return `${this.location}/${name}`;
  }

  /** @throws InputError unless the name is letters, digits, `_`, `-` and `.`, at most 911 together with the path */
  checkName(name: string): void {
    const { path } = this.props;
    const length = name.length + (Token.isUnresolved(path) ? 0 : path.length + 1);
    if (!NAME.test(name) || length > LONGEST) {
      throw new InputError(
        `a name in aws ssm is letters, digits, "_", "-" and ".", at most ${LONGEST} with its path, got ${JSON.stringify(name)}`,
      );
    }
  }

  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Marks,
  ): readonly TerraformResource[] {
    const { path, keyId, writeOnly, provider } = this.props;
    const version = (name: string): number => writeOnlyVersion(STORE, markOf(marks, name, keyId ?? ''));
    return Object.entries(entries).map(
      ([name, value]) =>
        new StoreResource(scope, childId(id, name), {
          type: 'aws_ssm_parameter',
          providerName: 'aws',
          attributes: {
            name: `${path}/${name}`,
            type: 'SecureString',
            key_id: keyId,
            ...valueArguments('value', value, writeOnly ? version(name) : undefined),
          },
          provider,
        }),
    );
  }
}
