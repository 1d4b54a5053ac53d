import type { Command } from 'commander';
import { DEFAULT_POLICY, type PolicyOptions } from '../rotation';

export interface PolicyFlags {
  readonly interval?: string;
  readonly at?: string;
  readonly soak?: string;
  readonly grace?: string;
  readonly retire?: boolean;
  readonly lifetime?: string;
  readonly spread?: string;
  readonly verify?: string;
  readonly automatic?: boolean;
  readonly title?: string;
  readonly description?: string;
}

export function policyFlags(command: Command): Command {
  const { interval, at, soak, grace } = DEFAULT_POLICY;
  return command
    .option('--interval <duration>', `time between two promotes (default: ${interval})`)
    .option('--at <time>', `time of day of the promote, in UTC or as "02:30 Europe/Berlin" (default: ${at})`)
    .option('--soak <duration>', `how long a staged credential exists before it is promoted (default: ${soak})`)
    .option(
      '--grace <duration>',
      `how long the previous one stays: the longest cache of a consumer (default: ${grace})`,
    )
    .option('--retire', 'remove the previous credential after the grace time; else the next stage recycles it')
    .option('--lifetime <duration>', 'how long a new credential is valid (default: 2 x interval + soak + grace)')
    .option('--spread <duration>', 'due up to this much later, by a share that the name decides (default: 0s)')
    .option('--verify <duration>', 'promote needs a staged credential that signed in for so long; 0s: once')
    .option('--no-automatic', 'steps are taken by people only')
    .option('--title <text>', 'a line for people')
    .option('--description <text>', 'more for people');
}

/** What was given, and only that: the rest comes from the manifest's defaults. Undefined when nothing was. */
export function policyGiven(flags: PolicyFlags): PolicyOptions | undefined {
  const { interval, at, soak, grace, retire, lifetime, spread, verify, automatic, title, description } = flags;
  const off = automatic === false ? false : undefined;
  const options = { interval, at, automatic: off, soak, grace, retire, lifetime, spread, verify, title, description };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
