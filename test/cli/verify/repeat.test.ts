import type { SignInResult } from '../../../lib/admin/sign-in';
import { type Course, type Plan, repeatSignIn } from '../../../lib/cli/verify/repeat';
import { FakeTime } from './desk';

const YES: SignInResult = { kind: 'accepted', token: 'given', said: '' };
const NO: SignInResult = { kind: 'refused', what: 'credential', why: 'wrong', said: '' };
const GONE: SignInResult = { kind: 'unreachable', why: 'down', said: '' };
const NEVER: SignInResult = { kind: 'misasked', why: 'scope', said: '' };

interface Ran {
  readonly course: Course;
  /** Seconds from the start at which there was a sign-in. */
  readonly at: readonly number[];
  readonly turns: readonly string[];
}

/** Results by the second of the sign-in; each takes `takes` seconds. */
async function ran(resultAt: (second: number) => SignInResult, plan: Partial<Plan>, takes = 0): Promise<Ran> {
  const time = new FakeTime();
  const [at, turns]: [number[], string[]] = [[], []];
  const signIn = async (limit: number): Promise<SignInResult> => {
    expect(Number.isInteger(limit) && limit >= 1_000 && limit <= 30_000).toBe(true);
    at.push(time.elapsed() / 1000);
    const result = resultAt(time.elapsed() / 1000);
    await time.sleep(takes * 1000);
    return result;
  };
  const seconds = { period: 60, every: 20, timeout: 180, ...plan };
  const milliseconds = { period: seconds.period * 1000, every: seconds.every * 1000, timeout: seconds.timeout * 1000 };
  const course = await repeatSignIn(signIn, milliseconds, time, ({ kind }, since) =>
    turns.push(`${since / 1000} ${kind}`),
  );
  return { course, at, turns };
}

describe('a row of sign-ins', () => {
  it('holds when every one succeeds, the last at the very end of the period', async () => {
    const { course, at, turns } = await ran(() => YES, { period: 50 });
    expect(at).toEqual([0, 20, 40, 50]);
    expect(course).toMatchObject({ held: true, from: 0, until: 50_000, signIns: 4, failed: 0 });
    expect(turns).toEqual(['0 accepted']);
  });

  it('is one sign-in for a period of zero', async () => {
    expect(await ran(() => YES, { period: 0 })).toMatchObject({ at: [0], course: { held: true, signIns: 1 } });
  });

  it('begins anew after its last failure', async () => {
    const { course, at, turns } = await ran((second) => (second === 40 ? NO : YES), {});
    expect(at).toEqual([0, 20, 40, 45, 65, 85, 105]);
    expect(course).toMatchObject({ held: true, from: 45_000, until: 105_000, signIns: 4, failed: 1 });
    expect(turns).toEqual(['0 accepted', '40 refused', '45 accepted']);
  });

  it('counts a server that does not answer as a failure', async () => {
    const { course } = await ran((second) => (second < 10 ? GONE : YES), {});
    expect(course).toMatchObject({ held: true, from: 10_000, failed: 2 });
  });

  it('is given up as soon as the period cannot end within the time-out', async () => {
    const { course, at } = await ran(() => NO, { timeout: 72 });
    expect(at).toEqual([0, 5, 10]);
    expect(course).toMatchObject({ held: false, accepted: 0, failed: 3, last: NO });
  });

  it('says how many succeeded before a late failure', async () => {
    const { course } = await ran((second) => (second === 60 ? GONE : YES), { timeout: 90 });
    expect(course).toMatchObject({ held: false, accepted: 3, failed: 1, after: 60_000, last: GONE });
  });

  it('tries no oftener than it was told', async () => {
    expect((await ran(() => NO, { every: 1, timeout: 63 })).at).toEqual([0, 1, 2, 3]);
  });

  it('ends at once where nothing but another request can help', async () => {
    expect(await ran(() => NEVER, {})).toMatchObject({ at: [0], course: { held: false, last: NEVER } });
  });

  it('keeps its pace when a sign-in takes long, and its time-out when that is longer than it', async () => {
    expect((await ran(() => YES, {}, 30)).at).toEqual([0, 30, 60]);
    const { course, at } = await ran(() => GONE, { timeout: 100 }, 30);
    expect(at).toEqual([0, 35]);
    expect(course).toMatchObject({ held: false, after: 65_000 });
  });
});
