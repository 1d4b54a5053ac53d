import { type Slot, SLOTS, type Unchecked } from '../../rotation';
import type { LedgerRecord } from '../record';
import type { Holder } from './holder';

const SUFFIX = /_([ab])$/;

/** `rotation_okta_client_secret`: each secret has an id, and exactly that one is deactivated and deleted. */
export const oktaClientSecret: Holder = {
  application: 'app_id',
  leavesCurrent: true,
  calls: 'Okta deactivates a secret before it is deleted',
  holds: isHeld,
  update: (before, after, unknown, record, slot) =>
    isHeld(after, record, slot) && !isNew(unknown, slot) && before.app_id === after.app_id ? 'stays' : 'removed',
  values: (values, slot) => [values[`secret_${slot}`], values[`id_${slot}`]],
  slotOf,
};

/** `rotation_uaa_client_secret`: whatever is removed, UAA takes the oldest of the two. */
export const uaaClientSecret: Holder = {
  application: 'client_id',
  leavesCurrent: true,
  calls: 'UAA removes the oldest secret, whichever was meant',
  holds: isHeld,
  update: (before, after, unknown, record, slot) => {
    if (before.client_id !== after.client_id || isNew(unknown, slot)) return 'removed';
    const leaving = SLOTS.filter((one) => isFilled(before, one) && generation(before, one) !== generation(after, one));
    if (leaving.length === 0) return 'stays';
    const oldest = Math.min(...SLOTS.filter((one) => isFilled(before, one)).map((one) => generation(before, one)));
    return leaving.length > 1 || record.generations[slot] === oldest ? 'removed' : 'stays';
  },
  values: (values, slot) => [values[`secret_${slot}`]],
  slotOf,
};

/** The provider says of a secret that it looked for whether it is there: "vanished" is gone, "inactive" signs nobody in. */
function isHeld(values: Unchecked, { generations }: LedgerRecord, slot: Slot): boolean {
  const status = values[`status_${slot}`];
  const isGone = status === 'vanished' || status === 'inactive';
  return !isGone && generations[slot] > 0 && generation(values, slot) === generations[slot];
}

function isNew(unknown: Unchecked, slot: Slot): boolean {
  return unknown[`id_${slot}`] === true || unknown[`secret_${slot}`] === true;
}

function isFilled(values: Unchecked, slot: Slot): boolean {
  return typeof values[`generation_${slot}`] === 'number';
}

function generation(values: Unchecked, slot: Slot): number {
  return Number(values[`generation_${slot}`] ?? 0);
}

function slotOf(attribute: string): Slot | undefined {
  return SUFFIX.exec(attribute)?.[1] as Slot | undefined;
}
