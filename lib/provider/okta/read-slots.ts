import type { AppSecret } from '../../admin/okta';
import type { CallContext, Values } from '../../plugin';
import type { Connections } from '../connections';
import { currentOf, generationOf, otherSlot, type Slot, SLOTS, textOf } from '../slots';
import { best, placeOf } from './own-value';
import { isMeant, refsIn } from './secret-ref';

/**
 * The state as the list of secrets shows it. A secret of ours that the state does not know, of a step that was broken
 * off, gets its slot: the next plan then keeps or removes it.
 */
export function readSlots(state: Values, list: readonly AppSecret[]): Values {
  return { ...state, ...SLOTS.reduce((all, slot) => ({ ...all, ...readSlot(state, slot, list) }), {}) };
}

/** Says which secrets of the app no slot holds. */
export function warnOfOthers(context: CallContext<Connections>, state: Values, list: readonly AppSecret[]): void {
  // What consumers sign in with meanwhile is of others.
  if (currentOf(state) === 'outside') return;
  for (const secret of list) {
    if (SLOTS.some((slot) => state[`id_${slot}`] === secret.id)) continue;
    if (refsIn(state, 'adopted').some((ref) => isMeant(ref, secret))) continue;
    const made = `${secret.id}, made ${secret.created}, ${secret.isActive ? 'active' : 'inactive'}`;
    if (placeOf(secret)) {
      context.warn(
        `app ${String(state.app_id)} has a secret of this set that no slot holds: ${made}`,
        'A step was broken off, or two ran at once. Nobody uses it; the next step that changes a slot removes it.',
      );
    } else {
      context.warn(
        `app ${String(state.app_id)} has a secret that is not of this set: ${made}`,
        'Okta holds two at most, so the next stage needs its place. Find out who signs in with it, then deactivate and delete it at Okta, or list it in adoptedSecrets.',
      );
    }
  }
}

function readSlot(state: Values, slot: Slot, list: readonly AppSecret[]): Values {
  const generation = generationOf(state, slot);
  const held = list.find(({ id }) => generation !== undefined && id === state[`id_${slot}`]);
  const found = held ?? strayOf(state, slot, list);
  if (found) {
    return {
      [`generation_${slot}`]: found === held ? (generation ?? null) : (placeOf(found)?.generation ?? null),
      [`id_${slot}`]: found.id,
      [`secret_${slot}`]: found.value,
      [`status_${slot}`]: found.isActive ? 'active' : 'inactive',
    };
  }
  return { [`status_${slot}`]: generation === undefined ? null : 'vanished' };
}

/** The newest that was made for the slot; for the one in use only a secret of the same generation will do. */
function strayOf(state: Values, slot: Slot, list: readonly AppSecret[]): AppSecret | undefined {
  const others = refsIn(state, 'adopted');
  const made = list.filter(
    (secret) =>
      placeOf(secret)?.slot === slot &&
      secret.id !== state[`id_${otherSlot(slot)}`] &&
      !others.some((ref) => isMeant(ref, secret)),
  );
  const newest = Math.max(...made.map((secret) => placeOf(secret)?.generation ?? 0));
  const generation = currentOf(state) === slot ? generationOf(state, slot) : newest;
  return best(made.filter((secret) => placeOf(secret)?.generation === generation));
}

/** Ids that the state holds, those not in use first. */
export function idsOf(state: Values): readonly string[] {
  const current = currentOf(state);
  return [...SLOTS]
    .sort((one, other) => Number(one === current) - Number(other === current))
    .flatMap((slot) => textOf(state[`id_${slot}`]) ?? []);
}
