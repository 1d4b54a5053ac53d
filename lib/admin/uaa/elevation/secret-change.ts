import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '../../../rotation';
import type { UaaCalls } from './uaa-calls';
import { mayCommitLate } from './elevated';

/** `add` puts the new secret beside the old one, `delete` removes the older of the two, `update` replaces all by one. */
export type ChangeMode = 'add' | 'delete' | 'update';

export interface SecretChange {
  readonly client: string;
  readonly mode: ChangeMode;
  readonly secret: string;
  readonly oldSecret?: string;
}

/** Whether UAA is as the change wants it. Judged by what signs in, never by the answer to the change. */
export async function isChanged(admin: UaaCalls, { client, mode, secret, oldSecret }: SecretChange): Promise<boolean> {
  if (!(await admin.probe(client, secret))) return false;
  switch (mode) {
    case 'add':
      return true;
    case 'delete':
    case 'update':
      return oldSecret === undefined || !(await admin.probe(client, oldSecret));
  }
}

/** What came of the one write that a change is. */
export interface Written {
  readonly failure?: Error;
  /** Until when it may still be committed, in milliseconds since 1970. */
  readonly late: number;
}

/**
 * Writes once, never again: a lost ADD or DELETE may be on its way.
 *
 * @param needsOld whether UAA wants the old secret for it; of two, either will do
 */
export async function writeChange(writer: UaaCalls, change: SecretChange, needsOld: boolean): Promise<Written> {
  const { client, mode, secret, oldSecret } = change;
  const proof = needsOld ? (mode === 'delete' ? secret : oldSecret) : undefined;
  try {
    await writer.secret(client, {
      changeMode: MODES[mode],
      ...(mode === 'delete' ? {} : { secret }),
      ...(proof === undefined ? {} : { oldSecret: proof }),
    });
    return { late: 0 };
  } catch (error) {
    return { failure: error as Error, late: mayCommitLate(error) ? Date.now() + writer.settle : 0 };
  }
}

const MODES = { add: 'ADD', delete: 'DELETE', update: 'UPDATE' } as const;

/** Looks until the change is there, or can no longer come. */
export async function awaitChange(admin: UaaCalls, change: SecretChange, { late }: Written): Promise<boolean> {
  for (;;) {
    const looked = Date.now();
    if (await isChanged(admin, change)) return true;
    if (looked >= late) return false;
    await sleep(Math.min(late - looked, Math.max(admin.settle / 8, 20)));
  }
}

/**
 * After a DELETE that took the new secret instead of the old one, which was newer at UAA: puts it back and removes the
 * older one, which is the right one by now.
 *
 * @throws Refusal when it could not be put back
 */
export async function repairOrder(writer: UaaCalls, change: SecretChange, needsOld: boolean): Promise<Written> {
  const { client, secret, oldSecret } = change;
  const back = await writeChange(writer, { client, mode: 'add', secret, oldSecret }, needsOld);
  if (!(await awaitChange(writer, { client, mode: 'add', secret }, back))) {
    throw new Refusal(`the new secret was the older one at UAA, was removed, and could not be put back`);
  }
  return writeChange(writer, change, needsOld);
}
