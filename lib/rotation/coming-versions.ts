import type { DatedVersion } from './lifetimes';
import type { ManifestSet } from './manifest';
import type { ComingStep } from './schedule';
import { setAfter } from './set-after';

/** What a set will be after each of its coming steps, as {@link comingSteps} gives them. */
export function comingVersions(set: ManifestSet, steps: readonly ComingStep[]): readonly DatedVersion[] {
  let present = set;
  return steps.map(({ step, at }) => {
    present = setAfter(present, step, at);
    return { set: present, at };
  });
}
