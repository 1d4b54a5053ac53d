import { setTimeout as sleep } from 'node:timers/promises';
import { TokenEndpoint } from '../../admin/sign-in';
import { Refusal, stagedCredential, timestamp, type Verification } from '../../rotation';
import { readAppliedOption, requireStepApplied } from '../applied-option';
import type { Context } from '../context';
import { checkOneStdin } from '../input';
import type { Outcome } from '../outcome';
import type { Register } from '../register';
import { openSet } from '../step';
import { readCredential } from '../verify/credential';
import { endpointOf } from '../verify/endpoint';
import { planOf, type VerifyOptions, verifyOptions } from '../verify/options';
import { checkWritable, keepVerification, readVerifications, recordPath } from '../verify/record-file';
import { type Course, repeatSignIn, type Timer } from '../verify/repeat';
import { type Attempted, clockText, failure, resultText, turnText, verifiedText } from '../verify/words';

export const verify: Register = (program, context, report) => {
  const command = program
    .command('verify')
    .argument('<name>', 'the set')
    .description('sign in with the staged credential for real');
  verifyOptions(command).action(async (name: string, options: VerifyOptions) => {
    report(await verified(name, options, context), options);
  });
};

async function verified(name: string, options: VerifyOptions, context: Context): Promise<Outcome> {
  const { file, set, staged, endpoint, plan, credential, before, record } = await prepared(name, options, context);
  const signIns = new TokenEndpoint({ ...endpoint, credential, clock: context.now });
  const timer = context.timer ?? systemTimer();
  const start = context.now().getTime() - timer.elapsed();
  const say = (line: string): void => {
    if (options.json !== true) context.stderr.write(`${line}\n`);
  };
  const course = await repeatSignIn(
    (limit) => signIns.signIn(limit),
    plan,
    timer,
    (result, since) => say(turnText(endpoint, plan, result, since)),
  );
  const attempted: Attempted = { set, staged, endpoint, ahead: signIns.ahead, isCorrected: signIns.isCorrected };
  if (!course.held) {
    const forget = record !== undefined && before !== undefined && course.last.kind === 'refused';
    if (forget) await keepVerification(file, name, undefined);
    throw failure(attempted, course, forget ? `; what was verified before is no longer in ${record}` : '');
  }
  const verification: Verification = {
    manifest: set.manifestId,
    set: name,
    ...staged,
    from: timestamp(new Date(start + course.from)),
    until: timestamp(new Date(start + course.until)),
    signIns: course.signIns,
    endpoint: endpoint.tokenUrl.host,
  };
  if (record !== undefined) await keepVerification(file, name, verification);
  const isSure = set.kind.key !== undefined || options.applied !== undefined;
  return outcome(verification, course, attempted, record, isSure ? [] : [UNSURE]);
}

/** A secret does not show which one it is. */
const UNSURE =
  'without --applied nothing shows that this was the next secret: before its stage is applied, what is published as next is the current one';

/** Everything that can be refused before anything is sent is refused here. */
async function prepared(name: string, options: VerifyOptions, context: Context) {
  const { secretFrom, privateKey, applied, dryRun } = options;
  checkOneStdin({ '--secret-from': secretFrom, '--private-key': privateKey, '--applied': applied });
  const { file, set } = await openSet(name, options.file);
  const staged = stagedCredential(set);
  if (!staged) {
    throw new Refusal(
      `verify needs a staged credential, got standby "${set.state.standby}": run "cdktf-rotation stage ${name}" and apply first`,
    );
  }
  const [endpoint, plan] = [endpointOf(set.kind, options), planOf(set, options)];
  const before = (await readVerifications(file)).get(name);
  const record = dryRun === true ? undefined : recordPath(file.path);
  if (record !== undefined) await checkWritable(file);
  requireStepApplied(set, await readAppliedOption(applied, context));
  const credential = await readCredential(set, staged, endpoint.provider, options, context);
  return { file, set, staged, endpoint, plan, before, record, credential };
}

function outcome(
  verification: Verification,
  course: Extract<Course, { held: true }>,
  attempted: Attempted,
  record: string | undefined,
  doubts: readonly string[],
): Outcome {
  const clock = clockText(attempted);
  const notes = [
    ...doubts,
    ...(clock === ''
      ? []
      : [`${clock.slice(2)}${attempted.isCorrected ? ': the assertions were dated by the server' : ''}`]),
    ...(course.last.kind === 'accepted' && course.last.token === 'withheld'
      ? [resultText(attempted.endpoint, course.last)]
      : []),
  ];
  const kept = record === undefined ? 'dry run, nothing is kept' : `kept in ${record}`;
  return {
    text: `${verifiedText(verification, course)}; ${kept}`,
    json: {
      ...verification,
      failedBefore: course.failed,
      dryRun: record === undefined,
      ...(record !== undefined && { record }),
      notes,
    },
    notes,
  };
}

function systemTimer(): Timer {
  return { elapsed: () => performance.now(), sleep: async (milliseconds) => void (await sleep(milliseconds)) };
}
