import { currentSlot, type ManifestSet, type Slot, type Wait } from '../rotation';
import { Token } from './cdktf';

/** A precondition of a leaf. */
export interface PlanRefusal {
  readonly condition: string;
  readonly errorMessage: string;
}

/** The conditions under which the plan accepts a set's step, in plain Terraform >= 1.5. Each names set, step and remedy. */
export interface PlanRefusals {
  /**
   * For the older clock, which depends on no slot: they are heard also when Terraform itself refuses to touch one.
   * They read the older ledger, which ignores changes, so its values are known at plan.
   */
  readonly order: readonly PlanRefusal[];
  /** For the ledger that the step writes: reads the older clock. */
  readonly wait: readonly PlanRefusal[];
}

export function refusals(set: ManifestSet, keys: Readonly<Record<Slot, string>>): PlanRefusals {
  const { step, last, current } = set.state;
  const before = 1 - (step % 2);
  const scene: Scene = {
    set,
    title: `${set.name}: step ${step} (${last.step})`,
    ledger: `terraform_data.${set.name}_step_${before}.output`,
    clock: `terraform_data.${set.name}_clock_${before}.output`,
  };
  const slot = currentSlot({ current });
  const allowed = set.override?.step === step ? set.override.rule : undefined;
  return {
    order: [
      otherDeployment(scene),
      ...(allowed === 'order' ? [] : [step === 0 ? addedAgain(scene) : outOfOrder(scene)]),
      ...(slot === undefined || Token.isUnresolved(keys[slot]) ? [] : [editedKey(scene, keys[slot])]),
    ],
    wait: last.waits === 'none' || allowed === last.waits ? [] : [tooEarly(scene, last.waits)],
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

function tooEarly({ set, title, clock }: Scene, wait: Exclude<Wait, 'none'>): PlanRefusal {
  const duration = set.policy[wait].toTerraform();
  const { step } = set.state;
  return {
    condition: `\${${clock} == "" ? true : timecmp(timeadd(${clock}, "${duration}"), plantimestamp()) <= 0}`,
    errorMessage: `${title} must wait ${wait} = ${set.policy[wait]} after step ${step - 1}, which was applied at \${${clock}}: plan again after \${${clock} == "" ? "" : timeadd(${clock}, "${duration}")}. In an emergency add "override": {"step": ${step}, "rule": "${wait}", "reason": "..."} to set "${set.name}" in the manifest.`,
  };
}

/** Where key ids are known at synth, an edit of the current key is refused. Empty keys mark a first deployment. */
function editedKey({ set, title, ledger }: Scene, keyId: string): PlanRefusal {
  const applied = `values(${ledger}.keys)`;
  return {
    condition: `\${join("", ${applied}) == "" || contains(${applied}, "${keyId}")}`,
    errorMessage: `${title} would replace the current key: key ${keyId} was not there before this step. Restore the current key of "${set.name}" in the manifest from git; a new key is staged with "cdktf-rotation stage ${set.name}".`,
  };
}
