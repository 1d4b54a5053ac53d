import type { Stock } from './found';
import type { Held } from './held';
import type { Judged } from './judge';
import type { Room } from './room';

/** Something to know of a set. Alarms end the command with exit code 3. */
export interface Finding {
  readonly level: 'alarm' | 'note';
  readonly rule:
    | 'gone'
    | 'switched off'
    | 'expired'
    | 'over the cap'
    | 'blocked'
    | 'expiry'
    | 'orphaned'
    | 'foreign'
    | 'not applied'
    | 'not shown';
  /** The credential, where it is about one. */
  readonly id?: string;
  readonly message: string;
}

export interface Scene {
  readonly held: Held;
  /** Undefined when the provider has no such application. */
  readonly stock: Stock | undefined;
  readonly judged: readonly Judged[];
  readonly room: Room;
  readonly application: string;
}

/** What is to be said of a set, alarms first. */
export function findingsOf(scene: Scene): readonly Finding[] {
  const all = [
    ...standing(scene),
    ...scene.judged.flatMap((one) => (one.held ? ofKnown(one, scene) : ofOthers(one, scene))),
    ...ofRoom(scene),
    ...(scene.stock?.blind === undefined ? [] : [note('not shown', scene.stock.blind)]),
  ];
  return all.sort((one, other) => Number(other.level === 'alarm') - Number(one.level === 'alarm'));
}

function standing({ held: { set, applied }, stock, room: { service }, application }: Scene): readonly Finding[] {
  const gone = alarm(
    'gone',
    `${service} has no application ${application}: it was deleted, or it is of another tenant`,
  );
  const behind = `step ${set.state.step} is in the manifest, step ${applied?.step} is applied: what is listed is as applied`;
  return [
    ...(stock ? [] : [gone]),
    ...(applied && applied.step !== set.state.step ? [note('not applied', behind)] : []),
  ];
}

function ofKnown({ id, verdict, condition, found, held }: Judged, scene: Scene): readonly Finding[] {
  const { stock } = scene;
  const { service } = scene.room;
  const which = `the ${verdict} credential ${id} (slot ${held?.slot})`;
  const [listed, known] = [Date.parse(found?.expires ?? ''), Date.parse(held?.expires ?? '')];
  const differs = note(
    'expiry',
    `${which} expires at ${found?.expires} at ${service}, the manifest says ${held?.expires}`,
    id,
  );
  const expiry = Math.abs(listed - known) >= 1000 ? [differs] : [];
  switch (condition) {
    case 'gone':
      if (!stock) return [];
      if (!scene.held.applied) return [note('gone', `${which} is not at ${service}, as far as its name tells`, id)];
      return [alarm('gone', `${which} is gone at ${service}: "terraform plan" shows what it puts back`, id)];
    case 'inactive':
    case 'unattached':
      return [alarm('switched off', `${which} is ${condition} at ${service}: nobody signs in with it`, id), ...expiry];
    case 'expired': {
      const text = `${which} expired at ${found?.expires}`;
      return [verdict === 'previous' ? note('expired', text, id) : alarm('expired', text, id), ...expiry];
    }
    case 'valid':
    case 'not shown':
      return expiry;
  }
}

/** A set of the same name that was there before gave the same names. */
const EARLIER =
  'consumers sign in with a credential from outside, it may be this one, of an earlier set of this name: promote first';

function ofOthers({ id, verdict, found }: Judged, { held, stock, room }: Scene): readonly Finding[] {
  if (found?.adopted) {
    return [note('foreign', `${id} is of somebody else, and the code says so: it goes when the code says so`, id)];
  }
  const hinders = found?.hinders === undefined ? [] : [alarm('blocked', `${id} is ${verdict}: ${found.hinders}`, id)];
  if (verdict === 'orphaned') {
    const { slot, generation } = found?.madeFor ?? {};
    const place = [slot && `slot ${slot}`, generation && `generation ${generation}`].filter(Boolean).join(', ');
    const why = found && room.whyNotDiscard(found);
    const removal = why ?? (held.current === 'outside' ? EARLIER : `nobody uses it, "--discard ${id}" removes it`);
    const fate = stock?.orphanFate ?? removal;
    return [note('orphaned', `${id} was made for ${place}, and the state does not know it: ${fate}`, id), ...hinders];
  }
  const who =
    held.current === 'outside'
      ? 'consumers sign in with a credential from outside, it may be this one'
      : 'find out who signs in with it';
  const fate = stock?.foreignFate === undefined ? '' : `; ${stock.foreignFate}`;
  return [note('foreign', `${id} is not of this set: ${who}${fate}`, id), ...hinders];
}

/** Whether there is room for the two that the set needs. */
function ofRoom({ held, stock, judged, room: { service } }: Scene): readonly Finding[] {
  if (!stock) return [];
  const there = judged.filter(({ found }) => found !== undefined);
  if (there.length > stock.cap) {
    return [alarm('over the cap', `${service} holds ${stock.cap} at most, and there are ${there.length}`)];
  }
  const others = there.filter(
    ({ verdict, found }) =>
      !found?.adopted &&
      found?.hinders === undefined &&
      (verdict === 'foreign' || (verdict === 'orphaned' && stock.orphanFate === undefined)),
  );
  const needed = held.current === 'outside' ? 1 : 2;
  if (held.set.removal || others.length === 0 || others.length + needed <= stock.cap) return [];
  const ids = others.map(({ id }) => id).join(', ');
  const cap = `${stock.cap} at most${stock.capNote ?? ''}`;
  const text = `${service} holds ${cap}, and the place that the next stage needs is taken by ${ids}`;
  return [alarm('blocked', text, others[0]?.id)];
}

function alarm(rule: Finding['rule'], message: string, id?: string): Finding {
  return { level: 'alarm', rule, message, id };
}

function note(rule: Finding['rule'], message: string, id?: string): Finding {
  return { level: 'note', rule, message, id };
}
