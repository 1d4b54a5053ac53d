import { setTimeout as sleep } from 'node:timers/promises';
import type { UaaCalls } from './uaa-calls';
import { elevated, type Elevation } from './elevated';
import { type Guard, guarded } from './guarded';
import { HelperClient } from './helper-client';
import type { Leftover } from './leftover';
import { NotRestored } from './restore';
import { awaitChange, repairOrder, type SecretChange, writeChange, type Written } from './secret-change';
import { TargetElevation } from './target-elevation';
import type { Way } from './way';

export interface ChangeRun {
  /** With the user's token. */
  readonly admin: UaaCalls;
  readonly change: SecretChange;
  readonly way: Way;
  readonly guard: Guard;
  /** Stops before the next write; what was added is taken away as always. */
  readonly stop: AbortSignal;
  /** Hears what was done, a line at a time. */
  readonly say: (line: string) => void;
}

export interface ChangeOutcome {
  /** `lost`: the new secret, which worked before, does not any more. */
  readonly changed: 'yes' | 'no' | 'unknown' | 'lost';
  /** What could not be taken away again; absent when all is as it was. */
  readonly left?: Leftover;
  readonly failure?: Error;
}

/** Changes a secret by the way chosen; says what came of it rather than throw. */
export async function runChange(run: ChangeRun): Promise<ChangeOutcome> {
  const { admin, change, way, stop } = run;
  let written: Written = { late: 0 };
  const write = async (writer: UaaCalls): Promise<void> => {
    await writer.signIn();
    stop.throwIfAborted();
    const needsOld = way === 'self' || way === 'client';
    written = await writeChange(writer, change, needsOld);
    if (!written.failure) run.say(DONE[change.mode]);
    if (change.mode !== 'delete' || (await admin.probe(change.client, change.secret))) return;
    run.say('the new secret was the older one at UAA and was removed: putting it back');
    written = await repairOrder(writer, change, needsOld);
  };
  const thrown = await byWay(run, write).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  const left = thrown instanceof NotRestored ? thrown.leftover : undefined;
  const changed = await conclude(run, written);
  const failure = left ? thrown : (written.failure ?? thrown);
  return { changed, ...(left && { left }), ...(failure && { failure }) };
}

async function byWay(run: ChangeRun, write: (writer: UaaCalls) => Promise<void>): Promise<void> {
  const { admin, change, way } = run;
  switch (way) {
    case 'direct':
    case 'self':
      return write(admin);
    case 'helper':
      return byElevation(run, new HelperClient(admin), write);
    case 'client': {
      const elevation = await TargetElevation.of(admin, change.client, change.oldSecret ?? change.secret);
      if (!elevation.isNeedless) return byElevation(run, elevation, write);
      run.say(`client "${change.client}" has all rights for it already: nothing is elevated`);
      return write(await elevation.raise());
    }
  }
}

async function byElevation(
  { admin, guard, stop, say }: ChangeRun,
  elevation: Elevation,
  write: (writer: UaaCalls) => Promise<void>,
): Promise<void> {
  await guarded(guard, elevation.leftover, async () => {
    stop.throwIfAborted();
    await elevated(admin, elevation, async (writer) => {
      say(`${nameOf(elevation.leftover)}: added`);
      await write(writer);
    });
    say(`${nameOf(elevation.leftover)}: taken away again`);
  });
}

/** Looks whether the change is there; goes on for a while when UAA does not answer. */
async function conclude({ admin, change }: ChangeRun, written: Written): Promise<ChangeOutcome['changed']> {
  const end = Date.now() + admin.settle;
  for (;;) {
    try {
      if (await awaitChange(admin, change, written)) return 'yes';
      return change.mode === 'delete' && !(await admin.probe(change.client, change.secret)) ? 'lost' : 'no';
    } catch {
      if (Date.now() > end) return 'unknown';
      await sleep(Math.max(admin.settle / 8, 20));
    }
  }
}

function nameOf(leftover: Leftover): string {
  switch (leftover.kind) {
    case 'helper':
      return `helper client ${leftover.client}`;
    case 'elevation':
      return `${[...leftover.added.authorities, ...leftover.added.grantTypes].join(' and ')} for client "${leftover.client}"`;
  }
}

const DONE = {
  add: 'new secret added beside the old one',
  delete: 'older secret removed',
  update: 'all secrets replaced by the new one',
} as const;
