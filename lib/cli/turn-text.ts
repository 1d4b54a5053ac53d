import { type ManifestSet, timestamp, type Turn } from '../rotation';

/** Why a scheduled run does nothing with a set, and when it will. */
export function turnText(set: ManifestSet, turn: Exclude<Turn, { kind: 'due' }>): string {
  const { name, state, policy } = set;
  switch (turn.kind) {
    case 'held': {
      const { step, by, frozen } = turn;
      const until = `until ${timestamp(turn.until)}`;
      const freeze = frozen ? ` (frozen: ${frozen.join(', ')})` : '';
      switch (by) {
        case 'schedule':
          return `${step} is not due ${until}${freeze}`;
        case 'freeze':
          return `${step}, due since ${timestamp(turn.due)}, waits ${until}${freeze}`;
        case 'apply':
          return `${step} waits ${until} for the apply of step ${state.step}; with --applied no longer than needed${freeze}`;
        case 'soak':
        case 'grace':
          return `${step} waits for ${by} ${policy[by]} ${until}${freeze}`;
        case 'pause':
          return `${step} waits ${until}, the pause after step ${state.step}`;
      }
      break;
    }
    case 'unverified':
      return turn.message;
    case 'unapplied':
      return `step ${state.step} (${state.last.step}) is not applied yet: merge and apply it first`;
    case 'off':
      return turn.because === 'removal'
        ? 'marked for removal, takes no steps'
        : `not automatic: "cdktf-rotation rotate ${name}" asks for a rotation`;
    case 'refused':
      return turn.message;
  }
}
