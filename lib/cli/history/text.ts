import { NEVER } from '../../rotation';
import { table } from '../table';
import type { HistoryLine } from './report';

type Column = readonly [head: string, cell: (line: HistoryLine) => string];

const COLUMNS: readonly Column[] = [
  ['STEP', stepText],
  ['TAKEN', ({ taken }) => taken ?? '-'],
  ['CREDENTIAL', credentialText],
  ['EXPIRES', ({ credential }) => (credential?.expires === NEVER ? 'never' : (credential?.expires ?? '-'))],
  ['COMMIT', ({ committed, commit }) => commit?.short ?? (committed === 'not yet' ? 'not committed yet' : committed)],
  ['COMMITTED', ({ commit }) => commit?.at ?? '-'],
  ['AUTHOR', ({ commit }) => commit?.author.name ?? '-'],
];

/** Columns that are there when a line has something to say in them. */
const RARE: readonly Column[] = [
  ['MERGE', ({ merge }) => merge?.short ?? ''],
  ['KEY ID', ({ credential }) => credential?.keyId ?? ''],
  ['REASON', reasonText],
];

const APPLIED: Column = ['APPLIED', ({ applied, appliedAt }) => appliedAt ?? applied ?? '-'];

interface HistoryLook {
  /** Whether the applied state is known. */
  readonly applied: boolean;
  /** The width of the terminal. */
  readonly columns?: number;
}

export function historyText(lines: readonly HistoryLine[], look: HistoryLook): string {
  const rare = RARE.filter(([, cell]) => lines.some((line) => cell(line) !== ''));
  const columns = [...COLUMNS, ...(look.applied ? [APPLIED] : []), ...rare];
  const rows = lines.map((line) => columns.map(([, cell]) => cell(line) || '-'));
  return table([columns.map(([head]) => head), ...rows], look);
}

function stepText({ what, step, name, undone }: HistoryLine): string {
  switch (what) {
    case 'step':
      return undone ? `${step} ${name}, taken back` : `${step} ${name}`;
    case 'staged again':
    case 'taken back':
    case 'exception':
    case 'edited by hand':
      return `${step} ${what}`;
    case 'not in history':
      return `up to ${step} ${what}`;
    case 'asked for':
    case 'no longer asked for':
    case 'marked for removal':
    case 'no longer marked':
    case 'forgotten':
      return what;
  }
}

function credentialText({ what, name, current, credential }: HistoryLine): string {
  if (credential) return `${credential.slot}, generation ${credential.generation}`;
  return what === 'step' && name === 'start' ? current : '-';
}

function reasonText({ override, rotation, removal }: HistoryLine): string {
  return [
    ...(override ? [`without ${override.rule}: ${override.reason}`] : []),
    ...(rotation ? [`asked for${rotation.reason === undefined ? '' : `: ${rotation.reason}`}`] : []),
    ...(removal ? [`removal: ${removal.reason}`] : []),
  ].join('; ');
}
