import { illegalChanges, scheduleComplaint } from '../../rotation';
import { type CommonOptions, commonOptions } from '../common-options';
import { EXIT } from '../exit-code';
import { readInput } from '../input';
import { parseManifest, readManifest } from '../manifest-file';
import type { Register } from '../register';

interface ValidateOptions extends CommonOptions {
  readonly base?: string;
}

export const validate: Register = (program, context, report) => {
  commonOptions(program.command('validate'))
    .description('check the manifest, and with --base that each set moved by at most one legal step')
    .option(
      '--base <file>',
      'the manifest before the change, as "git show main:rotation.json" prints it ("-" reads standard input)',
    )
    .action(async (options: ValidateOptions) => {
      const { path, manifest } = await readManifest(options.file);
      const sets = manifest.names.length;
      const notes = manifest.names.flatMap((name) => {
        const complaint = scheduleComplaint(manifest.find(name).policy);
        return complaint === undefined
          ? []
          : [`set "${name}" cannot keep its interval, "advance" refuses it: ${complaint}`];
      });
      const findings =
        options.base === undefined
          ? []
          : illegalChanges(parseManifest(baseName(options.base), await readInput(options.base, context)), manifest);
      if (findings.length === 0) {
        const since = options.base === undefined ? '' : ', every change since the base is legal';
        report(
          { text: `${path} is valid: ${count(sets, 'set')}${since}`, json: { valid: true, sets, findings }, notes },
          options,
        );
        return;
      }
      const error = `${path} has ${count(findings.length, 'change')} that did not come about by one legal step`;
      report(
        {
          text: [...findings, error].join('\n'),
          json: { valid: false, sets, findings, error, exitCode: EXIT.refused },
          notes,
          exitCode: EXIT.refused,
        },
        options,
      );
    });
};

function baseName(path: string): string {
  return path === '-' ? 'the base on standard input' : path;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
