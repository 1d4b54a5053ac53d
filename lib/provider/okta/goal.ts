import type { SecretPlace } from '../../admin/okta';
import type { Values } from '../../plugin';
import { currentOf, generationOf, type Slot, SLOTS, textOf } from '../slots';
import { refsIn } from './secret-ref';

/** A slot that is to hold an active secret. */
export interface Wanted extends SecretPlace {
  /** The secret that it holds already; absent where one has to be found or made. */
  readonly id?: string;
  /** The secret that the app came with, where this slot stands for it. */
  readonly initial?: Values;
}

/** What the secrets of an app are to become. */
export interface Goal {
  readonly appId: string;
  readonly wanted: readonly Wanted[];
  /** Ids of secrets whose slot is to be empty or to hold another one. */
  readonly leaving: readonly string[];
  /** The secret that consumers sign in with before the change: it stays, whatever is planned. */
  readonly published?: string;
  /** Secrets of others by name: never taken for ours, whatever their value looks like. */
  readonly adopted: readonly Values[];
  /** Whether those may go for room: not while consumers may still sign in with one. */
  readonly mayRemoveAdopted: boolean;
}

/** From the state before to the state that is planned. */
export function goalOf(prior: Values | undefined, planned: Values): Goal {
  const filled = SLOTS.flatMap((slot) => {
    const generation = generationOf(planned, slot);
    return generation === undefined ? [] : [{ slot, generation }];
  });
  const wanted = filled.map((place) => ({
    ...place,
    id: keptId(prior, place),
    initial: standsForInitial(prior, planned, place, filled) ? refsIn(planned, 'initial')[0] : undefined,
  }));
  const before = SLOTS.map((slot) => heldId(prior, slot));
  const current = prior ? currentOf(prior) : 'outside';
  return {
    appId: String(planned.app_id),
    wanted,
    leaving: before.filter((id) => id !== undefined && !wanted.some((one) => one.id === id)) as string[],
    published: current !== 'outside' && prior?.[`status_${current}`] === 'active' ? heldId(prior, current) : undefined,
    adopted: refsIn(planned, 'adopted'),
    mayRemoveAdopted: current !== 'outside' && current === currentOf(planned),
  };
}

/** Whether the change needs a call at Okta. A promote does not. */
export function hasWork(prior: Values, goal: Goal): boolean {
  return (
    goal.leaving.length > 0 ||
    goal.wanted.some(({ slot, id }) => id === undefined || prior[`status_${slot}`] !== 'active')
  );
}

function heldId(state: Values | undefined, slot: Slot): string | undefined {
  return textOf(state?.[`id_${slot}`]);
}

function keptId(prior: Values | undefined, { slot, generation }: SecretPlace): string | undefined {
  const isKept = generationOf(prior, slot) === generation && prior?.[`status_${slot}`] !== 'vanished';
  return isKept ? heldId(prior, slot) : undefined;
}

/** The oldest credential of a set that begins: a later one in the same slot is another secret. */
function standsForInitial(
  prior: Values | undefined,
  planned: Values,
  { generation }: SecretPlace,
  filled: readonly SecretPlace[],
): boolean {
  const begins = SLOTS.every((slot) => generationOf(prior, slot) === undefined);
  return begins && currentOf(planned) !== 'outside' && filled.every((other) => other.generation >= generation);
}
