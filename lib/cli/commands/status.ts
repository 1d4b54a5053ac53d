import type { Command } from 'commander';
import { type Duration, InputError, NEVER } from '../../rotation';
import { type AppliedReport, setReport } from '../set-report';
import { appliedOf, appliedOption, readAppliedOption } from '../applied-option';
import { calendarOutcome, type CalendarOptions, wantsCalendar } from '../calendar';
import { type CommonOptions, commonOptions } from '../common-options';
import type { Context } from '../context';
import { durationOption } from '../duration-option';
import { EXIT } from '../exit-code';
import { readManifest } from '../manifest-file';
import { metricsText } from '../metrics';
import { noSets } from '../no-sets';
import { type OperatedSet, operationReport } from '../operation';
import type { Register } from '../register';
import { runwayAlarms } from '../runway-alarms';
import { table } from '../table';
import { columnsOf, type Palette, paletteOf } from '../terminal';
import { verificationsFor } from '../verify/record-file';

interface StatusOptions extends CommonOptions, CalendarOptions {
  readonly applied?: string;
  readonly metrics?: boolean;
  readonly failIfRunwayBelow?: Duration;
}

export const status: Register = (program, context, report) => {
  const command = program
    .command('status')
    .argument('[name]', 'one set only')
    .description('show the sets, where each one is and what comes next');
  calendarOptions(appliedOption(commonOptions(command))).action(
    async (name: string | undefined, options: StatusOptions) => {
      const calendar = wantsCalendar(options);
      if (options.metrics && options.json) {
        throw new InputError('--metrics and --json are two forms of one thing: give one');
      }
      const { path, manifest } = await readManifest(options.file);
      const sets = (name === undefined ? manifest.names : [name]).map((one) => manifest.find(one));
      const applied = await readAppliedOption(options.applied, context);
      const now = context.now();
      if (calendar) {
        report(calendarOutcome(sets, context, options, applied), options);
        return;
      }
      const verifications = await verificationsFor({ path }, sets);
      const json = sets.map((set): OperatedSet => {
        const known = appliedOf(set.name, applied);
        const operation = operationReport(set, now, known, verifications.get(set.name));
        return { ...setReport(set, now, known), operation };
      });
      const shown = json.length === 0 ? noSets(path) : show(json, context);
      const least = options.failIfRunwayBelow;
      const alarms = least ? runwayAlarms(json, now, least) : [];
      report(
        {
          text: options.metrics ? metricsText(json, manifest.id) : shown,
          json,
          notes: alarms,
          exitCode: alarms.length > 0 ? EXIT.refused : EXIT.done,
        },
        options,
      );
    },
  );
};

function calendarOptions(command: Command): Command {
  return command
    .option('--calendar', 'the coming steps instead, in time order, if every run is on time')
    .option('--until <date>', 'with --calendar: up to this day (default: 90 days from now)')
    .option('--ical', 'with --calendar: as an iCalendar file')
    .option('--metrics', 'as OpenMetrics text, for Prometheus')
    .option(
      '--fail-if-runway-below <duration>',
      'end with 3 when sign-ins of a set would stop sooner than that if no pipeline ever ran again, such as 14d',
      (text) => durationOption('--fail-if-runway-below', text),
    );
}

function show(sets: readonly OperatedSet[], context: Context): string {
  const applied = sets.some((set) => set.applied);
  const middle = applied ? ['APPLIED'] : [];
  const head = ['SET', 'KIND', 'STEP', ...middle, 'CURRENT', 'EXPIRES', 'STANDBY', 'STATUS', 'RUNWAY', 'NEXT'];
  const palette = paletteOf(context);
  return table([head, ...sets.map((set) => row(set, applied))], {
    columns: columnsOf(context),
    paint: (cell, title) => (title === 'STATUS' ? paintStatus(palette, cell) : cell),
  });
}

function row(set: OperatedSet, applied: boolean): readonly string[] {
  const { current, standby, operation } = set;
  return [
    set.set,
    set.kind,
    `${set.step} ${set.last.step}`,
    ...(applied ? [appliedText(set.applied)] : []),
    current ? `${current.slot} (gen ${current.generation})` : 'outside',
    current ? dayOf(current.expires) : '-',
    standby.role === 'empty' ? 'empty' : `${standby.slot} ${standby.role} (gen ${standby.generation})`,
    operation.status,
    operation.runway ? `${operation.runway.days}d, ${operation.runway.missableRuns} runs` : '-',
    nextText(set),
  ];
}

function dayOf(expires: string): string {
  return expires === NEVER ? 'never' : expires.slice(0, 10);
}

/** With the time that the schedule gives it, where nothing else has to be done before. */
function nextText({ next, operation: { status, nextStep } }: OperatedSet): string {
  switch (status) {
    case 'on schedule':
    case 'soaking':
    case 'in grace':
    case 'frozen':
      return nextStep ? `${nextStep.step} ${nextStep.at}` : next;
    default:
      return next;
  }
}

function paintStatus({ bad, warn }: Palette, status: string): string {
  if (status === 'refused' || status === 'late') return bad(status);
  return status === 'due' || status === 'waiting for apply' ? warn(status) : status;
}

function appliedText(applied: AppliedReport | undefined): string {
  if (!applied || applied.standing === 'not applied') return 'no';
  return applied.standing === 'applied' ? `${applied.step}` : `${applied.step}, ${applied.standing}`;
}
