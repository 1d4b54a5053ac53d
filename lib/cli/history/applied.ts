import type { AppliedRecord, HistoryEvent } from '../../rotation';

/** What is known of the apply of a step. The state remembers the times of two steps at most. */
export interface AppliedFact {
  readonly applied: 'yes' | 'not yet' | 'not known here';
  readonly appliedAt?: string;
}

const UNKNOWN: AppliedFact = { applied: 'not known here' };

/** What the applied state knows of an event; undefined for what is not applied by itself. */
export function appliedFact(
  event: HistoryEvent,
  events: readonly HistoryEvent[],
  record: AppliedRecord | undefined,
): AppliedFact | undefined {
  if (event.what !== 'step' && event.what !== 'staged again') return undefined;
  if (!record || event.undone || event.life !== events.at(-1)?.life) return UNKNOWN;
  if (event.step > record.step) return { applied: 'not yet' };
  const transition = record.transitions.get(event.step);
  if (transition !== undefined && transition !== event.name) return UNKNOWN;
  const standing = isApplied(event, events, record);
  if (standing !== 'yes') return { applied: standing };
  const appliedAt = record.times.get(event.step);
  if (appliedAt !== undefined) return { applied: 'yes', appliedAt };
  return transition === undefined ? UNKNOWN : { applied: 'yes' };
}

/** The key id of an event's credential where only the provider knows it. */
export function appliedKeyId(
  { credential, undone, life }: HistoryEvent,
  events: readonly HistoryEvent[],
  record: AppliedRecord | undefined,
): string | undefined {
  if (!credential || undone || life !== events.at(-1)?.life) return undefined;
  return record?.keyIds.get(credential.generation);
}

/** Of several credentials of one step the state tells only of the last one that was applied. */
function isApplied(
  event: HistoryEvent,
  events: readonly HistoryEvent[],
  record: AppliedRecord,
): AppliedFact['applied'] {
  const { credential, step } = event;
  if (event.name !== 'stage' || !credential) return 'yes';
  const staged = events.filter((one) => one.life === event.life && one.step === step && isStaging(one));
  if (record.step > step) return staged.at(-1) === event ? 'yes' : 'not known here';
  const applied = record.generations[credential.slot];
  if (applied === credential.generation) return 'yes';
  return applied < credential.generation ? 'not yet' : 'not known here';
}

function isStaging({ what, name, undone }: HistoryEvent): boolean {
  return !undone && (what === 'staged again' || (what === 'step' && name === 'stage'));
}
