import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import type { Situation } from '../situation';
import type { Stage } from '../stage';
import {
  AUTH0,
  besideBilling,
  CURRENT_STAYS,
  ENTRA,
  startOutside,
  OKTA_KEY,
  OKTA_SECRET,
  SET_STAYS,
  UAA_SECRET,
  nothing,
} from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const OUTSIDE = 'outside_secret';

/** Whole sets, or what stands for one, are destroyed. */
export const LOST: readonly Dangerous[] = [
  ...[ENTRA, AUTH0, OKTA_KEY, OKTA_SECRET, UAA_SECRET].map((kind): Dangerous => ({
    name: `${kind}-set-dropped`,
    kind,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: (stage) => {
      stage.code.sets = [];
      if (kind === UAA_SECRET || kind === OKTA_SECRET) keepProvider(stage);
    },
    expected: SET_STAYS,
  })),
  {
    name: 'one-of-two-sets-dropped',
    kind: ENTRA,
    prepare: besideBilling,
    change: async (stage) => {
      await stage.takeOn('billing', 'stage');
      stage.code.sets = ['billing'];
    },
    expected: SET_STAYS,
  },
  ...[ENTRA, AUTH0].map((kind): Dangerous => ({
    name: `${kind}-destroyed`,
    kind,
    prepare: (stage) => stage.reach('stage', 'promote'),
    change: nothing,
    plan: { destroy: true },
    expected: SET_STAYS,
  })),
  {
    name: 'outside-secret-deleted',
    kind: ENTRA,
    prepare: async (stage) => {
      stage.code.before = (stack) => {
        new ApplicationPasswordA(stack, OUTSIDE, {
          applicationId: stage.application.applicationId,
          displayName: 'made before the set',
        });
      };
      await startOutside(stage);
      const { value, key_id: keyId } = (await stage.terraform.values(
        `azuread_application_password.${OUTSIDE}`,
      )) as Record<string, string>;
      const { clientId } = stage.application;
      stage.world.vault.write('kv', 'app', { clientId, clientSecret: value ?? '', keyId: keyId ?? '' });
      await stage.take('stage');
      await stage.apply();
    },
    change: (stage) => void (stage.code.before = () => undefined),
    expected: CURRENT_STAYS,
  },
];

/** Terraform needs the provider of what it is to destroy. */
function keepProvider(stage: Stage): void {
  stage.code.before = (stack) => stage.makeOwnProvider(stack);
}
