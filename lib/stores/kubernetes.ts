import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { place } from './common/place';
import { StoreResource } from './common/store-resource';
import { type Marks, valueArguments, writeOnlyVersion } from './common/write-only-version';

export interface KubernetesProps {
  /** Name of the secret. The publication owns the whole secret. */
  readonly name: string;
  /** @default default */
  readonly namespace?: string;
  /**
   * Whether the values stay out of the state of this resource (`data_wo`). Needs Terraform >= 1.11 and
   * kubernetes 2.36, 2.37 or >= 3.2.1: between, creating fails with "Missing Resource Identity After Create" (GH-2859).
   *
   * @default false
   */
  readonly writeOnly?: boolean;
  /** The kubernetes provider, where a stack has several, for example one a cluster. */
  readonly provider?: TerraformProvider;
}

const STORE = 'kubernetes';
/** kubernetes.io/docs/concepts/overview/working-with-objects/names: a DNS subdomain, a DNS label. */
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** kubernetes.io/docs/concepts/configuration/secret; `.` and `..` are refused by the API server. */
const KEY = /^(?!\.\.?$)[\w.-]{1,253}$/;

/**
 * A secret of a Kubernetes namespace with a key for each name (`kubernetes_secret_v1`), changed in place. A pod that
 * mounts it sees the change after a while, the kubelet's sync period and cache; one that has it in its environment sees
 * it after a restart. Grace is at least as long.
 */
export class Kubernetes implements IStore {
  readonly storeId = STORE;

  /** @throws InputError when name or namespace is not one in Kubernetes */
  constructor(private readonly props: KubernetesProps) {
    const { name, namespace = 'default' } = props;
    if (!Token.isUnresolved(name) && !SUBDOMAIN.test(name)) {
      throw new InputError(
        `the name of a kubernetes secret is 1 to 253 lower-case letters, digits, "-" and ".", each part between dots beginning and ending with a letter or digit, got "${name}"`,
      );
    }
    if (!Token.isUnresolved(namespace) && !LABEL.test(namespace)) {
      throw new InputError(
        `a kubernetes namespace is 1 to 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, got "${namespace}"`,
      );
    }
  }

  get location(): string {
    const { provider, namespace = 'default', name } = this.props;
    return place(STORE, provider, `${namespace}/${name}`);
  }

  /** @throws InputError unless the name is 1 to 253 letters, digits, `_`, `-` and `.` */
  checkName(name: string): void {
    if (!KEY.test(name)) {
      throw new InputError(
        `a key of a kubernetes secret is 1 to 253 letters, digits, "_", "-" and ".", and neither "." nor "..", got ${JSON.stringify(name)}`,
      );
    }
  }

  publish(
    scope: Construct,
    id: string,
    entries: Readonly<Record<string, string>>,
    marks: Marks,
  ): readonly TerraformResource[] {
    const { name, namespace = 'default', writeOnly, provider } = this.props;
    const version = writeOnly ? writeOnlyVersion(STORE, marks) : undefined;
    return [
      new StoreResource(scope, id, {
        type: 'kubernetes_secret_v1',
        providerName: 'kubernetes',
        attributes: {
          metadata: [{ name, namespace }],
          ...valueArguments('data', entries, version, 'revision'),
        },
        provider,
      }),
    ];
  }
}
