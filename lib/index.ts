export * from './constructs';
export {
  Duration,
  InputError,
  type KeyForm,
  type KeyRules,
  Kind,
  type KindRules,
  Manifest,
  type ManifestSet,
  type Policy,
  Refusal,
} from './rotation';
