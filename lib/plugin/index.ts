export { type Diagnostic, PluginError } from './diagnostic';
export { isLaunched, type LaunchOptions, serveLaunched } from './launch';
export { type Log, type LogLevel, terraformLog } from './log';
export { providerCalls } from './provider-calls';
export {
  reattachEnvironment,
  type Reattach,
  type ReattachedProvider,
  serveReattach,
  type ServeOptions,
} from './reattach';
export type { CallContext, DataSourceType, PlanRequest, PlanResult, ProviderType, ResourceType } from './resource';
export type { AttributeSchema, AttributeType, BlockSchema, NestedBlockSchema } from './schema';
export { type Handlers, Session } from './session';
export { Dynamic, isObject, Unknown, type Value, type Values } from './value';
