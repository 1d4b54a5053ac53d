/** Every name this library takes from the core, in one place: another core is a change of this line. */
export {
  App,
  DefaultTokenResolver,
  dependable,
  Fn,
  type ISynthesisSession,
  type IStackSynthesizer,
  type TerraformMetaArguments,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  type TerraformResourceLifecycle,
  TerraformStack,
  StringConcat,
  Token,
  Tokenization,
} from 'cdktf';
