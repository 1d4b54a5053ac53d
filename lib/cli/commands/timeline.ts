import { InputError } from '../../rotation';
import { type CommonOptions, commonOptions } from '../common-options';
import type { Context } from '../context';
import { readManifest } from '../manifest-file';
import { momentOption } from '../moment';
import { writeOutput } from '../output-file';
import type { Register } from '../register';
import { timelineFacts } from '../timeline/facts';
import { timelineHtml } from '../timeline/html';
import { knownSets } from '../timeline/known-sets';
import { timelineOf } from '../timeline/model';
import { timelineSvg } from '../timeline/svg';
import { columnsOf } from '../terminal';

interface TimelineOptions extends CommonOptions {
  readonly since?: Date;
  readonly until?: Date;
  readonly svg?: string;
  readonly html?: string;
}

const MOST_YEARS = 10;
const YEAR = 365.25 * 86_400_000;

export const timeline: Register = (program, context, report) => {
  commonOptions(
    program
      .command('timeline')
      .argument('[names...]', 'these sets only')
      .description('draw how long each credential was and will be valid, and which one is current, as SVG or HTML'),
  )
    .option('--since <date>', 'from this day on (default: 90 days ago, or when the first set began)', (text) =>
      momentOption('--since', text),
    )
    .option('--until <date>', 'up to this day (default: 90 days from now)', (text) => momentOption('--until', text))
    .option('--svg <file>', 'write the drawing to a file; without it, and without --html, it goes to standard output')
    .option('--html <file>', 'write a page with the drawing and the same facts in tables')
    .action(async (names: readonly string[], options: TimelineOptions) => {
      checkOutputs(options, context);
      const file = await readManifest(options.file);
      const now = context.now();
      const { sets, notes } = await knownSets(file, [...new Set(names)], now, context.env);
      const drawn = timelineOf(file.manifest.id, sets, now, options);
      checkRange(drawn.from, drawn.until);
      const svg = timelineSvg(drawn);
      const written = [
        ...(await write(options.svg, () => `${svg}\n`)),
        ...(await write(options.html, () => timelineHtml(drawn, svg))),
      ];
      const text = written.length === 0 ? svg : `${written.join(' and ')} written`;
      report({ text, json: { ...timelineFacts(drawn), written, notes }, notes }, options);
    });
};

/** A drawing is nothing to read on a terminal. */
function checkOutputs({ svg, html, json }: TimelineOptions, context: Context): void {
  for (const [option, path] of Object.entries({ svg, html })) {
    if (path === '') throw new InputError(`--${option} is the path of a file, got an empty one`);
  }
  if (svg === undefined && html === undefined && !json && columnsOf(context) !== undefined) {
    throw new InputError('a drawing goes to a file, got a terminal: give --svg FILE or --html FILE, or a pipe');
  }
}

function checkRange(from: Date, until: Date): void {
  if (until <= from) throw new InputError('--until is after --since, got the other way round');
  if (until.getTime() - from.getTime() > MOST_YEARS * YEAR) {
    throw new InputError(`a timeline is ${MOST_YEARS} years long at most, got a longer one: give --since and --until`);
  }
}

async function write(path: string | undefined, content: () => string): Promise<readonly string[]> {
  if (path === undefined) return [];
  await writeOutput(path, content());
  return [path];
}
