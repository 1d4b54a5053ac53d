import { copyFileSync, writeFileSync, readFileSync } from 'node:fs';
import { KINDS } from '../../demo/two-slot';
import { Manifest, readApplied, takeStep, type SetEntry, timestamp } from '../../lib/rotation';
import { Pilot } from '../support/pilot';
import { wayOut } from '../support/way-out';

const STEPS = ['stage', 'promote', 'stage', 'promote', 'retire'];

/**
 * The mutating calls of one apply are refused one after the other, until the apply needs no more of them. What becomes
 * of an apply on our own provider, whichever call fails, is test/chaos; what the ledgers refuse is the same for all.
 */
describe.each(KINDS.filter(({ ownProvider }) => !ownProvider))('$kind, after an apply that failed', (kind) => {
  test('at each resource in turn, the same step runs again and a later one or the one before the last is refused', async () => {
    const pilot = await Pilot.start(kind);
    const { world } = pilot;
    const failures: string[] = [];
    try {
      await pilot.add();
      await pilot.apply();
      const history = [readFileSync(pilot.file, 'utf8')];
      for (const step of STEPS) {
        await pilot.take(step);
        const manifest = readFileSync(pilot.file, 'utf8');
        for (let point = 0, failed = true; failed; point++) {
          let count = 0;
          const refused: string[] = [];
          const stops = [...world.identityProviders, world.vault].map((model) =>
            model.intercept((call) => {
              if (!call.mutating || count++ !== point) return undefined;
              refused.push(`${step}: ${call.method} ${call.path.split('/').at(-1)}`);
              return {
                kind: 'refuse',
                status: 403,
                body: { error: { code: 'Forbidden', message: 'refused' }, message: 'refused', errors: ['refused'] },
              };
            }),
          );
          const outcome = await pilot.apply().then(
            () => 'applied',
            (error: Error) => error.message,
          );
          for (const stop of stops) stop();
          failed = refused.length > 0;
          failures.push(...refused);
          if (!failed && outcome !== 'applied') {
            await wayOut(pilot, step, outcome);
            break;
          }
          if (outcome === 'applied') break; // a provider that gives the step up without an error; the next plan was empty
          if (await isRecorded(pilot)) {
            // A removal comes after everything else, also after the record: only what is no longer used is still there.
            expect(['stage', 'retire']).toContain(step);
            const [last] = history.slice(-1);
            if (last !== undefined) await expectRefused(pilot, last);
            continue;
          }
          await expectRefused(pilot, later(manifest));
          const beforeLast = history.at(-2);
          if (beforeLast !== undefined) await expectRefused(pilot, beforeLast);
          writeFileSync(pilot.file, manifest);
        }
        await pilot.apply();
        history.push(manifest);
      }
      await pilot.rehearsal.stop();
      expect(pilot.rehearsal.refused).toEqual([]);
      expect(failures.length).toBeGreaterThanOrEqual(STEPS.length);
    } finally {
      await pilot.close();
    }
  });
});

/** The step after the one that failed, as the command line would take it. */
function later(text: string): string {
  const manifest = Manifest.parse(text);
  const set = manifest.find('app');
  const step = set.state.standby === 'next' ? 'promote' : set.state.standby === 'previous' ? 'rollback' : undefined;
  if (step === undefined) return text;
  const state = takeStep(set, step, { at: timestamp(new Date()) });
  return JSON.stringify(manifest.with('app', { ...(manifest.document.sets.app as SetEntry), state }).document);
}

async function isRecorded({ terraform, set }: Pilot): Promise<boolean> {
  const { stdout } = await terraform.run(['show', '-json']);
  return readApplied(stdout).get(set.name)?.step === set.state.step;
}

async function expectRefused(pilot: Pilot, manifest: string): Promise<void> {
  if (manifest === readFileSync(pilot.file, 'utf8')) return;
  const kept = `${pilot.file}.kept`;
  copyFileSync(pilot.file, kept);
  writeFileSync(pilot.file, manifest);
  await expect(pilot.rehearsal.deployment.plan()).rejects.toThrow(
    /app: step \d+ \(\w+\) must follow step \d+|app: step 0/,
  );
  copyFileSync(kept, pilot.file);
}
