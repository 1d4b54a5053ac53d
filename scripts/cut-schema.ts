import type { AttributeJson, BlockJson, ProviderJson, ResourceJson } from '../lib/testing/schemas/terraform-json';

export interface Simulated {
  readonly name: 'auth0' | 'azuread' | 'okta';
  readonly file: string;
  readonly address: string;
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  /**
   * What has an attribute called `description`. The files have lost it: whoever dropped the descriptions
   * dropped every key of that name.
   */
  readonly described: readonly string[];
}

/** What the simulators serve of each provider. */
export const SIMULATED: readonly Simulated[] = [
  {
    name: 'auth0',
    file: 'auth0-1.55.0.json',
    address: 'registry.terraform.io/auth0/auth0',
    resources: ['auth0_client', 'auth0_client_credentials'],
    dataSources: ['auth0_client'],
    described: ['auth0_client'],
  },
  {
    name: 'azuread',
    file: 'azuread-3.9.0.json',
    address: 'registry.terraform.io/hashicorp/azuread',
    resources: ['azuread_application_certificate', 'azuread_application_password', 'azuread_application_registration'],
    dataSources: ['azuread_client_config'],
    described: ['azuread_application_registration'],
  },
  {
    name: 'okta',
    file: 'okta-6.12.0.json',
    address: 'registry.terraform.io/okta/okta',
    resources: ['okta_app_oauth'],
    dataSources: ['okta_app_oauth'],
    described: [],
  },
];

/** What `terraform providers schema -json` says of one provider, without descriptions and unserved resources. */
export function cut(provider: Simulated, json: unknown): ProviderJson {
  const { provider_schemas: all } = json as { readonly provider_schemas: Readonly<Record<string, ProviderJson>> };
  const whole = all[provider.address];
  if (!whole) throw new Error(`the file does not hold the schema of ${provider.address}`);
  const pick = (from: Readonly<Record<string, ResourceJson>>, names: readonly string[], lost: AttributeJson) =>
    Object.fromEntries(
      names.map((name) => {
        const found = from[name];
        if (!found) throw new Error(`the file does not hold the schema of ${name}`);
        return [name, resource(provider.described.includes(name) ? described(found, lost) : found)];
      }),
    );
  return {
    provider: resource(whole.provider),
    resource_schemas: pick(whole.resource_schemas, provider.resources, { type: 'string', optional: true }),
    data_source_schemas: pick(whole.data_source_schemas, provider.dataSources, { type: 'string', computed: true }),
  };
}

function described({ version, block }: ResourceJson, description: AttributeJson): ResourceJson {
  const attributes = Object.entries({ description, ...block.attributes }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { version, block: { ...block, attributes: Object.fromEntries(attributes) } };
}

function resource({ version, block: contents }: ResourceJson): ResourceJson {
  return { version, block: block(contents) };
}

function block({ attributes, block_types: blocks }: BlockJson): BlockJson {
  return {
    ...(attributes && { attributes: each(attributes, attribute) }),
    ...(blocks && { block_types: each(blocks, (nested) => ({ ...nested, block: block(nested.block) })) }),
  };
}

function attribute(json: AttributeJson): AttributeJson {
  const { type, required, optional, computed, sensitive, write_only, deprecated } = json;
  const flags = { required, optional, computed, sensitive, write_only, deprecated };
  return { type, ...Object.fromEntries(Object.entries(flags).filter(([, set]) => set)) };
}

function each<Json>(from: Readonly<Record<string, Json>>, to: (json: Json) => Json): Record<string, Json> {
  return Object.fromEntries(Object.entries(from).map(([name, json]) => [name, to(json)]));
}
