export * from './auth0';
export { clientAssertion, type ClientAssertionOptions, JWT_BEARER, requestToken } from './client-assertion';
export { Consumer, type ConsumerOptions, type Published, type SignIn } from './consumer';
export { Deployment, type DeploymentOptions } from './deployment';
export {
  type CredentialChange as EntraCredentialChange,
  EntraModel,
  type EntraModelOptions,
  entraProvider,
  type EntraProviderOptions,
  type LiveCredential,
} from './entra';
export { type AdminCall, type AfterInterceptor, type Fault, type Interceptor, type ModelServer } from './http';
export {
  type CredentialChange as OktaCredentialChange,
  type LiveCredential as OktaLiveCredential,
  type OktaApp,
  type OktaAppInput,
  type OktaJwk,
  OktaModel,
  type OktaModelOptions,
  oktaProvider,
  type OktaProviderOptions,
  type OktaRelease,
  type OktaUnknowns,
} from './okta';
export { type SimulatedModels, SimulatedProviders, type SimulatedProvidersOptions } from './simulated-providers';
export {
  type SignInOutage,
  type SimulatedConsumers,
  type SimulatedMishaps,
  type SimulatedPipeline,
  type SimulatedSetReport,
  type SimulatedStep,
  simulateRotation,
  type SimulationOptions,
  type SimulationReport,
} from './simulation';
export {
  type PlanOptions,
  type PlanResult,
  type RunResult,
  Terraform,
  TerraformError,
  type TerraformJson,
  type TerraformOptions,
} from './terraform';
export { type Span, type Timeline, timelineSvg } from './timeline';
export {
  type CredentialChange as UaaCredentialChange,
  type SecretPolicy as UaaSecretPolicy,
  type UaaClient,
  type UaaClientInput,
  UaaModel,
  type UaaModelOptions,
  uaaSecretId,
  type UaaUserInput,
} from './uaa';
export { type SecretWrite, VaultModel, type VaultModelOptions, vaultProvider } from './vault';
