import {
  type AppliedSet,
  InputError,
  makesCredential,
  type ManifestSet,
  type Move,
  replacementOverride,
  requestAfter,
  type SetEntry,
  takeMove,
  timestamp,
} from '../rotation';
import { entryWith } from './change-set';
import type { Context } from './context';
import { type KeyOptions, keySource, type KeySource } from './key-options';
import type { ManifestFile } from './manifest-file';
import { newCredential, type NewCredential, standbyPlace } from './new-credential';
import { overrideAt } from './override-option';

/** A step that is due, ready to be written. */
export interface DueStep {
  readonly set: ManifestSet;
  readonly entry: SetEntry;
  readonly credential?: NewCredential;
}

/** Where the key of a due stage comes from; the key options are for the key kinds among the sets. */
export function sourceFor({ name, kind }: ManifestSet, move: Move, options: KeyOptions): KeySource {
  if (!makesCredential(move) || !kind.key) return { from: 'provider' };
  const { publicKey } = options;
  return keySource(kind, {
    ...options,
    ...(publicKey !== undefined && { publicKey: publicKey.replaceAll('{set}', name) }),
  });
}

/** What a step that is due is taken with. */
export interface DueMove {
  readonly set: ManifestSet;
  readonly move: Move;
  readonly source: KeySource;
  /** As `turnOf` takes it. */
  readonly applied?: AppliedSet | null;
}

/** Takes a due step. Nothing is written or delivered yet. @throws Refusal, InputError as the step's own command */
export async function dueStep(
  file: ManifestFile,
  { set, move, source, applied }: DueMove,
  context: Context,
): Promise<DueStep> {
  const now = context.now();
  const at = timestamp(now);
  const first = takeMove(set, move, { at, expires: at }); // refuses before a key is made
  const credential = makesCredential(move) ? await newCredential(standbyPlace(set), source, context) : undefined;
  const state = credential ? takeMove(set, move, credential.input) : first;
  const override = replacementOverride(set, state, now, applied) ?? overrideAt(state, {}, set.override);
  const entry = entryWith(file, set.name, { state, override, rotation: requestAfter(set, state) });
  return { set, entry, credential };
}

/** @throws InputError when the paths would be the same for two sets */
export function checkFleetPaths({ publicKey, privateKeyOut }: KeyOptions): void {
  if (publicKey !== undefined && !publicKey.includes('{set}')) {
    throw new InputError(`--public-key of advance must hold {set}, for there may be several, got "${publicKey}"`);
  }
  if (privateKeyOut !== undefined && !/\{kid\}|\{set\}.*\{slot\}|\{slot\}.*\{set\}/.test(privateKeyOut)) {
    throw new InputError(
      `--private-key-out of advance must hold {kid}, or {set} and {slot}, for there may be several, got "${privateKeyOut}"`,
    );
  }
}
