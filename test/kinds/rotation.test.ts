import { KINDS } from '../../demo/two-slot';
import { Pilot } from '../support/pilot';

const STEPS = [
  'stage',
  'promote',
  'stage',
  'abort',
  'stage',
  'promote',
  'rollback',
  'rollback',
  'stage',
  'promote',
  'retire',
];

describe.each(KINDS)('$kind under real Terraform', (kind) => {
  test('every step applies, the next plan is empty, and no sign-in fails', async () => {
    const pilot = await Pilot.start(kind);
    try {
      await pilot.add('--interval', '1h', '--soak', '0s', '--grace', '2s');
      await pilot.apply();
      await pilot.terraform.validate();
      for (const step of STEPS) {
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

  test('a first deployment at step 3 works, and removal tears everything down', async () => {
    const pilot = await Pilot.start(kind);
    try {
      await pilot.add();
      for (const step of ['stage', 'promote', 'stage']) await pilot.take(step);
      await pilot.apply();
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
