import {
  InputError,
  keyIdOf,
  Kind,
  type ManifestSet,
  NEVER,
  type Policy,
  policyOf,
  scheduleComplaint,
  type SetState,
  startState,
  timestamp,
} from '../../rotation';
import { changesOf, codeOf } from '../adopt/code';
import { type LiveFlags, liveFlags } from '../adopt/flags';
import { liveKey } from '../adopt/live-key';
import { checkSecretName } from '../adopt/live-values';
import { wayOf, type WayName } from '../adopt/ways';
import { commitChange } from '../change-set';
import { type WritingOptions, writingOptions } from '../common-options';
import type { Context } from '../context';
import { newManifest, tryReadManifest } from '../manifest-file';
import { type PolicyFlags, policyFlags, policyGiven } from '../policy-options';
import type { Register } from '../register';
import { setReport } from '../set-report';
import { startSummary } from '../step-summary';
import { checkNewName } from './add';
import { randomId } from './init';

interface AdoptOptions extends WritingOptions, PolicyFlags, LiveFlags {
  readonly kind?: string;
}

const CHECK = 'terraform plan -out=p.tfplan && terraform show -json p.tfplan | npx cdktf-rotation guard';

export const adopt: Register = (program, context, report) => {
  const command = program
    .command('adopt')
    .argument('<name>', 'the set; its name is its identity and never changes')
    .description('add a set for an application that has a credential in use, without touching that one')
    .option('--kind <kind>', 'the kind of credential');
  policyFlags(liveFlags(writingOptions(command))).action(async (name: string, flags: AdoptOptions) => {
    const file = (await tryReadManifest(flags.file)) ?? newManifest(flags.file, randomId());
    checkNewName(file, name);
    if (flags.kind === undefined) {
      throw new InputError(`adopt needs --kind, got none: it is one of ${Kind.ALL.map((one) => one.name).join(', ')}`);
    }
    const kind = file.manifest.kind(flags.kind);
    const way = wayOf(name, kind, flags);
    const options = policyGiven(flags);
    const policy = policyOf(options ?? {}, file.manifest.document.defaults ?? {});
    const complaint = scheduleComplaint(policy);
    if (complaint !== undefined) throw new InputError(complaint);
    const state = await firstState(way, kind, policy, flags, context);
    const next = file.manifest.with(name, { kind: kind.name, ...(options && { policy: options }), state });

    const code = codeOf(name, kind, way, flags);
    const changes = changesOf(name, kind, way, flags);
    const made = file.bytes ? [] : [`${flags.file}: made manifest "${next.id}"`];
    const summary = [...made, startSummary(name, state), ...adoptedLines(next.find(name))];
    const steps = [...(code.length === 0 ? [] : ['in the code:', ...code.map((line) => `  ${line}`)]), ...changes];
    const change = {
      file,
      next,
      summary: [...summary, ...steps, `see that the first plan is harmless: ${CHECK}`].join('\n'),
      json: { manifest: next.id, ...setReport(next.find(name), context.now()), way, code, changes, check: CHECK },
      notes: notesOf(next.find(name), context.now()),
    };
    report(await commitChange(change, flags), flags);
  });
};

async function firstState(
  way: WayName,
  kind: Kind,
  policy: Policy,
  flags: LiveFlags,
  context: Context,
): Promise<SetState> {
  const at = timestamp(context.now());
  const expires = timestamp(policy.lifetime.after(context.now()));
  switch (way) {
    case 'outside':
      return startState('outside', at);
    case 'secret-id':
      checkSecretName(flags.secretId ?? '', '--secret-id');
      return startState({ at, expires }, at);
    case 'secret-hash':
      checkSecretName(flags.secretHash ?? '', '--secret-hash');
      return startState({ at, expires }, at);
    case 'initial-secret':
      return startState({ at, expires }, at);
    case 'moved':
    case 'import':
    case 'kid': {
      const { adopted, ...key } = await liveKey(way, kind, flags, context);
      return startState({ at, expires, ...key }, at, adopted);
    }
  }
}

function adoptedLines({ kind, state: { a } }: ManifestSet): readonly string[] {
  if (!a?.adopted) return [];
  const keyId = keyIdOf(kind, a);
  const names = a.adopted.name === keyId ? keyId : `"${a.adopted.name}", key id ${keyId}`;
  return [`  it is the key in use, ${names}, which stays as it is until its slot is recycled`];
}

function notesOf({ name, kind, policy, state: { a } }: ManifestSet, now: Date): readonly string[] {
  if (!a?.adopted) return [];
  const isShort = a.expires !== NEVER && a.expires < timestamp(policy.interval.after(now));
  return [
    `consumers find their private key by the published key id: have that of ${keyIdOf(kind, a)} in its place before the first apply`,
    ...(isShort
      ? [
          `the key in use expires at ${a.expires}, before the first promote is due: "cdktf-rotation rotate ${name}" asks for one now`,
        ]
      : []),
  ];
}
