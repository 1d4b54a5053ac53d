import { Auth0ClientCredentials } from 'cdktf-rotation/auth0';
import { OktaClientSecretPair } from '../../../../lib/okta/okta-client-secret-pair';
import type { Situation } from '../situation';
import { AUTH0, OKTA_SECRET, PAIR, newKey, nothing, onlyResource } from './tools';

type Dangerous = Omit<Situation, 'verdict'>;

const WITHIN_CAP = { verdict: 'unsafe', rule: 'within-cap' } as const;

/** A third credential at a provider that holds two. */
export const CAP: readonly Dangerous[] = [
  {
    name: 'auth0-replaced-with-create-before-destroy',
    kind: AUTH0,
    prepare: (stage) => {
      stage.alter((scene) => onlyResource(scene).addOverride('lifecycle.create_before_destroy', true));
      return stage.reach('stage', 'promote');
    },
    change: nothing,
    plan: { replace: [PAIR[AUTH0] ?? ''] },
    expected: WITHIN_CAP,
    world: { shows: 'failed apply', error: /maximum of 2 credentials|already exist/ },
  },
  {
    name: 'okta-secret-replaced-with-create-before-destroy',
    kind: OKTA_SECRET,
    prepare: (stage) => {
      stage.alter((scene) => onlyResource(scene).addOverride('lifecycle.create_before_destroy', true));
      return stage.reach('stage', 'promote');
    },
    change: nothing,
    plan: { replace: [PAIR[OKTA_SECRET] ?? ''] },
    expected: WITHIN_CAP,
    world: {
      shows: 'not',
      why: 'our provider takes over the secrets that it finds, and then removes the previous one: the current one stays',
    },
  },
  {
    name: 'auth0-second-resource-of-the-client',
    kind: AUTH0,
    prepare: (stage) => stage.reach('stage'),
    change: async (stage) => {
      const pem = await newKey(stage, 1);
      const { clientId } = stage.application;
      stage.alter(
        ({ stack }) =>
          new Auth0ClientCredentials(stack, 'second', {
            clientId,
            credentials: [{ name: 'third', pem, algorithm: 'RS256', expiresAt: '2099-01-01T00:00:00.000Z' }],
          }),
      );
    },
    expected: WITHIN_CAP,
    world: { shows: 'failed apply', error: /maximum of 2 credentials|already exist/ },
  },
  {
    name: 'okta-second-secret-resource-of-the-app',
    kind: OKTA_SECRET,
    prepare: (stage) => stage.reach('stage'),
    change: (stage) => {
      const { applicationId: appId } = stage.application;
      stage.alter(
        ({ stack }) => new OktaClientSecretPair(stack, 'second', { appId, current: 'a', generations: { a: 1 } }),
      );
    },
    expected: WITHIN_CAP,
    world: { shows: 'failed apply', error: /two|maximum|limit|secret/i },
  },
];
