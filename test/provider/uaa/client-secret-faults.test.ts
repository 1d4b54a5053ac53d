import type { Values } from '../../../lib/plugin';
import type { AdminCall, Fault } from '../../../lib/testing';
import { fresh } from '../../uaa-real/test-uaa';
import { BIRTH, RotatedClient } from './client';

/** Each step with the slots it leads to; the first one named is current. */
const STEPS = ['a1', 'a1 b2', 'b2 a1', 'b2 a3', 'a3 b2', 'a3'] as const;

/** Milliseconds; well below the settle time of 1.2 x 1.5 s. */
const LATE = 120;

const FAULTS: Readonly<Record<string, Fault>> = {
  refuse: { kind: 'refuse', status: 500, body: {} },
  'fail after commit': { kind: 'fail-after-commit', status: 500, body: {} },
  'drop before commit': { kind: 'drop-before-commit' },
  'drop after commit': { kind: 'drop-after-commit' },
  'commit after disconnect': { kind: 'commit-after-disconnect', delay: LATE },
  hang: { kind: 'hang' },
};

interface Row {
  readonly step: string;
  readonly fault: string;
  readonly call: number;
  /** How many applies failed before one did not. */
  readonly failed: number;
  readonly problems: readonly string[];
}

/** How an administrator reaches UAA, and which part of the looks is struck there: one of so many. */
const WAYS = [
  { version: '77.18.0', person: false, looks: 3 },
  { version: '4.30.0', person: false, looks: 12 },
  { version: '4.30.0', person: true, looks: 6 },
] as const;

type Way = (typeof WAYS)[number];

/** Rows that run side by side: nearly all of them wait. */
const AT_ONCE = 14;

test.each(WAYS)(
  'UAA $version, token of a person: $person: whatever goes wrong with a call, two more applies end well',
  async (way) => {
    const starts = await snapshots(way);
    const rows: Row[] = [];
    // Every write meets every failure; of the looks, which are alike, each meets some.
    const cells = starts.flatMap((start, index) =>
      Object.entries(FAULTS).flatMap(([name, fault], offset) =>
        start.calls.flatMap(({ method, path }, call) =>
          (method !== 'GET' && !path.endsWith('/token')) || (call + offset) % way.looks === 0
            ? [{ start, index, name, fault, call }]
            : [],
        ),
      ),
    );
    const queue = cells.values();
    const worker = async (): Promise<void> => {
      for (const cell of queue) rows.push(await strike(way, cell));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(rows.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(rows.length).toBeGreaterThan(50);
    // Each kind of failure struck the steps that write, and some were felt.
    for (const step of ['a1 b2', 'b2 a3', 'a3']) {
      const ofStep = rows.filter((row) => row.step === step);
      expect([step, new Set(ofStep.map(({ fault }) => fault)).size]).toEqual([step, Object.keys(FAULTS).length]);
      expect([step, ofStep.some(({ failed }) => failed > 0)]).toEqual([step, true]);
    }
  },
  180_000,
);

interface Snapshot {
  readonly state?: Values;
  /** Oldest first. */
  readonly secrets: readonly string[];
  /** What the step asks when nothing goes wrong. */
  readonly calls: readonly AdminCall[];
}

/** Where each step starts. */
async function snapshots(way: Way): Promise<readonly Snapshot[]> {
  const client = await open(way);
  try {
    const found: Snapshot[] = [];
    for (const slots of STEPS) {
      const [state, secrets, before] = [client.desk.state, client.secrets, client.uaa.calls.length];
      expect(await client.desk.converge(client.config(slots))).toEqual([]);
      found.push({ state, secrets, calls: client.uaa.calls.slice(before) });
    }
    return found;
  } finally {
    await client.close();
  }
}

async function open({ version, person }: Way): Promise<RotatedClient> {
  const client = await RotatedClient.start({ version }, fresh('app'));
  client.settings = { request_timeout: 1.5 };
  if (person) client.access = { UAA_TOKEN: await client.personsToken() };
  return client;
}

interface Cell {
  readonly start: Snapshot;
  readonly index: number;
  readonly name: string;
  readonly fault: Fault;
  readonly call: number;
}

/** One step with one call that goes wrong. */
async function strike(way: Way, { start, index, name, fault, call }: Cell): Promise<Row> {
  const client = await open(way);
  const { uaa, desk, id } = client;
  const problems: string[] = [];
  try {
    client.hold(start.secrets);
    desk.state = start.state && { ...start.state, client_id: id, id };
    const inUse = (): string => String(desk.state?.[`secret_${String(desk.state.current)}`] ?? BIRTH);
    uaa.interceptAfter(({ method, path }) => {
      if (!client.secrets.includes(inUse())) problems.push(`${method} ${path} took the secret in use`);
    });
    const struck = uaa.calls.length + call;
    uaa.intercept(({ index: at }) => (at === struck ? fault : undefined));
    const said = await desk.converge(client.config(STEPS[index] ?? ''), 2).catch((error: Error) => {
      problems.push(error.message);
      return [];
    });
    if (uaa.calls.length <= struck) problems.push('the call was never made');
    const secrets = String(desk.state?.order)
      .split('')
      .map((slot) => desk.state?.[`secret_${slot}`]);
    if (JSON.stringify(client.secrets) !== JSON.stringify(secrets)) problems.push('UAA holds other secrets');
    if (!client.secrets.includes(inUse())) problems.push('the secret in use does not sign in');
    if (uaa.clientIds().some((one) => one.startsWith('rotator-'))) problems.push('a helper client is left over');
    return { step: STEPS[index] ?? '', fault: name, call, failed: said.length, problems };
  } finally {
    await client.close();
  }
}
