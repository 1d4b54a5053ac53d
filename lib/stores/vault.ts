import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import type { Construct } from 'constructs';
import type { IStore } from '../constructs';
import { type TerraformProvider, type TerraformResource, Token } from '../constructs/cdktf';
import { InputError } from '../rotation';
import { checkJsonName, jsonText } from './common/json-text';

export interface VaultKvProps {
  /** Path of the KV version 2 secrets engine, for example `kv`. */
  readonly mount: string;
  /** Path of the secret below the mount, for example `apps/billing`. The publication owns the whole secret. */
  readonly path: string;
  readonly namespace?: string;
  /** The Vault provider, where a stack has several. */
  readonly provider?: TerraformProvider;
}

const PATH = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)*$/;

/** A secret in HashiCorp Vault's KV version 2 engine (`vault_kv_secret_v2`). Its versions keep what was published before. */
export class VaultKv implements IStore {
  readonly storeId = 'vault';

  /** @throws InputError when mount or path is empty, begins or ends with a slash, or holds other than letters, digits, `_`, `-`, `.` */
  constructor(private readonly props: VaultKvProps) {
    for (const name of ['mount', 'path'] as const) {
      if (!Token.isUnresolved(props[name]) && !PATH.test(props[name])) {
        throw new InputError(
          `vault ${name} is letters, digits, "_", "-" and "." in parts divided by single slashes, got "${props[name]}"`,
        );
      }
    }
  }

  get location(): string {
    const { namespace, mount, path, provider } = this.props;
    const vault = ['vault', provider?.alias ?? '', namespace ?? ''].filter((part) => part !== '').join(' ');
    return `${vault} ${mount}/${path}`;
  }

  /** @throws InputError unless the name is 1 to 255 letters, digits, `_`, `-` and `.`, beginning with a letter or `_` */
  checkName(name: string): void {
    checkJsonName('vault', name);
  }

  publish(scope: Construct, id: string, entries: Readonly<Record<string, string>>): readonly TerraformResource[] {
    return [
      new KvSecretV2(scope, id, {
        mount: this.props.mount,
        name: this.props.path,
        namespace: this.props.namespace,
        dataJson: jsonText('vault', entries),
        provider: this.props.provider,
      }),
    ];
  }
}
