import { secretHash } from '../../admin/okta';
import { isObject } from '../../rotation';
import type { Judged } from './judge';
import type { Seen } from './look';
import type { StateResource } from './state';

/** Why a credential is not removed; undefined when it may go. */
export function whyKept(credential: Judged, seen: Seen, others: 'stay' | 'may go'): string | undefined {
  const { verdict, found, held } = credential;
  const { set, current } = seen.held;
  if (held) return `it is the ${verdict} one of the set`;
  if (!found) return 'it is not listed';
  if (found.adopted) return 'the code names it, and the set removes it when its place is needed';
  const impossible = seen.room.whyNotDiscard(found);
  if (impossible !== undefined) return impossible;
  const knower = knowerOf(credential, seen);
  if (knower !== undefined) return `the state knows it, at ${knower}`;
  if (verdict === 'orphaned') {
    const { slot, generation = 0 } = found.madeFor ?? {};
    if (generation > set.state.generation) {
      return `it is of generation ${generation}, and this manifest has come to ${set.state.generation}: a newer manifest made it`;
    }
    const lost = seen.judged.find((one) => one.condition === 'gone' && one.held?.slot === slot);
    if (lost) return `${lost.id} of the same slot is gone, and it may be what stands in its place: apply first`;
  }
  const inUse = seen.judged.find((one) => one.verdict === 'current');
  const signsIn = credential.condition !== 'unattached';
  if (signsIn && current === 'outside') {
    return 'consumers sign in with a credential from outside, and it may be this one: promote the one of the set first';
  }
  if (signsIn && current !== 'outside' && inUse?.condition !== 'valid') {
    return `the current one is ${inUse?.condition ?? 'not known'}, so it may be what signs in: put that right first`;
  }
  if (verdict === 'orphaned' || others === 'may go') return undefined;
  return 'it is not of this set, and somebody may sign in with it: add --foreign once you know that nobody does';
}

/** The address of a resource that holds the id, the kid or the value. The leaves of the set also hold what was once. */
function knowerOf({ id, found }: Judged, { held }: Seen): string | undefined {
  const leaf = new RegExp(`^${held.set.name}_(step_[01]|clock_moved|clock_stayed)$`);
  const names = [id, found?.keyId].filter((name) => name !== undefined);
  const holds = (text: string): boolean =>
    names.some((name) => text.includes(name)) || (found?.hash !== undefined && secretHash(text) === found.hash);
  const isKnower = ({ type, name, values }: StateResource): boolean =>
    !(type === 'terraform_data' && leaf.test(name)) && textsIn(values).some(holds);
  return held.state?.resources.find(isKnower)?.address;
}

/** Every text in a value, also those inside a JSON text, as stores have them. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value, ...textsIn(parsed(value))];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? [...Object.keys(value), ...Object.values(value).flatMap(textsIn)] : [];
}

/** Undefined for a text that is no object or list as JSON. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
