import { parseTimestamp } from '../rotation';
import type { OperatedSet } from './operation';
import type { SlotReport } from './set-report';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

/** The status of sets as OpenMetrics text, which Prometheus reads. All values are gauges; times are in Unix seconds. */
export function metricsText(lines: readonly OperatedSet[], manifest: string): string {
  const each = (samples: (line: OperatedSet, labels: Labels) => readonly Sample[]): readonly Sample[] =>
    lines.flatMap((line) => samples(line, { set: line.set, kind: line.kind, manifest }));
  return [
    ...family(
      'step',
      'Number of the last step in the manifest.',
      undefined,
      each(({ step }, labels) => [[labels, step]]),
    ),
    ...family(
      'credential_expiry_timestamp_seconds',
      'When a credential of the set expires.',
      'seconds',
      each((line, labels) =>
        slotsOf(line).map(([role, slot]) => [{ ...labels, slot: slot.slot, role }, unix(slot.expires)] as const),
      ),
    ),
    ...family(
      'runway_end_timestamp_seconds',
      'When sign-ins stop if no pipeline ever runs again.',
      'seconds',
      each(({ operation: { runway } }, labels) => (runway ? [[labels, unix(runway.ends)]] : [])),
    ),
    ...family(
      'missable_runs',
      'Nightly runs that may be missed before a rotation cannot end in time.',
      undefined,
      each(({ operation: { runway } }, labels) => (runway ? [[labels, runway.missableRuns]] : [])),
    ),
    ...family(
      'next_step_timestamp_seconds',
      'When the next step is taken.',
      'seconds',
      each(({ operation: { nextStep } }, labels) =>
        nextStep ? [[{ ...labels, step: nextStep.step }, unix(nextStep.at)]] : [],
      ),
    ),
    ...family(
      'status',
      'Where the rotation stands; the value is always 1.',
      undefined,
      each(({ operation: { status } }, labels) => [[{ ...labels, status }, 1]]),
    ),
    '# EOF',
  ].join('\n');
}

function family(name: string, help: string, unit: string | undefined, samples: readonly Sample[]): readonly string[] {
  const full = `cdktf_rotation_${name}`;
  return [
    `# TYPE ${full} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${full} ${unit}`]),
    `# HELP ${full} ${help}`,
    ...samples.map(([labels, value]) => `${full}{${labelText(labels)}} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`)
    .join(',');
}

function slotsOf({ current, standby }: OperatedSet): readonly (readonly [string, SlotReport])[] {
  const other = standby.role === 'empty' ? [] : [[standby.role, standby] as const];
  return [...(current ? [['current', current] as const] : []), ...other];
}

function unix(time: string): number {
  return parseTimestamp(time).getTime() / 1000;
}
