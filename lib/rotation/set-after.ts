import type { ManifestSet } from './manifest';
import { type Move, takeMove } from './move';
import { requestAfter } from './rotation-request';
import { timestamp } from './timestamp';

/**
 * A set after a move at a time; what is made then lives as long as the policy says.
 *
 * @throws Refusal when the rules do not allow it
 */
export function setAfter(set: ManifestSet, move: Move, at: Date): ManifestSet {
  const state = takeMove(set, move, { at: timestamp(at), expires: timestamp(set.policy.lifetime.after(at)) });
  return { ...set, state, rotation: requestAfter(set, state) };
}
