import type { SetState } from './credential-set';
import { Duration } from './duration';
import { InputError } from './error';
import type { KindRules } from './kind';
import { leakedLeft } from './replacement';
import { parseTimestamp } from './timestamp';

/** A rotation that somebody asked for; scheduled runs take its steps, also where the policy is not automatic. */
export interface RotationRequest {
  readonly requestedAt: string;
  readonly reason?: string;
  /** The generations that leaked: the request ends when none of them is left. Without them its promote ends it. */
  readonly leaked?: readonly number[];
  /** With `leaked`: what is waited between an apply and the next step in the place of soak and grace. */
  readonly pause?: string;
}

/** A request to replace what leaked, read. */
export interface Leak {
  readonly requestedAt: Date;
  readonly reason: string;
  /** Those that are left; never none. */
  readonly generations: readonly number[];
  readonly pause: Duration;
}

interface Asked {
  readonly state: SetState;
  readonly rotation?: RotationRequest;
}

/** What leaked and is left; undefined when nothing is. */
export function leakOf({ state, rotation }: Asked): Leak | undefined {
  const generations = leakedLeft(state, rotation?.leaked ?? []);
  if (!rotation || generations.length === 0) return undefined;
  const { requestedAt, reason = '', pause = '0s' } = rotation;
  return { requestedAt: parseTimestamp(requestedAt), reason, generations, pause: Duration.parse(pause) };
}

/**
 * What is left of a request after a step or an undo: the promote ends it, or where something leaked, that it is gone. An
 * undo takes generations back, which are given again to other credentials.
 */
export function requestAfter(
  before: Asked & { readonly kind: Pick<KindRules, 'isMadeAhead'> },
  after: SetState,
): RotationRequest | undefined {
  const { kind, rotation } = before;
  if (rotation?.leaked) {
    const leaked = rotation.leaked.filter((generation) => generation <= latest(kind, after));
    const request = { ...rotation, leaked };
    return leakOf({ state: after, rotation: request }) && request;
  }
  const promoted = after.last.step === 'promote' && after.step > before.state.step;
  return promoted ? undefined : rotation;
}

/** The latest generation of which anything can have leaked. */
function latest({ isMadeAhead }: Pick<KindRules, 'isMadeAhead'>, { generation }: SetState): number {
  return isMadeAhead ? generation + 1 : generation;
}

/**
 * A request as it stands in a manifest; undefined when nothing is left of what leaked.
 *
 * @throws InputError when its time or pause is unreadable, or it names a generation that there cannot be yet
 */
export function requestIn(
  kind: Pick<KindRules, 'isMadeAhead'>,
  { state, rotation }: Asked,
): RotationRequest | undefined {
  if (!rotation) return undefined;
  parseTimestamp(rotation.requestedAt);
  if (!rotation.leaked) return rotation;
  const tooLate = rotation.leaked.find((generation) => generation > latest(kind, state));
  if (tooLate !== undefined) {
    throw new InputError(`rotation, leaked: generations go up to ${latest(kind, state)}, got ${tooLate}`);
  }
  try {
    return leakOf({ state, rotation }) && rotation;
  } catch (error) {
    throw new InputError(`rotation, pause: ${(error as Error).message}`);
  }
}
