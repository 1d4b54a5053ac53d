import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, type Published } from 'cdktf-rotation/testing';
import type { Application } from '../../../demo/application';
import { CACHE } from '../../../demo/rehearsal';
import { REPLICA_LAG } from '../../../demo/world';
import { checkPlan, type Verdict } from '../../../lib/guard';
import { appliedRecord, whyWrong } from './applied-record';
import { randomOf } from './random';
import type { Situation, World } from './situation';
import { Stage } from './stage';

/** The longest that a call of an admin API waits, in milliseconds. */
const LATENCY = 150;
/** How long the adversary holds back what the trace says has not happened yet: longer than any cache. */
const HELD = CACHE + 2 * REPLICA_LAG;
const EVERY = 10;
/** Of a consumer that is there where the guard says unsafe: a cache may end at any time, and this one ends too late. */
const LONG_CACHE = 60_000;
const LATE_REPLICA = 2_000;

export interface Rehearsed {
  readonly verdict: Verdict;
  readonly rules: readonly string[];
  readonly signIns: number;
  /** Since the apply began; of a plan that heals since it ended and every cache was read anew. */
  readonly failed: number;
  /** Why the apply failed. */
  readonly error?: string;
  /** What is wrong with the record. */
  readonly record?: string;
  /** What the verdict of the guard or of the corpus does not fit; empty when the world agrees. */
  readonly complaints: readonly string[];
}

/** Applies the plan of a situation in a world whose calls take random times, while consumers sign in. */
export async function rehearse(situation: Situation, seed: number): Promise<Rehearsed> {
  const random = randomOf(seed);
  const stage = await Stage.start(situation.kind);
  let consumers: readonly Consumer[] = [];
  const isDangerous = situation.verdict === 'dangerous';
  try {
    stage.code.stripped = isDangerous;
    await situation.prepare(stage);
    consumers = consumersOf(stage, isDangerous ? [0, CACHE, LONG_CACHE] : [0, CACHE]);
    await sleep(2 * REPLICA_LAG);
    for (const consumer of consumers) consumer.start();
    await sleep(CACHE / 2);
    const before = await appliedRecord(stage);
    await situation.change(stage);
    const { json, refused } = await stage.plan(situation.plan);
    if (!json) throw new Error(refused ?? 'no plan file');
    const report = checkPlan(json);
    if (refused !== undefined)
      return { ...NOT_APPLIED, verdict: report.verdict, error: refused, complaints: refusal(report.verdict) };
    holdBack(stage, random, situation.world);
    const began = Date.now();
    const error = await stage.applyPlan(1 + Math.floor(random() * 10));
    await sleep(CACHE + 2 * REPLICA_LAG);
    const settled = Date.now();
    await sleep(CACHE / 2);
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    const from = situation.world?.shows === 'nothing afterwards' ? settled : began;
    const counted = consumers.flatMap(({ signIns }) => signIns).filter(({ at }) => at >= from);
    const result = {
      verdict: report.verdict,
      rules: [...report.findings, ...report.sets.flatMap(({ findings }) => findings)]
        .filter(({ verdict }) => verdict === report.verdict)
        .map(({ rule }) => rule),
      signIns: counted.length,
      failed: counted.filter((signIn) => signIn.refused !== undefined).length,
      ...(error !== undefined && { error }),
      ...(situation.world?.shows === 'wrong record' && { record: await whyWrong(stage, before) }),
    };
    return { ...result, complaints: complaintsOf(situation, result) };
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await stage.close();
  }
}

/** One that reads each time and one that caches, of every set that is published; what was there and is gone fails. */
function consumersOf(stage: Stage, caches: readonly number[]): readonly Consumer[] {
  return stage.code.sets.flatMap((name) => {
    const application = stage.applicationOf(name);
    const { signIn } = caches.includes(LONG_CACHE) ? behindLateReplica(application) : application;
    return caches.map((cacheFor) => {
      let known: Published | undefined;
      const read = async (): Promise<Published | undefined> => {
        const published = stage.world.vault.read('kv', name);
        known = published ?? (known && {});
        return known;
      };
      // A key that is not found is thrown at once, not as an answer.
      const attempt = async (found: Published): Promise<string | undefined> => signIn(found);
      return new Consumer({ name: `${name}, ${cacheFor} ms`, read, signIn: attempt, every: EVERY, cacheFor });
    });
  });
}

/** A replica that learns of a new credential later than the provider of Terraform waits: Entra needs up to 18 s. */
function behindLateReplica({ onChange, idOf, signIn }: Application): Pick<Application, 'signIn'> {
  const since = new Map<string, number>();
  onChange(({ keyId, live, at }) => void (live && since.set(keyId, at)));
  return {
    signIn: async (published) => {
      const isNew = Date.now() < (since.get(idOf(published)) ?? 0) + LATE_REPLICA;
      return isNew ? 'the replica does not know this credential yet' : signIn(published);
    },
  };
}

/** Every call takes its time; those that the trace puts later take longer than a consumer. */
function holdBack({ world }: Stage, random: () => number, shown: World | undefined): void {
  const held = shown?.shows === 'failed sign-ins' ? shown.hold : undefined;
  for (const model of [...world.identityProviders, world.vault]) {
    model.intercept(async ({ mutating, method, path }) => {
      await sleep(mutating && held?.test(`${method} ${path}`) ? HELD : random() * LATENCY);
      return undefined;
    });
  }
}

function complaintsOf(
  { expected, verdict: list, world = list === 'safe' ? NOTHING : FAILED }: Situation,
  { verdict, failed, error, record, signIns }: Omit<Rehearsed, 'complaints'>,
): readonly string[] {
  const complaints: string[] = [];
  if (verdict !== expected.verdict) complaints.push(`the guard says ${verdict}, the corpus ${expected.verdict}`);
  const isPassed = verdict === 'safe' || verdict === 'healing';
  if (isPassed && failed > 0) complaints.push(`the guard lets it pass, and ${failed} sign-ins failed`);
  if (isPassed && error !== undefined && world.shows !== 'failed apply')
    complaints.push(`the guard lets it pass, and the apply failed: ${first(error)}`);
  if (signIns === 0 && world.shows !== 'not') complaints.push('nobody signed in');
  switch (world.shows) {
    case 'nothing':
    case 'nothing afterwards':
      if (failed > 0 && !isPassed) complaints.push(`${failed} sign-ins failed`);
      break;
    case 'failed sign-ins':
      if (failed === 0)
        complaints.push(`no sign-in failed${error === undefined ? '' : `, the apply did: ${first(error)}`}`);
      break;
    case 'failed apply':
      if (!world.error.test(error ?? '')) complaints.push(`the apply ended with: ${first(error ?? 'no error')}`);
      break;
    case 'wrong record':
      if (record === undefined) complaints.push('the record is right');
      break;
    case 'not':
      break;
  }
  return complaints;
}

const NOT_APPLIED = { rules: ['refused at plan'], signIns: 0, failed: 0 };

/** A plan that Terraform or a provider refuses cannot be applied, and is never passed. */
function refusal(verdict: Verdict): readonly string[] {
  return verdict === 'safe' || verdict === 'healing' ? [`Terraform refuses it, and the guard says ${verdict}`] : [];
}

const NOTHING: World = { shows: 'nothing' };
const FAILED: World = { shows: 'failed sign-ins' };

function first(error: string): string {
  return /Error: .*/.exec(error)?.[0] ?? error;
}
