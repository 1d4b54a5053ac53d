import { Option } from 'commander';
import { Duration } from '../../rotation';
import { durationOption } from '../duration-option';

/** As `status` has it, with a default: the runway of a pipeline is always watched. */
export function runwayOption(): Option {
  return new Option(
    '--fail-if-runway-below <duration>',
    'the least runway: a shorter one is told and makes the job red',
  )
    .argParser((text) => durationOption('--fail-if-runway-below', text))
    .default(Duration.parse('14d'), '14d');
}
