import type { Command } from 'commander';
import type { GuardReport } from '../../guard';
import { writeOutput } from '../output-file';
import { packageVersion } from '../version';
import { guardJunit } from './junit';
import { guardMarkdown } from './markdown';
import { guardSarif } from './sarif';

/** Files that the report is written to besides what is printed. */
export interface ReportFiles {
  readonly file: string;
  readonly markdown?: string;
  readonly sarif?: string;
  readonly junit?: string;
}

export function reportFileOptions(command: Command): Command {
  return command
    .option('--markdown <file>', 'also write a pull request comment')
    .option('--sarif <file>', 'also write SARIF 2.1.0, for code scanning')
    .option('--junit <file>', 'also write JUnit XML, for test reports');
}

/** @throws InputError when a file cannot be written */
export async function writeReports(report: GuardReport, { file, markdown, sarif, junit }: ReportFiles): Promise<void> {
  await write(markdown, () => guardMarkdown(report));
  await write(sarif, () => JSON.stringify(guardSarif(report, packageVersion(), file), undefined, 2));
  await write(junit, () => guardJunit(report));
}

async function write(path: string | undefined, text: () => string): Promise<void> {
  if (path !== undefined) await writeOutput(path, `${text()}\n`);
}
