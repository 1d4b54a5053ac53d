/** A resource of a store's provider, and the bindings on npm that its schema is read from. */
export interface StoreBindings {
  readonly type: string;
  readonly bindings: string;
  readonly version: string;
  /** The folder of the resource in the bindings. */
  readonly module: string;
  /** The provider's address, as in `required_providers`. */
  readonly source: string;
}

export const STORE_BINDINGS: readonly StoreBindings[] = [
  {
    type: 'azurerm_key_vault_secret',
    bindings: '@cdktf/provider-azurerm',
    version: '14.23.1',
    module: 'key-vault-secret',
    source: 'hashicorp/azurerm',
  },
  {
    type: 'aws_secretsmanager_secret_version',
    bindings: '@cdktf/provider-aws',
    version: '21.22.1',
    module: 'secretsmanager-secret-version',
    source: 'hashicorp/aws',
  },
  {
    type: 'aws_ssm_parameter',
    bindings: '@cdktf/provider-aws',
    version: '21.22.1',
    module: 'ssm-parameter',
    source: 'hashicorp/aws',
  },
  {
    type: 'google_secret_manager_secret_version',
    bindings: '@cdktf/provider-google',
    version: '16.12.1',
    module: 'secret-manager-secret-version',
    source: 'hashicorp/google',
  },
  {
    type: 'kubernetes_secret_v1',
    bindings: '@cdktf/provider-kubernetes',
    version: '12.1.1',
    module: 'secret-v1',
    source: 'hashicorp/kubernetes',
  },
  {
    type: 'github_actions_secret',
    bindings: '@cdktf/provider-github',
    version: '15.3.1',
    module: 'actions-secret',
    source: 'integrations/github',
  },
];

/** An attribute, as far as bindings tell: they say neither what is sensitive or write-only, nor what replaces the resource. */
export interface BoundAttribute {
  readonly type: string | readonly [string, string];
  readonly required?: true;
  readonly optional?: true;
  /** Only read; whether an optional one is also computed, bindings do not say. */
  readonly computed?: true;
}

export interface BoundBlock {
  readonly attributes: Readonly<Record<string, BoundAttribute>>;
  readonly blocks: Readonly<Record<string, BoundBlock & { readonly nesting: string; readonly required?: true }>>;
}

/** One fixture, `test/stores/schemas/<type>.json`. */
export interface BoundSchema extends BoundBlock {
  readonly type: string;
  readonly source: string;
  readonly providerVersion: string;
  readonly bindings: string;
}

/** Reads the schema of one resource out of its bindings. */
export function boundSchema(from: StoreBindings, code: string, declarations: string): BoundSchema {
  const providerVersion = /providerVersion: '([^']+)'/.exec(code)?.[1];
  if (providerVersion === undefined)
    throw new Error(`the bindings of ${from.type} do not say which provider they are of`);
  const resource = section(code, /^class \w+ extends cdktf\.TerraformResource/m, /^}/m);
  const config = section(declarations, /^export interface \w+Config extends cdktf\.TerraformMetaArguments/m, /^}/m);
  const block = boundBlock(
    code,
    declarations,
    section(resource, /synthesizeHclAttributes\(\)/, /remove undefined/),
    config,
  );
  const computed: Record<string, BoundAttribute> = {};
  for (const [, kind = '', name = ''] of resource.matchAll(/this\.get(\w+)Attribute\('(\w+)'\)/g)) {
    if (!(name in block.attributes)) computed[name] = { type: GETTERS[kind] ?? kind, computed: true };
  }
  return {
    type: from.type,
    source: from.source,
    providerVersion,
    bindings: `${from.bindings}@${from.version}`,
    attributes: sorted({ ...block.attributes, ...computed }),
    blocks: block.blocks,
  };
}

const GETTERS: Readonly<Record<string, BoundAttribute['type']>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  List: ['list', 'string'],
  StringMap: ['map', 'string'],
};

const SIMPLE: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' };

function boundBlock(code: string, declarations: string, body: string, config: string): BoundBlock {
  const attributes: Record<string, BoundAttribute> = {};
  const blocks: Record<string, BoundBlock['blocks'][string]> = {};
  const entry = /(\w+): \{\s+value: [^\n]*,\s+isBlock: (\w+),\s+type: "(\w+)",\s+storageClassType: "(\w+)"/g;
  for (const [, name = '', isBlock, type = '', storage = ''] of body.matchAll(entry)) {
    const required = new RegExp(`^    readonly ${camelCase(name)}:`, 'm').test(config);
    if (isBlock === 'true') {
      const struct = storage.replace(/List$/, '');
      const inner = section(code, new RegExp(`^function \\w*${struct}ToHclTerraform`, 'mi'), /remove undefined/);
      const innerConfig = section(declarations, new RegExp(`^export interface ${struct} `, 'm'), /^}/m);
      const nesting = type === 'struct' ? 'single' : type;
      blocks[name] = { nesting, ...(required && { required }), ...boundBlock(code, declarations, inner, innerConfig) };
    } else {
      const element = SIMPLE[storage];
      attributes[name] = {
        type: element ?? [type, 'string'],
        ...(required ? { required } : { optional: true }),
      };
    }
  }
  return { attributes: sorted(attributes), blocks };
}

function section(text: string, begin: RegExp, end: RegExp): string {
  const from = text.search(begin);
  if (from < 0) throw new Error(`the bindings have no ${String(begin)}`);
  const rest = text.slice(from);
  return rest.slice(0, rest.search(end));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function sorted<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}
