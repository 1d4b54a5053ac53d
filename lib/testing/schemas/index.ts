import type { BlockSchema } from '../../plugin/schema';
import auth0 from './auth0.json';
import azuread from './azuread.json';
import okta from './okta.json';
import { blockSchema, type ProviderJson, type ResourceJson } from './terraform-json';

export { withForceNew } from './force-new';

/** The schema of a resource, with the version that Terraform stores beside its state. */
export interface ResourceSchema extends BlockSchema {
  readonly version: number;
}

export interface ProviderSchema {
  readonly provider: BlockSchema;
  readonly resources: Readonly<Record<string, ResourceSchema>>;
  readonly dataSources: Readonly<Record<string, BlockSchema>>;
}

export type SimulatedProvider = 'auth0' | 'azuread' | 'okta';

/** The compiler reads `"string"` in a JSON module as any string, so the modules' own types are too wide. */
const FILES = { auth0, azuread, okta } as unknown as Readonly<Record<SimulatedProvider, ProviderJson>>;

const loaded = new Map<SimulatedProvider, ProviderSchema>();

/**
 * The schema of a provider, cut to the resources that are simulated: auth0 1.55.0, azuread 3.9.0, okta 6.12.0.
 * The files are written by `scripts/provider-schemas.ts` and hold names, types and flags only.
 */
export function providerSchema(name: SimulatedProvider): ProviderSchema {
  const schema = loaded.get(name) ?? convert(FILES[name]);
  loaded.set(name, schema);
  return schema;
}

function convert(json: ProviderJson): ProviderSchema {
  return {
    provider: blockSchema(json.provider.block),
    resources: each(json.resource_schemas, ({ version, block }) => ({ version, ...blockSchema(block) })),
    dataSources: each(json.data_source_schemas, ({ block }) => blockSchema(block)),
  };
}

function each<To>(from: Readonly<Record<string, ResourceJson>>, to: (json: ResourceJson) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([name, json]) => [name, to(json)]));
}
