import type { Command } from 'commander';
import { type AppliedReport, type SetReport, setReport } from '../set-report';
import { appliedOption, readAppliedOption } from '../applied-option';
import { calendarOutcome, type CalendarOptions, wantsCalendar } from '../calendar';
import { type CommonOptions, commonOptions } from '../common-options';
import { readManifest } from '../manifest-file';
import type { Register } from '../register';
import { table } from '../table';

interface StatusOptions extends CommonOptions, CalendarOptions {
  readonly applied?: string;
}

export const status: Register = (program, context, report) => {
  const command = program
    .command('status')
    .argument('[name]', 'one set only')
    .description('show the sets, where each one is and what comes next');
  calendarOptions(appliedOption(commonOptions(command))).action(
    async (name: string | undefined, options: StatusOptions) => {
      const calendar = wantsCalendar(options);
      const { path, manifest } = await readManifest(options.file);
      const sets = (name === undefined ? manifest.names : [name]).map((one) => manifest.find(one));
      const applied = await readAppliedOption(options.applied, context);
      const now = context.now();
      if (calendar) {
        report(calendarOutcome(sets, now, options, applied), options);
        return;
      }
      const json = sets.map((set) => setReport(set, now, applied ? (applied.get(set.name) ?? null) : undefined));
      const text = json.length === 0 ? `${path} has no sets: "cdktf-rotation add" makes one` : show(json);
      report({ text, json }, options);
    },
  );
};

function calendarOptions(command: Command): Command {
  return command
    .option('--calendar', 'the coming steps instead, in time order, if every run is on time')
    .option('--until <date>', 'with --calendar: up to this day (default: 90 days from now)')
    .option('--ical', 'with --calendar: as an iCalendar file');
}

function show(sets: readonly SetReport[]): string {
  const applied = sets.some((set) => set.applied);
  const head = ['SET', 'KIND', 'STEP', ...(applied ? ['APPLIED'] : []), 'CURRENT', 'EXPIRES', 'STANDBY', 'NEXT'];
  return table([head, ...sets.map((set) => row(set, applied))]);
}

function row(set: SetReport, applied: boolean): readonly string[] {
  const { current, standby } = set;
  return [
    set.set,
    set.kind,
    `${set.step} ${set.last.step}`,
    ...(applied ? [appliedText(set.applied)] : []),
    current ? `${current.slot}, generation ${current.generation}` : 'outside',
    current?.expires ?? '-',
    standby.role === 'empty' ? 'empty' : `${standby.slot}, ${standby.role}, generation ${standby.generation}`,
    set.next,
  ];
}

function appliedText(applied: AppliedReport | undefined): string {
  if (!applied || applied.standing === 'not applied') return 'no';
  return applied.standing === 'applied' ? `${applied.step}` : `${applied.step}, ${applied.standing}`;
}
