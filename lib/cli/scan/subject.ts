import { InputError, type ManifestSet, requireSameManifest } from '../../rotation';
import { type Held, heldByManifest, heldByNobody, heldByState } from './held';
import type { Room } from './room';
import { ROOMS } from './rooms';
import type { State } from './state';

/** A set, and where to ask for it. */
export interface Subject {
  readonly held: Held;
  readonly room: Room;
  readonly application: string;
}

/** A set that cannot be looked at, and why. */
export interface Unasked {
  readonly set: ManifestSet;
  readonly reason: string;
}

/**
 * Finds the application of a set: by the resources of its slots, or as it was given.
 *
 * @throws Refusal when the state belongs to another manifest
 * @throws InputError when another application was given than the one that the set is applied to
 */
export function subjectOf(set: ManifestSet, state: State | undefined, given: string | undefined): Subject | Unasked {
  const room = ROOMS.get(set.kind.name);
  if (!room) return { set, reason: `scan does not know the provider of kind "${set.kind.name}"` };
  const held = heldOf(set, room, state);
  const resource = held.resources.both ?? held.resources.a ?? held.resources.b;
  const found = resource && room.applicationOf(resource);
  const named = given?.replace(/^\/applications\//, '');
  if (typeof found === 'string' && named !== undefined && named !== found) {
    throw new InputError(
      `set "${set.name}" is applied to application ${found}, got --application ${given}: leave it out`,
    );
  }
  const application = typeof found === 'string' ? found : named;
  if (application !== undefined) return { held, room, application };
  return {
    set,
    reason: `it is not applied, so nothing tells its application: "cdktf-rotation scan ${set.name} --application ID" does`,
  };
}

export function isSubject(one: Subject | Unasked): one is Subject {
  return 'room' in one;
}

function heldOf(set: ManifestSet, room: Room, state: State | undefined): Held {
  if (!state) return heldByManifest(set);
  const applied = state.tryFind(set.name);
  if (!applied) return heldByNobody(set, state);
  requireSameManifest(set, applied);
  return heldByState(set, applied, state, room);
}
