import { type AppliedSet, leakOf, type ManifestSet, timestamp, turnOf } from '../rotation';
import type { AppliedReport } from './set-report';
import { waitOf } from './wait';

/** The next thing to do for a set, in a few words. */
export function nextThing(set: ManifestSet, now: Date, standing?: AppliedReport, applied?: AppliedSet): string {
  const { name, state, removal } = set;
  switch (standing?.standing) {
    case 'not applied':
    case 'waiting for apply':
      return `apply step ${state.step}`;
    case 'ahead':
      return `update this manifest: step ${standing.step} is applied`;
    case 'another manifest':
      return `use the manifest of this deployment: the state is from "${applied?.manifest}"`;
    default:
  }
  if (removal) return `take its construct out of the code, apply, then remove ${name} --forget`;
  return afterApply(set, now, applied);
}

function afterApply(set: ManifestSet, now: Date, applied?: AppliedSet): string {
  const { state, policy } = set;
  const turn = leakOf(set) && turnOf(set, now, applied);
  if (turn?.kind === 'due') return turn.step;
  if (turn?.kind === 'held') return `${turn.step}, not before ${timestamp(turn.until)}`;
  const from = (rule: 'soak' | 'grace', step: string): string => {
    const wait = waitOf(set, rule, now, applied);
    return wait ? `${step}, not before ${wait.until}` : step;
  };
  switch (state.standby) {
    case 'empty':
      return 'stage';
    case 'next':
      return from('soak', 'promote');
    case 'previous':
      return from('grace', policy.retire ? 'retire' : 'stage');
  }
}
