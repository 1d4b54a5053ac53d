import type { Fault } from '../../../lib/testing/http';
import type { TestKey } from '../../support/keys';
import { fixtureKeys, type KeyConfig, TestTenant } from './tenant';

/**
 * Each mutating call of three steps goes wrong once, before or after it was committed. What follows is what was
 * measured with the real provider: how often the same configuration heals it, or a fresh key does, or nothing.
 */
type Outcome = 'heals' | 'fresh key works' | 'dead end';

interface End {
  readonly outcome: Outcome;
  readonly stray: boolean;
}

interface Counts {
  readonly heals: number;
  readonly freshKeyWorks: number;
  readonly deadEnd: number;
  readonly leavesStray: number;
}

interface Step {
  readonly name: string;
  readonly mutatingCalls: number;
  readonly before: readonly KeyConfig[];
  readonly after: readonly KeyConfig[];
  readonly current: TestKey;
  /** The next stage, with a key that Auth0 has never seen. */
  readonly fresh: readonly KeyConfig[];
}

interface Trouble {
  readonly waitScale: number;
  readonly fault: (tenant: TestTenant) => Fault;
}

let keys: readonly TestKey[];

beforeAll(async () => {
  keys = await fixtureKeys(4);
});

function steps(): readonly Step[] {
  const [k0, k1, k2, k3] = keys as [TestKey, TestKey, TestKey, TestKey];
  const a = (key: TestKey): KeyConfig => ({ name: 'a', key });
  const b = (key: TestKey): KeyConfig => ({ name: 'b', key });
  return [
    { name: 'stage', mutatingCalls: 2, before: [a(k0)], after: [a(k0), b(k1)], current: k0, fresh: [a(k0), b(k3)] },
    {
      name: 'stage in place',
      mutatingCalls: 4,
      before: [a(k0), b(k1)],
      after: [a(k2), b(k1)],
      current: k1,
      fresh: [a(k3), b(k1)],
    },
    { name: 'retire', mutatingCalls: 2, before: [a(k0), b(k1)], after: [b(k1)], current: k1, fresh: [a(k3), b(k1)] },
  ];
}

async function outcome(poolCap: number, step: Step, call: number, { waitScale, fault }: Trouble): Promise<End> {
  const tenant = await TestTenant.start({ poolCap }, waitScale);
  try {
    tenant.configure(step.before);
    await tenant.applyAtOnce();
    const refused = tenant.watch(step.current);
    tenant.configure(step.after);
    let left = call;
    const stop = tenant.model.intercept((made) => (made.mutating && left-- === 0 ? fault(tenant) : undefined));
    await tenant.applyAtOnce().catch(() => undefined);
    expect(left).toBeLessThan(0);
    stop();
    const again = await tenant.applyAtOnce().then(
      () => '',
      (error: Error) => error.message,
    );
    if (again !== '') {
      expect(again.replace(/\n[│\s]*/g, ' ')).toMatch(/already exist in client|maximum of \d credentials/);
    }
    tenant.configure(step.fresh);
    const works = await tenant.applyAtOnce().then(
      () => true,
      () => false,
    );
    expect(refused).toEqual([]);
    const stray = tenant.strays.length > 0;
    if (!works) return { outcome: 'dead end', stray };
    return { outcome: again === '' ? 'heals' : 'fresh key works', stray };
  } finally {
    await tenant.close();
  }
}

async function count(poolCap: number, troubles: readonly Trouble[]): Promise<Counts> {
  const ends: End[] = [];
  // Side by side, because most of the time is spent on waiting for Terraform.
  await Promise.all(
    steps().map(async (step) => {
      for (let call = 0; call < step.mutatingCalls; call++) {
        for (const trouble of troubles) ends.push(await outcome(poolCap, step, call, trouble));
      }
    }),
  );
  const number = (wanted: Outcome): number => ends.filter((end) => end.outcome === wanted).length;
  return {
    heals: number('heals'),
    freshKeyWorks: number('fresh key works'),
    deadEnd: number('dead end'),
    leavesStray: ends.filter(({ stray }) => stray).length,
  };
}

const KILLS: readonly Trouble[] = (['drop-before-commit', 'drop-after-commit'] as const).map((kind) => ({
  // Long enough a pause before the retry for the provider, which lives on in this process, to hear of the death.
  waitScale: 1,
  fault: ({ terraform }) => {
    terraform.kill();
    return { kind };
  },
}));

function answers(status: number): readonly Trouble[] {
  const body = { error: 'Injected', message: 'injected' };
  return (['refuse', 'fail-after-commit'] as const).map((kind) => ({
    waitScale: 0.001,
    fault: () => ({ kind, status, body }),
  }));
}

test('Terraform is killed, and the pool holds two', async () => {
  expect(await count(2, KILLS)).toEqual({ heals: 7, freshKeyWorks: 1, deadEnd: 8, leavesStray: 8 });
});

test('Terraform is killed, and the pool holds four', async () => {
  expect(await count(4, KILLS)).toEqual({ heals: 11, freshKeyWorks: 5, deadEnd: 0, leavesStray: 8 });
});

test('Auth0 answers 400, and the pool holds two', async () => {
  expect(await count(2, answers(400))).toEqual({ heals: 9, freshKeyWorks: 0, deadEnd: 7, leavesStray: 6 });
});

test('Auth0 answers 502 once, and the pool holds two', async () => {
  expect(await count(2, answers(502))).toEqual({ heals: 14, freshKeyWorks: 0, deadEnd: 2, leavesStray: 2 });
});
