import { isDeepStrictEqual } from 'node:util';
import { type SetState, standbySlot } from './credential-set';
import { InputError, Refusal } from './error';
import type { Manifest, ManifestSet } from './manifest';
import { stageAgain, type StepInput, takeStep, undoStep } from './steps';

/**
 * What in a manifest did not come about by legal steps from its base: hand edits of the state, bad merges.
 * One message for each finding; none when every set moved by at most one step.
 */
export function illegalChanges(base: Manifest, head: Manifest): readonly string[] {
  if (base.id !== head.id) {
    return [`manifest id changed from "${base.id}" to "${head.id}": the id names the deployment and stays`];
  }
  const names = [...new Set([...base.names, ...head.names])];
  return names.flatMap((name) => {
    const complaint = changeOf(base.tryFind(name), head.tryFind(name));
    return complaint === undefined ? [] : [`set "${name}": ${complaint}`];
  });
}

function changeOf(base: ManifestSet | undefined, head: ManifestSet | undefined): string | undefined {
  if (!base) {
    return head?.state.step === 0 ? undefined : 'a new set starts at step 0: use "cdktf-rotation add"';
  }
  if (!head) {
    return base.removal ? undefined : 'removed without "cdktf-rotation remove": its credentials would go unprotected';
  }
  if (base.kind.name !== head.kind.name) {
    return `kind changed from ${base.kind.name} to ${head.kind.name}: add another set and move the application`;
  }
  if (legalSuccessors(base, head.state).some((state) => isDeepStrictEqual(state, head.state))) return undefined;
  return `state went from step ${base.state.step} (${roles(base.state)}) to step ${head.state.step} (${roles(head.state)}), which is not one legal step: restore it and take one step with the command line`;
}

/** Every state that one command makes of the base, given what the head says of time and new credential. */
function legalSuccessors(base: ManifestSet, head: SetState): readonly SetState[] {
  const credential = head[standbySlot(base.state)];
  const input: StepInput = { at: head.last.at, expires: credential?.expires, publicKey: credential?.publicKey };
  const step = head.last.step;
  const again: StepInput = { ...input, at: credential?.created ?? input.at };
  return [
    () => base.state,
    () => undoStep(base.name, base.state),
    () => stageAgain(base, again),
    ...(step === 'start' ? [] : [() => takeStep(base, step, input)]),
  ].flatMap((attempt) => {
    try {
      return [attempt()];
    } catch (error) {
      if (error instanceof Refusal || error instanceof InputError) return [];
      throw error;
    }
  });
}

function roles({ current, standby }: SetState): string {
  return `current ${current}, standby ${standby}`;
}
