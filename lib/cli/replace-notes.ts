import type { Wait } from '../rotation';
import { keyNotes } from './key-summary';
import { overrideInForce } from './override-option';
import type { Planned } from './replace-report';

/** What is put at risk where a wait of the policy is left out. */
const COSTS: Readonly<Record<Exclude<Wait, 'none'>, string>> = {
  soak: 'sign-ins fail at replicas of the identity provider that do not know the new credential by then',
  grace: 'consumers that have not read the new credential by then fail to sign in until they have',
};

/** What somebody has to know who replaces what leaked in one set. */
export function replaceNotes(one: Planned, dryRun: boolean): readonly string[] {
  const { set, leak, steps, taken } = one;
  const now = taken && overrideInForce(taken.entry)?.rule;
  const rules = [
    ...(now === undefined || now === 'order' ? [] : [now]),
    ...steps.slice(1).flatMap(({ without }) => without ?? []),
  ];
  return [
    ...[...new Set(rules)].map((rule) => `without ${rule}: ${COSTS[rule]}`),
    ...(leak.pause.inSeconds === 0 && rules.length > 0 ? [NO_PAUSE] : []),
    ...makeRoom(one),
    ...(set.kind.emergencyExit !== undefined && isHeld(one) ? [`${set.name}: ${set.kind.emergencyExit}`] : []),
    ...(taken?.credential ? keyNotes(taken.credential, { dryRun }) : []),
  ];
}

const NO_PAUSE =
  'with --pause 0s nothing waits for replicas and caches, and without --applied nothing keeps two runs from taking two steps';

/** The emergency exit brings the credential that the next stage adds; it is none when that one leaked, too. */
function isHeld({ set, leak }: Planned): boolean {
  return leak.generations.every((generation) => generation <= set.state.generation);
}

/** Only a person removes the credential from outside, and a provider that holds two has no room beside it. */
function makeRoom({ set, steps }: Planned): readonly string[] {
  const promote = steps.findIndex(({ move }) => move === 'promote');
  const stage = steps.slice(promote + 1).find(({ move }) => move === 'stage');
  if (set.state.current !== 'outside' || set.kind.cap > 2 || promote < 0 || !stage) return [];
  return [
    `${set.name}: before step ${stage.number} (stage) remove the credential from outside at the identity provider, which holds two at most`,
  ];
}
