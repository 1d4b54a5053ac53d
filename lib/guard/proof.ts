import type { Scene } from './scene';

/** Why a set is safe, in one sentence. */
export function proofOf(scene: Scene): string {
  const { applied, planned, currentBefore: before, currentAfter: after } = scene;
  if (!planned) return 'the manifest said "remove" before, so it may go';
  if (planned.current === 'outside') return 'consumers use a credential from outside, which the plan does not touch';
  const next = after ? scene.label(after, planned) : '';
  if (!applied && planned.adopted) return `${next} was in use before the set, and no order of this apply takes it away`;
  if (!applied) return `nobody uses it yet, and ${next} exists before it is published`;
  if (before === undefined) return `${next} exists before this apply; the credential from outside is not touched`;
  const now = scene.label(before, applied);
  if (before !== after) {
    return `${now} and ${next} exist before this apply and after it, so whichever is published when it stops is valid`;
  }
  return `${now} is in use before and after, and no order of this apply touches it`;
}
