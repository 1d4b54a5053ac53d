import { type ManifestSet, roleSlots, type Slot, SLOTS, type Wait } from '../rotation';
import { Token } from './cdktf';
import type { LeafNames } from './ledger';

/** A precondition of a leaf. */
export interface PlanRefusal {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The conditions under which the plan accepts a set's step, in plain Terraform >= 1.5. Each names set, step and remedy. */
export interface PlanRefusals {
  /**
   * For the clock that the step does not write, which depends on no slot: they are heard also when Terraform itself
   * refuses to touch one. They read the older ledger, which ignores changes, so its values are known at plan.
   */
  readonly onClock: readonly PlanRefusal[];
  /** For the ledger that the step writes: they read the clock that it does not write. */
  readonly onLedger: readonly PlanRefusal[];
}

export function refusals(
  set: ManifestSet,
  leaves: LeafNames,
  keys: Readonly<Record<Slot, string>>,
  intact: Readonly<Record<Slot, string | undefined>>,
): PlanRefusals {
  const { step, last } = set.state;
  const scene: Scene = {
    set,
    title: `${set.name}: step ${step} (${last.step})`,
    ledger: `terraform_data.${set.name}_${leaves.olderLedger}.output`,
    clock: `terraform_data.${set.name}_${leaves.otherClock}`,
  };
  const { next } = roleSlots(set);
  const used = SLOTS.filter((slot) => slot !== next && keys[slot] !== '');
  const kept = used.filter((slot) => !Token.isUnresolved(keys[slot]));
  const allowed = set.override?.step === step ? set.override.rule : undefined;
  return {
    onClock: [
      otherDeployment(scene),
      ...(allowed === 'order' ? [] : [step === 0 ? addedAgain(scene) : outOfOrder(scene)]),
      ...kept.map((slot) => editedKey(scene, slot, keys[slot])),
    ],
    onLedger: [
      ...(allowed === 'order' ? [] : [otherStep(scene)]),
      ...(last.waits === 'none' || allowed === last.waits ? [] : [tooEarly(scene, last.waits)]),
      ...used.flatMap((slot) => (intact[slot] === undefined ? [] : [otherForm(scene, slot, intact[slot])])),
    ],
  };
}

interface Scene {
  readonly set: ManifestSet;
  readonly title: string;
  readonly ledger: string;
  readonly clock: string;
}

function otherDeployment({ set, title, ledger }: Scene): PlanRefusal {
  return {
    condition: `\${${ledger}.manifest == "${set.manifestId}"}`,
    errorMessage: `${title} comes from manifest "${set.manifestId}", but the state belongs to manifest "\${${ledger}.manifest}": use the manifest of this deployment.`,
  };
}

function addedAgain({ set, title, ledger }: Scene): PlanRefusal {
  return {
    condition: `\${${ledger}.step == -1}`,
    errorMessage: `${title} is for a first deployment, but the state already holds step \${${ledger}.step} or a later one: the entry was added again or reset. Restore the state of "${set.name}" in the manifest from git.`,
  };
}

function outOfOrder({ set, title, ledger }: Scene): PlanRefusal {
  const before = set.state.step - 1;
  const ahead = `already holds step \${${ledger}.step} or a later one. This manifest is older than what is applied: update it from the main branch; to go back, use \\"cdktf-rotation rollback ${set.name}\\", never a revert`;
  const behind = `holds step \${${ledger}.step + 1} at most. Apply the missing steps one at a time, each from its own commit`;
  return {
    condition: `\${${ledger}.step == ${before}}`,
    errorMessage: `${title} must follow step ${before}, but the state \${${ledger}.step > ${before} ? "${ahead}" : "${behind}"}.`,
  };
}

/** Undone after it was applied, then another step taken: both have one number, and only one of them moves current. */
function otherStep({ set, title, clock }: Scene): PlanRefusal {
  const { step } = set.state;
  return {
    condition: `\${${clock}.triggers_replace.step < ${step}}`,
    errorMessage: `${title} was taken instead of another step ${step}, but that one is applied: a step is taken back only as long as it was not applied. Restore the state of "${set.name}" in the manifest from git and go on from there.`,
  };
}

function tooEarly({ set, title, clock }: Scene, wait: Exclude<Wait, 'none'>): PlanRefusal {
  const duration = set.policy[wait].toTerraform();
  const { step } = set.state;
  const time = `${clock}.output`;
  return {
    condition: `\${${time} == "" ? true : timecmp(timeadd(${time}, "${duration}"), plantimestamp()) <= 0}`,
    errorMessage: `${title} must wait ${wait} = ${set.policy[wait]} after step ${step - 1}, which was applied at \${${time}}: plan again after \${${time} == "" ? "" : timeadd(${time}, "${duration}")}. In an emergency add "override": {"step": ${step}, "rule": "${wait}", "reason": "..."} to set "${set.name}" in the manifest.`,
  };
}

/** An argument of the resource was overridden, so that its update would end a credential which this step must not touch. */
function otherForm({ set, title }: Scene, slot: Slot, intact: string): PlanRefusal {
  return {
    condition: `\${${intact}}`,
    errorMessage: `${title} must not touch the credential in slot ${slot}, but its resource no longer holds it as the set made it: an argument was overridden, and the update would end it. Take the override back; a new credential is staged with "cdktf-rotation stage ${set.name}".`,
  };
}

/** Where key ids are known at synth, an edit of a key that stays is refused. Empty keys mark a first deployment. */
function editedKey({ set, title, ledger }: Scene, slot: Slot, keyId: string): PlanRefusal {
  return {
    condition: `\${join("", values(${ledger}.keys)) == "" || ${ledger}.keys.${slot} == "${keyId}"}`,
    errorMessage: `${title} would replace the key in slot ${slot}, which this step must not touch: key ${keyId} was not there before. Restore the keys of "${set.name}" in the manifest from git; a new key is staged with "cdktf-rotation stage ${set.name}".`,
  };
}
