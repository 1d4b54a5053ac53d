import { PluginError, type Values } from '../../plugin';
import { type Current, currentOf, generationOf, isActive } from '../slots';

/**
 * What a plan may not do to the secret that consumers sign in with: change it, or publish one that is not yet at Okta.
 * One that Okta no longer takes may be replaced in any way.
 *
 * @throws PluginError with the attribute's path
 */
export function refuseUnsafe(prior: Values, config: Values): void {
  const [before, after] = [currentOf(prior), currentOf(config)];
  if (before !== 'outside' && !isActive(prior, before)) return;
  refuseChange(prior, config, before);
  if (after !== 'outside' && after !== before) {
    refuseChange(prior, config, after);
    if (!isActive(prior, after)) throw notThere(after, String(prior[`status_${after}`]));
  }
}

function refuseChange(prior: Values, config: Values, slot: Current): void {
  if (slot === 'outside') return;
  const [before, after] = [generationOf(prior, slot), generationOf(config, slot)];
  if (before === after) return;
  throw new PluginError(
    `the secret in use is never changed, got generation ${after ?? 'none'} for slot ${slot} in place of ${before ?? 'none'}`,
    'Stage a new secret in the other slot and apply, promote and apply, and only then let this one go.',
    [`generation_${slot}`],
  );
}

function notThere(slot: Current, status: string): PluginError {
  return new PluginError(
    `a secret is published when Okta takes it, got slot ${slot}, whose secret is ${status} at Okta`,
    'Take this step back ("cdktf-rotation undo") and apply: that puts the secret back. Then take the step again.',
    ['current'],
  );
}
