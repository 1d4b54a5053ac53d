export { type AppliedSet, readApplied, requireApplied, requireAppliedCredentials } from './applied';
export { illegalChanges } from './compare';
export * from './credential-set';
export { Duration } from './duration';
export { InputError, Refusal } from './error';
export { type KeyRules, Kind, type KindRules } from './kind';
export * from './manifest';
export { manifestText } from './manifest-text';
export { DEFAULT_POLICY, type Policy, policyOf, type PolicyOptions } from './policy';
export {
  certificateThumbprint,
  entraKeyId,
  type KeyForm,
  type KeyType,
  normalizePublicKey,
  notAfter,
  publicJwk,
  type PublicJwk,
  rfc7638,
} from './public-key';
export { requestAfter, type RotationRequest } from './rotation-request';
export * from './schedule';
export { stageAgain, startState, type StepInput, type Subject, takeStep, undoStep, whyRefused } from './steps';
export { isTimestamp, parseTimestamp, timestamp } from './timestamp';
export { isObject, listOf, objectOf, type Unchecked } from './unchecked';
export { utf8 } from './utf8';
