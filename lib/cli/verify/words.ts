import type { SignInResult } from '../../admin/sign-in';
import {
  Duration,
  InputError,
  type ManifestSet,
  Refusal,
  type Verification,
  type VerifiedCredential,
} from '../../rotation';
import { NeedsPerson } from '../exit-code';
import type { Endpoint } from './endpoint';
import type { Course, Plan } from './repeat';

/** A difference of clocks that is worth a word, in milliseconds. */
const SKEW = 60_000;

export interface Attempted {
  readonly set: ManifestSet;
  readonly staged: VerifiedCredential;
  readonly endpoint: Endpoint;
  /** Milliseconds that the server's clock is ahead. */
  readonly ahead?: number;
  /** Whether assertions were dated by it. */
  readonly isCorrected: boolean;
}

/** What one sign-in came to, in a clause. */
export function resultText({ provider }: Endpoint, result: SignInResult): string {
  const who = result.kind === 'unclear' ? 'the answer' : `${provider.name} says`;
  const said = result.said === '' ? '' : ` (${who}: ${result.said})`;
  switch (result.kind) {
    case 'accepted':
      return result.token === 'given'
        ? 'signed in'
        : 'the credential is right; the grant type is not allowed, so no token came';
    case 'refused':
    case 'misasked':
    case 'unclear':
      return `${result.why}${said}`;
    case 'unreachable':
      return result.why;
  }
}

/** What is said while it goes on. */
export function turnText(endpoint: Endpoint, { period, timeout }: Plan, result: SignInResult, since: number): string {
  const next =
    result.kind === 'accepted'
      ? `; to hold for ${seconds(period)}`
      : `; trying again, for ${seconds(Math.max(0, timeout - period - since))} at most`;
  return `after ${seconds(since)}: ${resultText(endpoint, result)}${next}`;
}

/**
 * The error of a verification that failed: exit code 2, 3 or 4, by what the last sign-in came to.
 *
 * @param after what else a refusal has to say
 */
export function failure(attempted: Attempted, course: Extract<Course, { held: false }>, after: string): Error {
  const { set, staged, endpoint } = attempted;
  const { last } = course;
  const who = `generation ${staged.generation} in slot ${staged.slot} of "${set.name}"`;
  const text = resultText(endpoint, last);
  const tail = `${historyText(course)}${clockText(attempted)}`;
  switch (last.kind) {
    case 'refused':
      return new Refusal(
        `${endpoint.provider.name} must take ${who}, but ${text}${tail}: ${remedy(attempted, last)}${after}`,
      );
    case 'misasked':
      return new InputError(
        `${endpoint.provider.name} must grant the sign-in of ${who}, but ${text}: look at --scope, --audience, --client-id and where to sign in`,
      );
    case 'unclear':
      return new NeedsPerson(
        `cannot tell whether ${endpoint.provider.name} takes ${who}: ${text}${tail}: look at the address of the token endpoint, and try again`,
      );
    case 'unreachable':
      return new NeedsPerson(`cannot tell whether ${endpoint.provider.name} takes ${who}: ${text}${tail}`);
    case 'accepted':
      throw new Error('a sign-in that was accepted is no failure');
  }
}

function remedy({ set, endpoint: { clientId } }: Attempted, last: SignInResult): string {
  const credential = `check that stage is applied and that ${set.kind.key ? '--private-key' : '--secret-from'} leads to the next one`;
  const application = `check the application "${clientId}"`;
  if (last.kind !== 'refused') return application;
  switch (last.what) {
    case 'credential':
      return credential;
    case 'application':
      return application;
    case 'either':
      return `${credential}; ${application}`;
  }
}

function historyText({ accepted, failed, after }: Extract<Course, { held: false }>): string {
  if (failed === 1 && accepted === 0) return '';
  const before = accepted === 0 ? '' : `, ${accepted} succeeded before`;
  return `; ${failed} of ${failed + accepted} sign-ins in ${seconds(after)} failed${before}`;
}

/** Clocks that differ are a reason of their own for which an assertion is refused. */
export function clockText({ set, ahead = 0 }: Pick<Attempted, 'set' | 'ahead'>): string {
  if (!set.kind.key || Math.abs(ahead) < SKEW) return '';
  return `; the clock of this machine is ${seconds(Math.abs(ahead))} ${ahead > 0 ? 'behind' : 'ahead of'} the server's`;
}

/** What was verified, in one line. */
export function verifiedText(verification: Verification, { failed }: Extract<Course, { held: true }>): string {
  const { set, slot, generation, from, until, signIns, endpoint } = verification;
  const held = from === until ? `at ${from}` : `from ${from} until ${until}`;
  const before = failed === 0 ? '' : `, after ${failed} that failed`;
  return `${set}: generation ${generation} in slot ${slot} signs in at ${endpoint}: ${signIns} ${signIns === 1 ? 'sign-in' : 'sign-ins'} ${held}${before}`;
}

function seconds(milliseconds: number): string {
  return `${Duration.seconds(Math.round(milliseconds / 1000))}`;
}
