import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../../demo/rehearsal';
import { commandLine, KINDS } from '../../demo/two-slot';
import { checkPlan } from '../../lib/guard';
import type { Published } from '../../lib/testing';
import { Pilot } from '../support/pilot';

const LEAKED = ['--reason', 'it leaked'];
/** Longer than a replica lags or a consumer caches, and the seconds that Terraform's clock is rounded to. */
const PAUSE = 2 * CACHE;
const TRIED = ['entra-client-secret', 'okta-client-secret', 'uaa-client-secret', 'auth0-private-key-jwt'];

describe.each(KINDS.filter(({ kind }) => TRIED.includes(kind)))(
  '$kind under real Terraform, with soak 1d and grace 7d',
  (kind) => {
    let pilot: Pilot;
    beforeEach(async () => {
      pilot = await Pilot.start(kind);
      await pilot.add('--interval', '30d');
      await pilot.apply();
    });
    afterEach(() => pilot.close());

    test('a current credential that leaked is gone after its steps, and no sign-in failed', async () => {
      const leaked = published(pilot);
      expect(await pilot.application.signIn(leaked)).toBeUndefined();
      await pilot.take('replace', '--slot', 'current', '--pause', `${PAUSE / 1000}s`, ...LEAKED);
      expect(await finish(pilot)).toBe('stage promote retire');
      await expectReplaced(pilot, [leaked]);
    });
  },
);

describe('a leaked state file', () => {
  test('is worth nothing in the end, also where it holds the secret that comes next', async () => {
    const uaa = KINDS.find(({ kind }) => kind === 'uaa-client-secret') as (typeof KINDS)[number];
    const pilot = await Pilot.start(uaa);
    try {
      await pilot.add('--interval', '30d');
      await pilot.apply();
      const state = JSON.stringify(await pilot.terraform.show());
      const coming = /"coming":"([^"]+)"/.exec(state)?.[1] ?? '';
      expect(coming).not.toBe('');
      const leaked = [published(pilot), { ...published(pilot), clientSecret: coming }];
      await commandLine(['replace', '--all', '--pause', `${PAUSE / 1000}s`, ...LEAKED, '--file', pilot.file]);
      expect(await finish(pilot)).toBe('stage promote stage promote retire');
      await expectReplaced(pilot, leaked);
    } finally {
      await pilot.close();
    }
  });
});

function published({ world }: Pilot): Published {
  return world.vault.read('kv', 'app') as Published;
}

/** Applies what was taken, and goes on with `advance` until the request is over; answers with the steps. */
async function finish(pilot: Pilot): Promise<string> {
  const steps: string[] = [];
  for (let isLeft = true; isLeft; isLeft = pilot.set.rotation !== undefined) {
    if (steps.length > 0) {
      await pilot.rehearsal.pauseAfterApply(PAUSE + 1_000);
      const state = join(pilot.world.directory, 'state.json');
      writeFileSync(state, JSON.stringify(await pilot.terraform.show()));
      await pilot.take('advance', '--due', '--applied', state);
    }
    const { step, last } = pilot.set.state;
    expect(step).toBe(steps.length + 1);
    steps.push(last.step);
    await pilot.apply(last.step);
    const report = checkPlan(await pilot.terraform.show('plan.tfplan'));
    expect(report.sets.map(({ verdict, findings }) => [verdict, findings])).toEqual([['safe', []]]);
  }
  return steps.join(' ');
}

async function expectReplaced(pilot: Pilot, leaked: readonly Published[]): Promise<void> {
  await pilot.rehearsal.stop();
  expect(pilot.rehearsal.refused).toEqual([]);
  expect(pilot.rehearsal.signIns).toBeGreaterThan(500);
  for (const one of leaked) expect(await pilot.application.signIn(one)).toEqual(expect.any(String));
  expect(await pilot.application.signIn(published(pilot))).toBeUndefined();
}
