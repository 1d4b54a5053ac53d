import { isDeepStrictEqual } from 'node:util';
import type { HistoryEvent } from './history-event';
import { statesOf, StepLine } from './history-steps';
import type { ManifestSet } from './manifest';

type VersionEvent = Omit<HistoryEvent, 'version' | 'life'>;

/**
 * What happened to a set, oldest first.
 *
 * @param versions the set in each version of its manifest, oldest first; undefined where a version does not have it
 */
export function historyOf(versions: readonly (ManifestSet | undefined)[]): readonly HistoryEvent[] {
  const events: HistoryEvent[] = [];
  let [line, life, before]: [StepLine, number, ManifestSet | undefined] = [new StepLine(), 0, undefined];
  versions.forEach((set, version) => {
    const isAnew = set !== undefined && line.isStartedAnew(set);
    if (before && (!set || isAnew)) events.push({ ...forgotten(before), version, life });
    if (set && (!before || isAnew)) {
      [line, life, before] = [new StepLine(), life + 1, undefined];
    }
    if (set) events.push(...eventsOf(line, before, set).map((event) => ({ ...event, version, life })));
    before = set;
  });
  return events.map((event, index) => (isUndone(event, events.slice(index + 1)) ? { ...event, undone: true } : event));
}

/** Whether a version of the set shows what an event tells: the first one that does is where it comes from. */
export function shows(event: HistoryEvent, set: ManifestSet | undefined): boolean {
  const told = set ? statesOf(set) : [];
  const held = told.filter(({ step, last }) => step === event.step && last.step === event.name);
  switch (event.what) {
    case 'step':
      return held.some(({ last }) => last.at === event.taken);
    case 'staged again':
      return told.some((state) => [state.a, state.b].some((one) => one?.created === event.taken));
    case 'taken back':
      return set !== undefined && held.length === 0;
    case 'asked for':
      return isDeepStrictEqual(set?.rotation, event.rotation);
    case 'no longer asked for':
      return set !== undefined && !set.rotation;
    case 'marked for removal':
      return isDeepStrictEqual(set?.removal, event.removal);
    case 'no longer marked':
      return set !== undefined && !set.removal;
    case 'forgotten':
      return !set;
    case 'exception':
      return set?.override?.step === event.step && set.override.reason === event.override?.reason;
    case 'edited by hand':
    case 'not in history':
      return false;
  }
}

function eventsOf(line: StepLine, before: ManifestSet | undefined, set: ManifestSet): readonly VersionEvent[] {
  const moves = line.moveTo(set).map((event) => withReasons(event, before, set));
  const about = { step: set.state.step, name: set.state.last.step, current: set.state.current };
  const { rotation, removal, override } = set;
  const isTaken = moves.some(({ what }) => what === 'step' || what === 'staged again');
  const events: VersionEvent[] = [...moves];
  if (rotation && !isDeepStrictEqual(rotation, before?.rotation)) {
    events.unshift({ what: 'asked for', ...about, taken: rotation.requestedAt, rotation });
  } else if (before?.rotation && !rotation && !isTaken) {
    events.push({ what: 'no longer asked for', ...about, rotation: before.rotation });
  }
  if (removal && !isDeepStrictEqual(removal, before?.removal)) {
    events.push({ what: 'marked for removal', ...about, taken: removal.at, removal });
  } else if (before?.removal && !removal) {
    events.push({ what: 'no longer marked', ...about, removal: before.removal });
  }
  const isNew = override?.step === set.state.step && !isDeepStrictEqual(override, before?.override);
  if (isNew && !moves.some(({ what, step }) => what === 'step' && step === override.step)) {
    events.push({ what: 'exception', ...about, override: { rule: override.rule, reason: override.reason } });
  }
  return events;
}

/** Why a step was taken, where somebody said so. */
function withReasons(event: VersionEvent, before: ManifestSet | undefined, set: ManifestSet): VersionEvent {
  const { override } = set;
  if (event.what !== 'step' && event.what !== 'staged again') return event;
  const asked = set.rotation ?? before?.rotation;
  const rotation = asked?.leaked || event.name === 'stage' || event.name === 'promote' ? asked : undefined;
  return {
    ...event,
    ...(override?.step === event.step && { override: { rule: override.rule, reason: override.reason } }),
    ...(rotation && { rotation }),
  };
}

function forgotten({ state, removal }: ManifestSet): VersionEvent {
  const { step, last, current } = state;
  return { what: 'forgotten', step, name: last.step, current, ...(removal && { removal }) };
}

/** Whether what is told next of the same step is that it was taken back. */
function isUndone(event: HistoryEvent, later: readonly HistoryEvent[]): boolean {
  if (event.what !== 'step' && event.what !== 'staged again') return false;
  const next = later.find(
    ({ what, life, step }) => life === event.life && step === event.step && (what === 'taken back' || what === 'step'),
  );
  return next?.what === 'taken back';
}
