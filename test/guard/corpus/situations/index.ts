import type { Situation } from '../situation';
import { DANGEROUS } from './dangerous';
import { FALSE_ALARMS } from './incidents';
import { OTHER_SAFE } from './safe';
import { STEPS } from './steps';

/** Only rehearsed: the plan of another kind or situation says the same, and files of plans are big. */
const NOT_KEPT: readonly RegExp[] = [
  /^(entra-certificate|auth0-private-key-jwt|okta-client-secret|okta-private-key-jwt|uaa-private-key-jwt)-promote-back$/,
  /^(entra-certificate|okta-client-secret|okta-private-key-jwt|uaa-.*)-no-change$/,
  /^(?!entra-client-secret).*-first-deployment-later$/,
  /^entra-certificate-(previous|next|current)-vanished/,
  /^auth0-private-key-jwt-(previous-vanished-at-retire|current-vanished-at-stage)$/,
  /^auth0-private-key-jwt-after-/,
  /^(okta|uaa)-private-key-jwt-new-key-within-stage$/,
  /^okta-client-secret-outside-(abort|stage-after-promote)$/,
  /^(auth0|okta)-private-key-jwt-removal-marked$/,
  /^auth0-private-key-jwt-destroyed/,
  /^okta-private-key-jwt-dropped-after-removal$/,
  /^(okta-label-changed|auth0-second-set-added|policy-edited|step-undone-before-it-was-applied)$/,
  /^(entra-certificate|uaa-private-key-jwt)-(promote-and-retire|stage-and-promote|slots-swapped|pair-replaced)$/,
  /^(auth0-private-key-jwt|okta-client-secret)-set-dropped$/,
  /^okta-private-key-jwt-reverted-after-retire$/,
  /^(entra-certificate|auth0-private-key-jwt)-published-before-staged$/,
  /^(entra-certificate-published-before-created|uaa-client-secret-removal-marked)$/,
  /^auth0-private-key-jwt-(no-change|next-vanished|previous-vanished|reverted-promote)$/,
  /^(okta-app-deactivated|okta-label-changed-at-promote|publication-added-at-promote)$/,
  /^auth0-live-key-other-text-beside-previous$/,
  /^(current-display-name-changed|current-certificate-replaced|okta-private-key-jwt-pair-replaced)$/,
  /^(store-edited-by-hand|unrelated-resource-replaced|entra-client-secret-outside-abort)$/,
  /^(skipped-step-leaves-dropped-from-code|okta-secret-app-method-changed|shared-trigger-of-two-sets-argument)$/,
];

export const SITUATIONS: readonly Situation[] = [
  ...STEPS,
  ...OTHER_SAFE,
  ...FALSE_ALARMS.map((one) => ({ ...one, verdict: 'safe' }) as const),
  ...DANGEROUS,
];

export function isKept({ name }: Situation): boolean {
  return !NOT_KEPT.some((pattern) => pattern.test(name));
}
