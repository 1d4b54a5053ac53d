import { InputError, leakedText, leakOf, type ManifestSet, type RotationRequest, timestamp } from '../../rotation';
import { commitChange, entryWith } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import type { ManifestFile } from '../manifest-file';
import { reasonOf } from '../override-option';
import type { Register } from '../register';
import { setReport } from '../set-report';
import { openSet } from '../step';

interface RotateOptions extends WritingOptions {
  readonly reason?: string;
  readonly cancel?: boolean;
}

export const rotate: Register = (program, context, report) => {
  const command = program
    .command('rotate')
    .argument('<name>', 'the set')
    .description('ask for a rotation now; "advance --due" takes its steps');
  writingOptions(command)
    .option('--reason <text>', 'why, for the reviewer')
    .option('--cancel', 'take the request back; a credential that is staged stays staged')
    .action(async (name: string, options: RotateOptions) => {
      if (options.cancel && options.reason !== undefined) {
        throw new InputError('--reason is for a request, got it with --cancel: give one of them');
      }
      const { file, set } = await openSet(name, options.file);
      const now = context.now();
      const rotation = options.cancel ? undefined : (set.rotation ?? request(options, now));
      const summary = `${name}: ${summaryOf(set, rotation)}`;
      if (rotation === set.rotation) {
        const json = { ...setReport(set, now), file: file.path, dryRun: options.dryRun === true, notes: [] };
        report({ text: summary, json }, options);
        return;
      }
      const next = withRequest(file, set, rotation);
      const change = { file, next, summary, json: setReport(next.find(name), now) };
      report(await commitChange(change, options), options);
    });
};

function request({ reason }: RotateOptions, now: Date): RotationRequest {
  return { requestedAt: timestamp(now), ...(reason !== undefined && { reason: reasonOf(reason, 'rotate') }) };
}

function withRequest(file: ManifestFile, { name, state, override }: ManifestSet, rotation?: RotationRequest) {
  return file.manifest.with(name, entryWith(file, name, { state, override, rotation }));
}

function summaryOf(set: ManifestSet, after?: RotationRequest): string {
  const { rotation: before } = set;
  const leak = leakOf(set);
  if (!after) {
    const stays = leak ? `, ${leakedText(leak)}, stays` : '';
    return before ? `the request is taken back${stays}; commit the manifest` : 'no rotation was asked for';
  }
  if (leak) return `${leakedText(leak)}, is being replaced already`;
  if (before) return `a rotation was asked for already, at ${before.requestedAt}`;
  return 'a rotation is asked for; commit the manifest, "cdktf-rotation advance --due" takes its steps';
}
