import { checkPlan, type GuardReport, parsePlan, type Verdict } from '../../guard';
import { InputError, type Manifest } from '../../rotation';
import { type CommonOptions, commonOptions } from '../common-options';
import { EXIT, type ExitCode } from '../exit-code';
import { type ReportFiles, reportFileOptions, writeReports } from '../guard/files';
import { guardText } from '../guard/text';
import { inputName, readBytes } from '../input';
import { readManifest, tryReadManifest } from '../manifest-file';
import { paletteOf } from '../terminal';
import type { Register } from '../register';

interface GuardOptions extends CommonOptions, ReportFiles {
  readonly accept?: readonly string[];
}

export const guard: Register = (program, context, report) => {
  const command = program
    .command('guard')
    .argument('[plan]', 'the output of "terraform show -json PLANFILE"; "-" or nothing reads standard input', '-')
    .description('prove that a plan keeps a valid credential published at every moment of its apply');
  command.option('--accept <address...>', 'resources of which you made sure that what the guard cannot tell is right');
  commonOptions(reportFileOptions(command)).action(async (path: string, options: GuardOptions) => {
    if (path === '-' && context.isTerminal) {
      throw new InputError('a plan is needed on standard input: terraform show -json PLANFILE | cdktf-rotation guard');
    }
    const isGiven = command.getOptionValueSource('file') === 'cli';
    const manifest = (isGiven ? await readManifest(options.file) : await tryReadManifest(options.file))?.manifest;
    const plan = parsePlan(await readBytes(path, context), inputName(path));
    const found = checkPlan(plan, { manifest, accept: options.accept });
    await writeReports(found, options);
    report(
      {
        text: guardText(found, paletteOf(context)),
        json: found,
        notes: isGiven ? notes(found, manifest, options.file) : [],
        exitCode: EXIT_CODES[found.verdict],
      },
      options,
    );
  });
};

const EXIT_CODES: Readonly<Record<Verdict, ExitCode>> = {
  safe: EXIT.done,
  healing: EXIT.done,
  unsafe: EXIT.refused,
  unknown: EXIT.person,
};

function notes({ sets }: GuardReport, manifest: Manifest | undefined, file: string): readonly string[] {
  if (!manifest || sets.length === 0 || sets.some((set) => set.manifest === manifest.id)) return [];
  return [`${file} is manifest "${manifest.id}", and no set of the plan comes from it`];
}
