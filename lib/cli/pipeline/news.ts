import type { Duration } from '../../rotation';
import type { OperatedSet } from '../operation';
import { runwayAlarms } from '../runway-alarms';
import type { RunFiles } from './run-files';
import type { Job } from './shell';

export interface Run {
  readonly job: Job;
  /** As the platform calls it: `success`, `failed`, `Canceled`, … */
  readonly result: string;
  readonly files: RunFiles;
}

/** What people should know of a run: that it failed, what was promoted, whose runway is short. Often nothing. */
export function newsOf({ job, result, files }: Run, now: Date, leastRunway: Duration): readonly string[] {
  return [
    ...(/^succe/i.test(result) ? [] : [failure(job, result)]),
    ...files.refused.map((line) => `refused: ${line}`),
    ...runwayAlarms(files.status, now, leastRunway),
    ...files.after.filter((set) => isPromoted(set, files.before)).map(promoteText),
  ];
}

function failure(job: Job, result: string): string {
  const text = `the ${job} job ended with "${result}"`;
  switch (job) {
    case 'nightly':
      return `${text}: what is due is taken by the next run that works`;
    case 'review':
      return `${text}: do not merge before you know why`;
    case 'apply':
      return `${text}: sign-ins go on with what is published; run the job again, and do not revert the commit`;
  }
}

/** The promote became the applied step in this run. */
function isPromoted({ set, last, step, applied }: OperatedSet, before: readonly OperatedSet[]): boolean {
  if (last.step !== 'promote' || applied?.standing !== 'applied') return false;
  const old = before.find((one) => one.set === set)?.applied;
  return !(old?.standing === 'applied' && old.step === step);
}

function promoteText({ set, current, standby, operation, next }: OperatedSet): string {
  const head = `${set}: promoted, slot ${current?.slot}, generation ${current?.generation}, is current`;
  if (standby.role !== 'previous') return head;
  const { nextStep } = operation;
  const end =
    nextStep === undefined
      ? `goes with the next step: ${next}`
      : `is ${nextStep.step === 'retire' ? 'removed by retire' : 'replaced by stage'}, not before ${nextStep.at}`;
  return `${head}; the previous one, slot ${standby.slot}, generation ${standby.generation}, ${end}, and expires at ${standby.expires}`;
}
