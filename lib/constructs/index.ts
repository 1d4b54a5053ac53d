export { CredentialSet, type CredentialSetProps, type FilledSlot, type SlotContent } from './credential-set';
export { type HeldSlot } from './ledger';
export { Rotations } from './rotations';
export type { IStore, PublishedNames, PublishOptions } from './store';
