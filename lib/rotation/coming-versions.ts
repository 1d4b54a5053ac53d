import type { DatedVersion } from './lifetimes';
import type { ManifestSet } from './manifest';
import { takeMove } from './move';
import { requestAfter } from './rotation-request';
import type { ComingStep } from './schedule';
import { timestamp } from './timestamp';

/** What a set will be after each of its coming steps, as {@link comingSteps} gives them. */
export function comingVersions(set: ManifestSet, steps: readonly ComingStep[]): readonly DatedVersion[] {
  const versions: DatedVersion[] = [];
  let present = set;
  for (const { step, at } of steps) {
    const state = takeMove(present, step, { at: timestamp(at), expires: timestamp(set.policy.lifetime.after(at)) });
    present = { ...present, state, rotation: requestAfter(present, state) };
    versions.push({ set: present, at });
  }
  return versions;
}
