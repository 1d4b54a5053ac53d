import { setTimeout as sleep } from 'node:timers/promises';
import { PluginError } from '../plugin';

/** Waits, unless Terraform asks the provider to stop. @throws PluginError then */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {
    throw stopped();
  });
}

export function stopped(): PluginError {
  return new PluginError('the apply was stopped half-way', 'Apply the same step again: it goes on from what it finds.');
}
