export { CredentialSet, type CredentialSetProps, type FilledSlot, type SlotContent } from './credential-set';
export { type HeldSlot } from './ledger';
export {
  type RotationOktaConfig,
  RotationProvider,
  type RotationProviderConfig,
  type RotationUaaConfig,
} from './rotation-provider';
export { Rotations } from './rotations';
export type { IStore, PublishedNames, PublishOptions } from './store';
