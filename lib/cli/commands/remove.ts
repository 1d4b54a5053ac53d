import { InputError, type ManifestSet, Refusal, timestamp } from '../../rotation';
import { appliedOption, type Applied, readAppliedOption } from '../applied-option';
import { type Change, commitChange, entryWith, refuseRemoval } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import { type ManifestFile, readManifest } from '../manifest-file';
import { reasonOf } from '../override-option';
import type { Register } from '../register';
import { setReport } from '../set-report';

interface RemoveOptions extends WritingOptions {
  readonly reason?: string;
  readonly forget?: boolean;
  readonly cancel?: boolean;
  readonly applied?: string;
}

export const remove: Register = (program, context, report) => {
  const command = program
    .command('remove')
    .argument('<name>', 'the set')
    .description('take a set down: mark it, apply, take its construct out of the code, apply, forget it');
  appliedOption(writingOptions(command))
    .option('--reason <text>', 'mark it for removal: its credentials are no longer protected')
    .option('--cancel', 'take the mark away')
    .option('--forget', 'delete the marked entry from the manifest, once nothing of it is deployed')
    .action(async (name: string, options: RemoveOptions) => {
      checkOneOf(options);
      const file = await readManifest(options.file);
      const set = file.manifest.find(name);
      const applied = await readAppliedOption(options.applied, context);
      if (options.forget) report(await commitChange(forget(file, set, applied), options), options);
      else {
        const removal = options.cancel
          ? undefined
          : { at: timestamp(context.now()), reason: reasonOf(options.reason, 'remove') };
        report(await commitChange(mark(file, set, removal, context.now()), options), options);
      }
    });
};

type Written = Pick<Change, 'file' | 'next' | 'summary' | 'json' | 'notes'>;

function mark(file: ManifestFile, set: ManifestSet, removal: ManifestSet['removal'], now: Date): Written {
  if (removal) refuseRemoval(set);
  else requireMark(set, '--cancel');
  const { name, state, override, rotation } = set;
  const next = file.manifest.with(name, entryWith(file, name, { state, override, removal, rotation }));
  const summary = removal
    ? `${name}: marked for removal, its credentials are no longer protected; commit the manifest, apply, take the construct out of the code, apply, then "cdktf-rotation remove ${name} --forget"`
    : `${name}: no longer marked for removal; commit the manifest, plan and apply`;
  return { file, next, summary, json: setReport(next.find(name), now) };
}

function forget(file: ManifestFile, set: ManifestSet, applied?: Applied): Written {
  const { name } = set;
  requireMark(set, '--forget');
  const found = applied?.get(name);
  if (found) {
    throw new Refusal(
      `remove --forget needs a set of which nothing is deployed, got "${name}" at step ${found.step} in the applied state: take its construct out of the code and apply first`,
    );
  }
  const summary = `${name}: forgotten; commit the manifest`;
  const notes = applied ? [] : ['without --applied nothing shows that the set is no longer deployed'];
  return { file, next: file.manifest.without(name), summary, json: { set: name, forgotten: true }, notes };
}

function requireMark({ name, removal }: ManifestSet, option: string): void {
  if (!removal) {
    throw new Refusal(
      `remove ${option} needs a set that is marked for removal, got "${name}", which is not: "cdktf-rotation remove ${name} --reason TEXT" marks it`,
    );
  }
}

function checkOneOf({ reason, forget, cancel }: RemoveOptions): void {
  const given = [
    ...(reason === undefined ? [] : ['--reason']),
    ...(cancel ? ['--cancel'] : []),
    ...(forget ? ['--forget'] : []),
  ];
  if (given.length !== 1) {
    const got = given.length === 0 ? 'none' : given.join(' and ');
    throw new InputError(`remove needs exactly one of --reason, --cancel and --forget, got ${got}`);
  }
}
