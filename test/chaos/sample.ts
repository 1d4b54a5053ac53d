import type { DemoKind } from '../../demo/kind';
import { KINDS } from '../../demo/two-slot';
import { CHAOS } from './faults';
import { isWell, type Row, runMatrix, tableOf } from './matrix';
import { someCalls } from './plans';

/** A fixed part of `npm run chaos`; each kind is a file of its own, so that they run side by side. */
export function sampleOf(name: string): void {
  const kind = KINDS.find((one) => one.kind === name) as DemoKind;
  test(`${name}: calls that go wrong heal within two runs, and no sign-in fails`, async () => {
    const faults = CHAOS.filter(({ needsProcess }) => !needsProcess || kind.ownProvider);
    const rows: Row[] = [];
    await runMatrix(kind, someCalls(faults, { seed: 7, steps: 8 }), (row) => rows.push(row));
    console.log(tableOf(name, rows));
    expect(rows.filter((row) => !isWell(kind, row))).toEqual([]);
    expect(rows.length).toBeGreaterThan(4);
  }, 1_200_000);
}
