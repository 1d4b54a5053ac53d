import type { Diagnostic } from './diagnostic';
import type { BlockSchema } from './schema';
import type { Values } from './value';

/** What a resource gets with every call. */
export interface CallContext<Client> {
  /** What {@link ProviderType.configure} returned. */
  readonly client: Client;
  /** Aborted when Terraform cancels the call, asks the provider to stop, or dies. */
  readonly signal: AbortSignal;
  /** Says something beside the result of the call, which succeeds all the same. */
  warn(summary: string, detail?: string, path?: Diagnostic['path']): void;
}

export interface PlanRequest {
  /** Undefined when the resource is created. */
  readonly prior?: Values;
  readonly config: Values;
  /** The default plan: configuration merged with prior values, computed values of new things unknown. */
  readonly proposed: Values;
}

export interface PlanResult {
  readonly planned: Values;
  /** Paths of attributes whose change replaces the resource, as `name` or `block.0.name`. */
  readonly requiresReplace?: readonly string[];
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * One managed resource type. Values are plain objects with every attribute of the schema present
 * (null where not set). Throwing a {@link PluginError} gives Terraform a diagnostic with its attribute path.
 */
export interface ResourceType<Client = unknown> {
  readonly version?: number;
  readonly schema: BlockSchema;
  validate?(config: Values): readonly Diagnostic[];
  /** Without it: `proposed`, replaced when an attribute with `forceNew` changed. */
  plan?(context: CallContext<Client>, request: PlanRequest): Promise<PlanResult>;
  create(context: CallContext<Client>, planned: Values, config: Values): Promise<Values>;
  /** Undefined: the thing no longer exists. */
  read(context: CallContext<Client>, state: Values): Promise<Values | undefined>;
  /** Without it every change must be a replacement. */
  update?(context: CallContext<Client>, prior: Values, planned: Values, config: Values): Promise<Values>;
  delete(context: CallContext<Client>, state: Values): Promise<void>;
  import?(context: CallContext<Client>, id: string): Promise<Values>;
}

export interface DataSourceType<Client = unknown> {
  readonly schema: BlockSchema;
  read(context: CallContext<Client>, config: Values): Promise<Values>;
}

export interface ProviderType<Client = unknown> {
  /** Full address, `registry.terraform.io/hashicorp/azuread`. */
  readonly address: string;
  /**
   * Set for a provider that behaves as one on HashiCorp's older SDK: Terraform then lets it plan a default for an
   * attribute that is not set, and a change of `timeouts` alone is none.
   */
  readonly legacyTypes?: boolean;
  readonly schema: BlockSchema;
  configure(config: Values): Promise<Client>;
  readonly resources: Readonly<Record<string, ResourceType<Client>>>;
  readonly dataSources?: Readonly<Record<string, DataSourceType<Client>>>;
}
