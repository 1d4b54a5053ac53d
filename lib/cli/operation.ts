import {
  type AppliedSet,
  dueOf,
  type Leak,
  leakedText,
  leakOf,
  type ManifestSet,
  parseTimestamp,
  runwayOf,
  shortestReplacement,
  timestamp,
  type Turn,
  turnOf,
  type Verification,
  verifiedTurn,
} from '../rotation';
import type { SetReport } from './set-report';
import { turnText } from './turn-text';

const DAY = 86_400_000;

/** Where a rotation stands, computed from the manifest, the applied state and the time. */
export type RotationStatus =
  | 'on schedule'
  | 'due'
  /** Due for more than a day: a nightly run was missed. */
  | 'late'
  | 'soaking'
  | 'in grace'
  | 'frozen'
  | 'waiting for apply'
  /** The promote is due, and the policy wants the staged credential verified first. */
  | 'waiting for verification'
  /** A credential leaked and is not gone yet. */
  | 'replacing'
  | 'paused'
  | 'removal'
  | 'refused';

/** How a set is operated: what Infisical and Hanzo KMS answer of a rotation, as far as manifest and state know it. */
export interface OperationReport {
  readonly title?: string;
  readonly description?: string;
  readonly automatic: boolean;
  readonly interval: string;
  /** Time of day of the promote, as in the policy. */
  readonly rotateAt: string;
  /** 0 for slot a, 1 for slot b; absent while current is outside. */
  readonly activeIndex?: number;
  readonly status: RotationStatus;
  readonly message: string;
  readonly lastRotated?: string;
  /** The step that comes next and when; absent when nobody can tell. */
  readonly nextStep?: { readonly step: string; readonly at: string };
  /** When the policy, or somebody, wants the next promote; absent where only people move the set. */
  readonly nextRotation?: string;
  /** Addresses of what publishes the set; known with the applied state. Which value goes by which name is in the code. */
  readonly publishedTo?: readonly string[];
  /** When the present step was taken. */
  readonly updated: string;
  /** Absent while current is outside or never expires. */
  readonly runway?: { readonly ends: string; readonly days: number; readonly missableRuns: number };
}

/** A set, and how it is operated: one line of the status. */
export type OperatedSet = SetReport & { readonly operation: OperationReport };

export function operationReport(
  set: ManifestSet,
  now: Date,
  applied?: AppliedSet | null,
  verification?: Verification,
): OperationReport {
  const { policy, state, title, description } = set;
  const turn = verifiedTurn(set, turnOf(set, now, applied), verification);
  const leak = leakOf(set);
  const runway = runwayOf(set, now, applied);
  const due = set.removal ? undefined : dueOf(set);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    automatic: policy.automatic,
    interval: `${policy.interval}`,
    rotateAt: `${policy.at}`,
    ...(state.current !== 'outside' && { activeIndex: state.current === 'a' ? 0 : 1 }),
    status: leak && turn.kind !== 'off' && turn.kind !== 'refused' ? 'replacing' : statusOf(turn, now),
    message: leak ? replacingText(set, leak, turn, now) : messageOf(set, turn),
    ...(state.currentSince !== undefined && { lastRotated: state.currentSince }),
    ...((turn.kind === 'due' || turn.kind === 'held') && {
      nextStep: { step: turn.step, at: timestamp(turn.kind === 'due' ? now : turn.until) },
    }),
    ...(due && { nextRotation: timestamp(due.promote) }),
    ...(applied?.publications && { publishedTo: applied.publications }),
    updated: state.last.at,
    ...(runway && {
      runway: {
        ends: timestamp(runway.ends),
        days: Math.floor((runway.ends.getTime() - now.getTime()) / DAY),
        missableRuns: runway.missableRuns,
      },
    }),
  };
}

/** The seconds of runway that are left; undefined while current is outside. */
export function runwaySeconds({ runway }: OperationReport, now: Date): number | undefined {
  return runway && (parseTimestamp(runway.ends).getTime() - now.getTime()) / 1000;
}

function messageOf(set: ManifestSet, turn: Turn): string {
  return turn.kind === 'due' ? `${turn.step} is due since ${timestamp(turn.due)}` : turnText(set, turn);
}

function replacingText(set: ManifestSet, leak: Leak, turn: Turn, now: Date): string {
  const moves = shortestReplacement(set, leak.generations, timestamp(now)) ?? [];
  const left = turn.kind === 'unapplied' ? moves : moves.slice(1);
  const then = left.length === 0 ? '' : `; then ${left.join(', ')}`;
  return `replaces ${leakedText(leak)} (${leak.reason}): ${messageOf(set, turn)}${then}`;
}

function statusOf(turn: Turn, now: Date): RotationStatus {
  switch (turn.kind) {
    case 'due':
      return now.getTime() - turn.due.getTime() > DAY ? 'late' : 'due';
    case 'unverified':
      return 'waiting for verification';
    case 'unapplied':
      return 'waiting for apply';
    case 'refused':
      return 'refused';
    case 'off':
      return turn.because === 'removal' ? 'removal' : 'paused';
    case 'held':
      if (turn.frozen) return 'frozen';
      if (turn.by === 'soak') return 'soaking';
      return turn.by === 'grace' ? 'in grace' : turn.by === 'apply' ? 'waiting for apply' : 'on schedule';
  }
}
