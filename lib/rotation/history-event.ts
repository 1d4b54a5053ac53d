import type { Credential, Current, Slot, TakenStep } from './credential-set';
import type { Override, Removal } from './manifest';
import type { RotationRequest } from './rotation-request';

/** What happened to a set from one version of the manifest to the next. */
export type Happening =
  | 'step'
  /** Another credential within the same step: `stage --new-key`. */
  | 'staged again'
  /** `undo`, or a revert in git. */
  | 'taken back'
  /** `rotate` asked for a rotation, or took the request back. */
  | 'asked for'
  | 'no longer asked for'
  /** `remove` set the mark, took it away, or deleted the entry. */
  | 'marked for removal'
  | 'no longer marked'
  | 'forgotten'
  /** An override was put in after its step. */
  | 'exception'
  /** The state changed as no command changes it. */
  | 'edited by hand'
  /** Steps up to this one were taken, and no version shows them. */
  | 'not in history';

/** One line of a set's history. */
export interface HistoryEvent {
  readonly what: Happening;
  /** The first version that holds it, as an index. */
  readonly version: number;
  /** How many times the set was added until then, from 1. */
  readonly life: number;
  readonly step: number;
  /** Absent where the step itself is not known. */
  readonly name?: TakenStep['step'];
  /** When the command line did it, as the manifest says; a manifest does not say it of everything. */
  readonly taken?: string;
  /** The credential that was made, that became current, or that was removed. */
  readonly credential?: HistoryCredential;
  readonly current: Current;
  /** The step was taken back later, as far as versions show it. */
  readonly undone?: true;
  readonly override?: Pick<Override, 'rule' | 'reason'>;
  readonly rotation?: RotationRequest;
  readonly removal?: Removal;
}

export interface HistoryCredential extends Pick<Credential, 'generation' | 'created' | 'expires'> {
  readonly slot: Slot;
  /** Key kinds: by the kind's rule, from the public key. */
  readonly keyId?: string;
}
