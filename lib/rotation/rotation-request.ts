import type { SetState } from './credential-set';

/** A rotation that somebody asked for; scheduled runs take its steps, also where the policy is not automatic. */
export interface RotationRequest {
  readonly requestedAt: string;
  readonly reason?: string;
}

/** What is left of a request after a step: the promote finishes it. */
export function requestAfter(
  before: { readonly state: SetState; readonly rotation?: RotationRequest },
  after: SetState,
): RotationRequest | undefined {
  const promoted = after.last.step === 'promote' && after.step > before.state.step;
  return promoted ? undefined : before.rotation;
}
