import { InputError } from '../../rotation';
import { type WritingOptions, writingOptions } from '../common-options';
import type { Context } from '../context';
import { EXIT, type ExitCode, NeedsPerson } from '../exit-code';
import { readManifest } from '../manifest-file';
import { noSets } from '../no-sets';
import type { Outcome } from '../outcome';
import type { Register } from '../register';
import { discard } from '../scan/discard';
import { Providers } from '../scan/look';
import { State } from '../scan/state';
import { isSubject, type Subject, subjectOf, type Unasked } from '../scan/subject';
import { credentialJson, type Line, scanJson, scanText } from '../scan/words';

interface ScanOptions extends WritingOptions {
  readonly applied?: string;
  readonly application?: string;
  readonly discard?: string;
  readonly foreign?: boolean;
}

export const scan: Register = (program, context, report) => {
  const command = program
    .command('scan')
    .argument('[sets...]', 'these sets only')
    .description('list what lives at the identity providers against what state and manifest know');
  writingOptions(command)
    .option(
      '--applied <file>',
      'the applied state, from "terraform show -json" ("-" reads standard input): tells each application and what is in use',
    )
    .option('--application <id>', 'the application of one set that is not applied yet, as its provider calls it')
    .option('--discard <id>', 'remove this credential of one set; refused for whatever is or may be in use')
    .option('--foreign', 'with --discard: also when it is not of this set')
    .action(async (names: readonly string[], options: ScanOptions) => {
      checkOptions(names, options);
      const { manifest, path } = await readManifest(options.file);
      const sets = (names.length === 0 ? manifest.names : [...new Set(names)]).map((name) => manifest.find(name));
      const state = options.applied === undefined ? undefined : await State.read(options.applied, context);
      const subjects = sets.map((set) => subjectOf(set, state, options.application));
      const unknown = names.length === 0 ? undefined : subjects.find((one): one is Unasked => !isSubject(one));
      if (unknown) throw new InputError(`set "${unknown.set.name}": ${unknown.reason}`);
      const providers = new Providers(context);
      const [subject] = subjects.filter(isSubject);
      if (options.discard === undefined || !subject) {
        const lines = await lookAtAll(subjects, providers);
        const text = lines.length === 0 ? noSets(path) : scanText(lines, context);
        report({ text, json: lines.map(scanJson), exitCode: exitCodeOf(lines) }, options);
        return;
      }
      report(await discardOne(subject, options.discard, options, context, providers), options);
    });
};

function checkOptions(names: readonly string[], options: ScanOptions): void {
  const { application, applied, discard: id, foreign } = options;
  if (applied === undefined && application === undefined) {
    throw new InputError(
      'scan finds applications by the applied state, got none: "terraform show -json | cdktf-rotation scan --applied -", or --application for a set that is not applied',
    );
  }
  if ((application ?? id) !== undefined && names.length !== 1) {
    const option = application === undefined ? '--discard' : '--application';
    throw new InputError(`${option} is for one set, got ${names.length === 0 ? 'no name' : names.join(', ')}`);
  }
  if (foreign && id === undefined) throw new InputError('--foreign goes with --discard, got no --discard');
}

async function lookAtAll(subjects: readonly (Subject | Unasked)[], providers: Providers): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const subject of subjects) {
    if (isSubject(subject)) lines.push(await providers.look(subject).catch((error: unknown) => failed(subject, error)));
    else lines.push({ set: subject.set.name, reason: subject.reason });
  }
  return lines;
}

/** One provider that says nothing does not hide what the others say. */
function failed({ held }: Subject, error: unknown): Line {
  if (error instanceof NeedsPerson) return { set: held.set.name, reason: error.message, exitCode: EXIT.person };
  throw error;
}

function exitCodeOf(lines: readonly Line[]): ExitCode {
  const codes = lines.map((line): ExitCode => {
    if (!('held' in line)) return line.exitCode ?? EXIT.done;
    return line.findings.some(({ level }) => level === 'alarm') ? EXIT.refused : EXIT.done;
  });
  return codes.find((code) => code === EXIT.person) ?? codes.find((code) => code === EXIT.refused) ?? EXIT.done;
}

async function discardOne(
  subject: Subject,
  id: string,
  { foreign, dryRun }: ScanOptions,
  context: Context,
  providers: Providers,
): Promise<Outcome> {
  const run = dryRun ? 'dry' : 'real';
  const { credential, seen } = await discard(subject, { id, others: foreign ? 'may go' : 'stay', run }, providers);
  const deed = run === 'dry' ? 'dry run, nothing is removed: would remove' : 'removed';
  const summary = `${subject.held.set.name}: ${deed} ${credential.id} (${credential.verdict})`;
  return {
    text: [summary, scanText([seen], context)].join('\n'),
    json: { discarded: credentialJson(credential), dryRun: dryRun === true, ...scanJson(seen) },
  };
}
