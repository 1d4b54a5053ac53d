import { NoAnswer } from '../../admin/no-answer';
import { InputError, Refusal, requireApplied, requireAppliedCredentials } from '../../rotation';
import { NeedsPerson } from '../exit-code';
import { whyKept } from './discard-rules';
import type { Held } from './held';
import type { Judged } from './judge';
import { type Providers, type Seen, whyNot } from './look';
import type { Subject } from './subject';

export interface DiscardOptions {
  readonly id: string;
  /** Whether a credential that is not of the set may go. */
  readonly others: 'stay' | 'may go';
  readonly run: 'dry' | 'real';
}

export interface Discarded {
  readonly credential: Judged;
  /** What is there now. */
  readonly seen: Seen;
}

/** After a removal the provider's replicas may list it for some seconds more, in milliseconds. */
const PAUSES = [0, 1_000, 2_000, 4_000, 8_000];

/**
 * Removes exactly one credential, and looks again.
 *
 * @throws Refusal when it is or may be in use, InputError when there is none of that id
 * @throws NeedsPerson when the provider cannot be asked, or does not do it, or more is gone than that one
 */
export async function discard(subject: Subject, options: DiscardOptions, providers: Providers): Promise<Discarded> {
  const { held, room, application } = subject;
  const inspector = await providers.connect(room);
  const before = await providers.look(subject);
  const credential = before.judged.find(({ id, found }) => id === options.id || found?.keyId === options.id);
  if (!credential) {
    const ids = before.judged.map(({ id }) => id).join(', ');
    const blind = before.findings.find(({ rule }) => rule === 'not shown');
    throw new InputError(
      `${application} has no credential "${options.id}": it has ${ids === '' ? 'none' : ids}${blind ? `; ${blind.message}` : ''}`,
    );
  }
  requireState(held, credential);
  const reason = whyKept(credential, before, options.others);
  if (reason !== undefined) throw new Refusal(`${options.id} of "${held.set.name}" stays: ${reason}`);
  const { found } = credential;
  if (options.run === 'dry' || !found || !inspector.discard) return { credential, seen: before };
  const beside = before.judged.flatMap((one) => (one.found && one !== credential ? [one.found] : []));
  const failure = await inspector.discard(application, found, beside).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const seen = await lookUntilGone(subject, credential, providers, failure);
  const also = before.judged.filter((one) => one.found && one !== credential && !isListed(one, seen));
  if (also.length > 0) {
    throw new NeedsPerson(
      `${options.id} is removed, and ${also.map(({ id, verdict }) => `${id} (${verdict})`).join(', ')} went meanwhile, by somebody else: plan and apply at once`,
    );
  }
  return { credential, seen };
}

/**
 * Without the applied state nobody knows what is in use. Behind the manifest, an apply is still to come or under way, and
 * may have made it just now; what is attached to nothing signs nobody in all the same, and may be what stops that apply.
 */
function requireState({ set, applied, state }: Held, { condition }: Judged): void {
  if (state === undefined) {
    throw new Refusal(
      `discard needs the applied state, which tells what is in use: terraform show -json | cdktf-rotation scan ${set.name} --applied - --discard ID`,
    );
  }
  if (condition === 'unattached' && (applied?.step ?? 0) <= set.state.step) return;
  requireApplied(set, applied);
  if (applied) requireAppliedCredentials(set, applied);
}

/** The answer to the removal decides nothing but what is said: what is listed does. */
async function lookUntilGone(
  subject: Subject,
  credential: Judged,
  providers: Providers,
  failure: Error | undefined,
): Promise<Seen> {
  for (const pause of isRefused(failure) ? [0] : PAUSES) {
    await providers.pause(pause);
    const seen = await providers.look(subject).catch((error: unknown) => {
      if (!(error instanceof NeedsPerson)) throw error;
      throw new NeedsPerson(`whether ${credential.id} is removed is not known: ${error.message}`);
    });
    if (!isListed(credential, seen)) return seen;
  }
  if (failure) throw whyNot(failure, subject.room, 'discard');
  throw new NeedsPerson(`${credential.id} is still listed after its removal: scan again`);
}

/** Certainly not done; what got no answer or an error of the server may have been. */
function isRefused(failure: Error | undefined): boolean {
  if (!failure || failure instanceof NoAnswer) return false;
  return !('status' in failure && typeof failure.status === 'number' && failure.status >= 500);
}

function isListed({ id }: Judged, { judged }: Seen): boolean {
  return judged.some((one) => one.id === id && one.found !== undefined);
}
