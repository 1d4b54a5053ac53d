import { type Current, type SetState, type Slot, SLOTS } from './credential-set';
import type { ManifestSet } from './manifest';
import { isOnLine, isSameStep, isStartedAnew, statesOf } from './history-steps';
import { parseTimestamp } from './timestamp';

/** How long one credential was, or will be, valid. */
export interface Lifetime {
  readonly slot: Slot;
  readonly generation: number;
  readonly from: Date;
  readonly until: Date;
  /** What ends it: its expiry, another credential in its slot, or a removal. */
  readonly end: 'expires' | 'is replaced' | 'is removed';
}

/** Where consumers got their credential, and for how long; open at the end of what is known. */
export interface CurrentSpan {
  readonly current: Current;
  readonly from: Date;
  readonly until?: Date;
}

export interface Lifetimes {
  readonly credentials: readonly Lifetime[];
  readonly current: readonly CurrentSpan[];
}

/** A set, or its absence, in a version of the manifest, and when that version came to be. */
export interface DatedVersion {
  readonly set: ManifestSet | undefined;
  readonly at: Date;
}

/**
 * The credentials of a set, by the times in its manifest: a step counts from when it was taken. What was taken back is
 * not among them, and no two of one slot overlap.
 *
 * @param versions oldest first; several may tell the same
 */
export function lifetimesOf(versions: readonly DatedVersion[]): Lifetimes {
  const lives = livesOf(versions);
  const ended = lives.map(({ states, end }, index) => {
    const next = lives[index + 1]?.states[0]?.last.at;
    const limit = next === undefined ? end : earlier(end, parseTimestamp(next));
    return { credentials: credentialsOf(states, limit), current: currentOf(states, limit) };
  });
  const credentials = ended.flatMap((life) => life.credentials);
  return {
    credentials: SLOTS.flatMap((slot) => apart(credentials.filter((one) => one.slot === slot))),
    current: ended.flatMap((life) => life.current),
  };
}

/** One set from its start until it was forgotten: the states it went through, without those that were taken back. */
interface Life {
  readonly states: readonly SetState[];
  readonly end?: Date;
}

function livesOf(versions: readonly DatedVersion[]): readonly Life[] {
  const lives: Life[] = [];
  let states: readonly SetState[] = [];
  for (const { set, at } of versions) {
    if (!set || isStartedAnew(states, set.state)) {
      if (states.length > 0) lives.push({ states, end: at });
      states = [];
    }
    if (set) states = lineTo(states, statesOf(set));
  }
  return states.length > 0 ? [...lives, { states }] : lives;
}

/** The states that led to what a version tells; one with another credential within the same step is among them. */
function lineTo(states: readonly SetState[], told: readonly SetState[]): readonly SetState[] {
  const line = states.filter((state) => isOnLine(state, told));
  const known = (state: SetState): boolean =>
    line.some((one) => isSameStep(one, state) && one.generation >= state.generation);
  return [...line, ...told.filter((state) => !known(state))];
}

function credentialsOf(states: readonly SetState[], limit?: Date): readonly Lifetime[] {
  const found = new Map<string, Lifetime>();
  states.forEach((state, index) => {
    for (const slot of SLOTS) {
      const credential = state[slot];
      if (!credential || found.has(`${slot}${credential.generation}`)) continue;
      const gone = states.slice(index + 1).find((later) => later[slot]?.generation !== credential.generation);
      found.set(`${slot}${credential.generation}`, {
        slot,
        generation: credential.generation,
        from: parseTimestamp(credential.created),
        ...endOf(parseTimestamp(credential.expires), slot, gone, limit),
      });
    }
  });
  return [...found.values()];
}

function endOf(expires: Date, slot: Slot, gone?: SetState, limit?: Date): Pick<Lifetime, 'until' | 'end'> {
  const replaced = gone?.[slot];
  const until = gone ? parseTimestamp(replaced?.created ?? gone.last.at) : limit;
  if (!until || expires <= until) return { until: expires, end: 'expires' };
  return { until, end: replaced ? 'is replaced' : 'is removed' };
}

function currentOf(states: readonly SetState[], limit?: Date): readonly CurrentSpan[] {
  const spans: CurrentSpan[] = [];
  for (const { current, currentSince, last } of states) {
    const known = spans.at(-1);
    if (known?.current === current) continue;
    const from = parseTimestamp(currentSince ?? last.at);
    if (known) spans.splice(-1, 1, { ...known, until: from });
    spans.push({ current, from });
  }
  const last = spans.at(-1);
  return last && limit ? [...spans.slice(0, -1), { ...last, until: limit }] : spans;
}

/** Times edited by hand may overlap. */
function apart(credentials: readonly Lifetime[]): readonly Lifetime[] {
  const sorted = [...credentials].sort((one, other) => one.from.getTime() - other.from.getTime());
  return sorted
    .map((one, index) => ({ ...one, until: earlier(one.until, sorted[index + 1]?.from) }))
    .filter(({ from, until }) => from < until);
}

function earlier(one: Date, other?: Date): Date;
function earlier(one: Date | undefined, other: Date): Date;
function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
