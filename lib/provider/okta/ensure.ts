import { NoAnswer } from '../../admin/no-answer';
import { type AppSecret, type OktaAdmin, OktaError } from '../../admin/okta';
import { PluginError } from '../../plugin';
import { pause } from '../pause';
import type { Step } from './next-step';
import { newValue } from './own-value';

/** How often one step is tried, or waited for. */
const TRIES = 4;

/** How long the list may lag behind an answer, in milliseconds; grows with every look. */
const LAG = 500;

export interface Place {
  readonly admin: OktaAdmin;
  readonly appId: string;
  readonly signal: AbortSignal;
}

/**
 * Looks at the list, takes the next step, and looks again, until none is left. A step that was answered is waited for
 * and not taken twice; one whose answer was lost is taken again only if the list, after all that could delay it, does
 * not show it.
 *
 * @returns the list in the end
 * @throws what `next` throws, OktaError or NoAnswer of a step that keeps failing
 */
export async function ensure(
  place: Place,
  next: (list: readonly AppSecret[]) => Step | undefined,
): Promise<readonly AppSecret[]> {
  const { admin, appId, signal } = place;
  let last: { readonly name: string; readonly failure: unknown; readonly tries: number } | undefined;
  for (;;) {
    const list = await admin.secrets(appId, signal);
    const step = next(list);
    if (!step) return list;
    const name = nameOf(step);
    const tries = last?.name === name ? last.tries + 1 : 1;
    const before = last?.name === name ? last : undefined;
    if (before && tries > (isFinal(before.failure) ? 1 : TRIES)) throw before.failure ?? notShown(appId, name);
    if (before && before.failure === undefined) {
      await pause(LAG * tries, signal);
      last = { name, failure: undefined, tries };
    } else {
      last = { name, failure: await failureOf(place, step), tries };
    }
  }
}

/** Undefined for a step that was answered well. @throws what another look would not mend */
async function failureOf({ admin, appId, signal }: Place, step: Step): Promise<unknown> {
  try {
    switch (step.kind) {
      case 'create':
        await admin.create(appId, newValue(step.wanted), signal);
        return undefined;
      case 'activate':
        await admin.activate(appId, step.id, signal);
        return undefined;
      case 'deactivate':
        await admin.deactivate(appId, step.id, signal);
        return undefined;
      case 'delete':
        await admin.delete(appId, step.id, signal);
        return undefined;
    }
  } catch (error) {
    if (error instanceof NoAnswer ? !isLost(error) : !(error instanceof OktaError) || isHopeless(error)) throw error;
    if (!isFinal(error)) await pause(admin.settle, signal);
    return error;
  }
}

/** Whether the write may have been committed, or may still be. */
function isLost({ reason }: NoAnswer): boolean {
  return reason === 'timeout' || reason === 'connection';
}

function isHopeless({ kind }: OktaError): boolean {
  return kind === 'unauthorized' || kind === 'forbidden' || kind === 'rate limited';
}

/** A refusal stands when the list still asks for the same step. */
function isFinal(failure: unknown): boolean {
  return failure instanceof OktaError && failure.kind !== 'server';
}

function nameOf(step: Step): string {
  return step.kind === 'create' ? `create ${step.wanted.slot}` : `${step.kind} ${step.id}`;
}

function notShown(appId: string, name: string): PluginError {
  return new PluginError(
    `okta answered "${name}" for app ${appId} well, and its list of secrets does not show it`,
    'Wait a minute and apply again: the provider looks at the list before it writes.',
  );
}
