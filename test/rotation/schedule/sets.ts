import {
  type AppliedSet,
  Duration,
  Kind,
  Manifest,
  type ManifestSet,
  type Move,
  type PolicyOptions,
  requestAfter,
  startState,
  takeMove,
  timestamp,
  type Turn,
} from '../../../lib/rotation';

export interface Beginning {
  readonly name?: string;
  readonly at?: string;
  readonly outside?: boolean;
  readonly kind?: Kind;
}

/** A set at its first step. */
export function setWith(policy: PolicyOptions = {}, beginning: Beginning = {}): ManifestSet {
  const { name = 'billing', at = '2026-03-01T00:00:00Z', outside = false, kind = Kind.ENTRA_CLIENT_SECRET } = beginning;
  const expires = timestamp(Duration.days(3_650).after(new Date(at)));
  const state = startState(outside ? 'outside' : { at, expires }, at);
  return Manifest.create('test').with(name, { kind: kind.name, policy, state }).find(name);
}

/** The set after a step; a request is done with its promote. */
export function after(set: ManifestSet, move: Move, at: string): ManifestSet {
  const state = takeMove(set, move, { at, expires: timestamp(set.policy.lifetime.after(new Date(at))) });
  return { ...set, state, rotation: requestAfter(set, state) };
}

/** What the ledger says once the set's present step is applied. */
export function appliedOf({ name, manifestId, state }: ManifestSet, at: string): AppliedSet {
  const generations = { a: state.a?.generation ?? 0, b: state.b?.generation ?? 0 };
  return { manifest: manifestId, set: name, step: state.step, generations, at };
}

/** A turn in a few words, for tables. */
export function words(turn: Turn): string {
  switch (turn.kind) {
    case 'due':
      return `${turn.step} now, due ${timestamp(turn.due)}`;
    case 'held':
      return `${turn.step} not before ${timestamp(turn.until)}: ${turn.by}${turn.frozen ? ` (${turn.frozen.join()})` : ''}`;
    case 'unapplied':
      return 'unapplied';
    case 'off':
      return turn.because;
    case 'unverified':
    case 'refused':
      return turn.message;
  }
}
