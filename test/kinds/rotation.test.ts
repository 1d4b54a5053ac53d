import type { DemoKind } from '../../demo/kind';
import { KINDS } from '../../demo/two-slot';
import { Kind } from '../../lib/rotation';
import { Pilot } from '../support/pilot';

/** Where a provider always removes the oldest credential, a staged one is never taken back. */
function stepsOf({ kind }: DemoKind): readonly string[] {
  const abort = Kind.find(kind).removes === 'any' ? ['stage', 'abort'] : [];
  return ['stage', 'promote', ...abort, 'stage', 'promote', 'rollback', 'rollback', 'stage', 'promote', 'retire'];
}

describe.each(KINDS)('$kind under real Terraform', (kind) => {
  test('every step applies, the next plan is empty, and no sign-in fails', async () => {
    const pilot = await Pilot.start(kind);
    try {
      await pilot.add('--interval', '1h', '--soak', '0s', '--grace', '2s');
      await pilot.apply();
      await pilot.terraform.validate();
      for (const step of stepsOf(kind)) {
        await pilot.settle();
        await pilot.step(step);
      }
      await pilot.rehearsal.stop();
      expect(pilot.rehearsal.refused).toEqual([]);
      expect(pilot.rehearsal.signIns).toBeGreaterThan(500);
    } finally {
      await pilot.close();
    }
  });

  // A UAA secret is in the state one step before it is added, so there the first apply is that of the start.
  const later = kind.kind === 'uaa-client-secret' ? [] : ['stage', 'promote', 'stage'];

  test(`a first deployment at step ${later.length} works, and removal tears everything down`, async () => {
    const pilot = await Pilot.start(kind);
    try {
      await pilot.add();
      for (const step of later) await pilot.take(step);
      await pilot.apply();
      if (later.length === 0) await pilot.step('stage');
      await pilot.step('promote');
      await expect(pilot.terraform.plan({ destroy: true })).rejects.toThrow(/Instance cannot be destroyed/);
      await pilot.take('remove', '--reason', 'the application is retired');
      await pilot.apply();
      await pilot.terraform.destroy();
      expect(await pilot.terraform.stateList()).toEqual([]);
    } finally {
      await pilot.close();
    }
  });
});
