import { checkSetName, InputError, policyOf, Refusal, scheduleComplaint, startState, timestamp } from '../../rotation';
import { type Change, commitChange } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import type { Context } from '../context';
import { type KeyOptions, keyOptions, keySource, refuseKeyOptions } from '../key-options';
import { keyNotes, withKey } from '../key-summary';
import { type ManifestFile, newManifest, tryReadManifest } from '../manifest-file';
import { type NewCredential, newCredential, type Place } from '../new-credential';
import { type PolicyFlags, policyFlags, policyGiven } from '../policy-options';
import type { Register } from '../register';
import { askFor, askForKeyPath } from '../questions';
import { setReport } from '../set-report';
import { startSummary } from '../step-summary';
import { randomId } from './init';

interface AddOptions extends WritingOptions, KeyOptions, PolicyFlags {
  readonly kind?: string;
  readonly fromOutside?: boolean;
}

export const add: Register = (program, context, report) => {
  const command = program
    .command('add')
    .argument('[name]', 'the set; its name is its identity and never changes')
    .description('add a credential set, and the manifest when there is none')
    .option('--kind <kind>', 'the kind of credential')
    .option('--from-outside', 'the application goes on with a credential that the set does not own');
  keyOptions(policyFlags(writingOptions(command))).action(async (given: string | undefined, flags: AddOptions) => {
    const file = (await tryReadManifest(flags.file)) ?? newManifest(flags.file, randomId());
    if (given !== undefined) checkNewName(file, given);
    if (flags.kind !== undefined) file.manifest.kind(flags.kind);
    const { name, kind } = await askFor({ name: given, kind: flags.kind }, file.manifest, flags, context);
    const options = policyGiven(flags);
    const policy = policyOf(options ?? {}, file.manifest.document.defaults ?? {});
    const complaint = scheduleComplaint(policy);
    if (complaint !== undefined) throw new InputError(complaint);
    const place: Place = { set: name, kind: file.manifest.kind(kind), policy, slot: 'a', generation: 1, held: {} };
    const first = await firstCredential(place, flags, context);
    const state = startState(first?.input ?? 'outside', first?.input.at ?? timestamp(context.now()));
    const next = file.manifest.with(name, { kind, ...(options && { policy: options }), state });

    const made = file.bytes ? '' : `${flags.file}: made manifest "${next.id}"\n`;
    const summary = `${made}${startSummary(name, state)}`;
    const change: Change = {
      file,
      next,
      summary: withKey(summary, first),
      json: { manifest: next.id, ...setReport(next.find(name), context.now()) },
      notes: first ? keyNotes(first, flags) : [],
      delivery: first?.delivery,
    };
    report(await commitChange(change, flags), flags);
  });
};

/** Undefined when the set starts with a credential from outside. */
async function firstCredential(place: Place, flags: AddOptions, context: Context): Promise<NewCredential | undefined> {
  if (flags.fromOutside) {
    const { name, refusesOutside } = place.kind;
    if (refusesOutside !== undefined) {
      throw new InputError(`${name} cannot start from outside: ${refusesOutside}: leave --from-outside out`);
    }
    refuseKeyOptions(flags, 'with --from-outside the first key is made by "stage"');
    return undefined;
  }
  return newCredential(place, keySource(place.kind, await askForKeyPath(place.kind, flags, context)), context);
}

/** @throws InputError or Refusal when a set cannot have this name, or one has it */
export function checkNewName({ manifest }: ManifestFile, name: string): void {
  checkSetName(name);
  if (manifest.tryFind(name)) {
    throw new Refusal(`a set is added once, got "${name}", which exists: "cdktf-rotation status ${name}" shows it`);
  }
}
