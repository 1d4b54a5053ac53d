export { type Adopted, keyIdOf, NEVER, slotName } from './adoption';
export {
  appliedAs,
  appliedIn,
  type AppliedSet,
  readApplied,
  requireApplied,
  requireAppliedCredentials,
  requireSameManifest,
} from './applied';
export { type AppliedRecord, readAppliedRecord } from './applied-record';
export { illegalChanges } from './compare';
export * from './credential-set';
export { comingVersions } from './coming-versions';
export { Duration } from './duration';
export { InputError, Refusal } from './error';
export { type FrozenSpan, frozenSpans } from './frozen-spans';
export { historyOf, shows } from './history';
export type { Happening, HistoryCredential, HistoryEvent } from './history-event';
export { type CurrentSpan, type DatedVersion, type Lifetime, type Lifetimes, lifetimesOf } from './lifetimes';
export { type KeyRules, Kind, type KindRules } from './kind';
export * from './manifest';
export { manifestText } from './manifest-text';
export { makesCredential, type Move, takeMove } from './move';
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
export { leakedLeft, shortestReplacement } from './replacement';
export { type Leak, leakOf, requestAfter, type RotationRequest } from './rotation-request';
export * from './schedule';
export { setAfter } from './set-after';
export { modulesOf, readStateModules } from './state-leaves';
export { stageAgain, startState, type StepInput, type Subject, takeStep, undoStep, whyRefused } from './steps';
export { isTimestamp, parseTimestamp, timestamp } from './timestamp';
export { isObject, listOf, objectOf, type Unchecked } from './unchecked';
export { utf8 } from './utf8';
export {
  stagedCredential,
  type Verification,
  verifiedTurn,
  type VerifiedCredential,
  whyUnverified,
} from './verification';
