import { historyOf, InputError, type ManifestSet, readAppliedRecord, timestamp } from '../../rotation';
import { type CommonOptions, commonOptions } from '../common-options';
import { openRepository } from '../git/repository';
import { readManifestHistory } from '../history/manifest-history';
import { Merges } from '../history/merged';
import { historyLines, timeOf } from '../history/report';
import { historyText } from '../history/text';
import { readInput } from '../input';
import { readManifest } from '../manifest-file';
import { momentOption } from '../moment';
import type { Register } from '../register';
import { columnsOf } from '../terminal';

interface HistoryOptions extends CommonOptions {
  readonly since?: Date;
  readonly applied?: string;
}

export const history: Register = (program, context, report) => {
  commonOptions(
    program
      .command('history')
      .argument('<name>', 'the set, also one that the manifest no longer has')
      .description('what happened to a set, from the git history of the manifest: who, when, by which commit, why'),
  )
    .option('--since <date>', 'what came to this branch on that day or later, such as 2027-01-31', (text) =>
      momentOption('--since', text),
    )
    .option(
      '--applied <file>',
      'the applied state, from "terraform show -json" ("-" reads standard input): adds times of applies and key ids',
    )
    .action(async (name: string, options: HistoryOptions) => {
      const file = await readManifest(options.file);
      const repository = await openRepository(file.path, context.env);
      if ('missing' in repository) {
        throw new InputError(`history needs the manifest in git, but ${repository.missing}`);
      }
      const found = await readManifestHistory(file, repository, [name]);
      const versions = found.sets.get(name) ?? [];
      if (versions.length === 0) file.manifest.find(name);
      const set = { name, manifestId: file.manifest.id };
      const record =
        options.applied === undefined ? undefined : readAppliedRecord(await readInput(options.applied, context), set);
      const events = historyOf(versions.map((version) => version.set));
      const merges = new Merges(repository, set.manifestId, name);
      const all = await historyLines(events, versions, merges, record);
      const since = options.since && timestamp(options.since);
      const lines = all.filter((line) => since === undefined || (timeOf(line) ?? since) >= since);
      const notes = [...found.notes, ...appliedNotes(set, options, record !== undefined)];
      const text =
        lines.length === 0
          ? `nothing happened to ${name} since ${since}`
          : historyText(lines, { applied: record !== undefined, columns: columnsOf(context) });
      report(
        { text, json: { set: name, manifest: set.manifestId, file: file.path, events: lines, notes }, notes },
        options,
      );
    });
};

function appliedNotes(
  { name, manifestId }: Pick<ManifestSet, 'name' | 'manifestId'>,
  { applied }: HistoryOptions,
  isKnown: boolean,
): readonly string[] {
  if (applied === undefined) return ['without --applied the times of the applies are not known here'];
  return isKnown ? [] : [`the applied state does not have set "${name}" of manifest "${manifestId}"`];
}
