import { listOf, objectOf, SLOTS } from '../../rotation';
import { howItEnds } from '../applications';
import type { Change } from '../change';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/** While consumers use a credential from outside, no credential of the same application goes that the set does not own. */
export function outsideStays(scene: Scene): readonly Finding[] {
  const { plan, applied, planned, name } = scene;
  const records = [applied, planned].flatMap((record) => (record ? [record] : []));
  const own = new Set(records.flatMap(({ slots }) => [slots.a, slots.b]).filter((address) => address !== ''));
  const changes = [...own].flatMap((address) => plan.changes.get(address) ?? []);
  const applications = new Set(changes.map(({ before, after }) => (after ?? before)?.application_id));
  const isEntra = /^entra-/.test(records[0]?.kind ?? '');
  const foreign = isEntra ? plan.credentialsLeaving().filter(({ address }) => !own.has(address)) : [];
  return [
    ...foreign.flatMap((change): readonly Finding[] => {
      const application = change.before?.application_id ?? change.before?.id;
      const isKnown = changes.length > 0 && typeof application === 'string';
      // An application that goes as a whole is found by applicationStays() once a slot names it.
      const isWhole = change.deed.includes('delete') && change.before?.application_id === undefined;
      if (isKnown && (isWhole || !applications.has(application))) return [];
      return [finding(change, name, isKnown ? 'unsafe' : 'unknown')];
    }),
    ...changes.filter((change) => losesForeignKey(scene, change)).map((change) => finding(change, name, 'unsafe')),
    // As long as no slot is filled, nothing says which app it is.
    ...(changes.length === 0 && records[0]?.kind === 'okta-private-key-jwt' ? [...plan.changes.values()] : [])
      .filter((change) => losesForeignKey(scene, change))
      .map((change) => finding(change, name, 'unknown')),
  ];
}

/** Keys of an Okta app that are of no slot: they leave the app, or the app does not take keys any more. */
function losesForeignKey({ applied, planned }: Scene, change: Change): boolean {
  const { type, before, after } = change;
  if (type !== 'okta_app_oauth' || !before) return false;
  const isOff = after?.token_endpoint_auth_method !== before.token_endpoint_auth_method;
  if (howItEnds(change) === 'is deactivated' || change.deed.includes('delete') || isOff) return true;
  const own = new Set(SLOTS.flatMap((slot) => [applied?.keys[slot], planned?.keys[slot]]));
  const kids = (values: Change['before']): readonly unknown[] => listOf(values?.jwks).map((key) => objectOf(key).kid);
  const later = new Set(kids(after));
  return kids(before).some((kid) => typeof kid === 'string' && !own.has(kid) && !later.has(kid));
}

function finding(change: Change, name: string, verdict: 'unsafe' | 'unknown'): Finding {
  const { address, deed } = change;
  const verb = deed === 'update' ? 'is updated' : deed === 'delete' ? 'is destroyed' : 'is replaced';
  return {
    rule: 'current-stays',
    verdict,
    address,
    message: `consumers of "${name}" sign in with a credential from outside the set, and this plan removes one${verdict === 'unsafe' ? ' of the same application' : ', maybe theirs'}`,
    trace:
      verdict === 'unsafe'
        ? [
            `${address} ${verb}: a credential from outside is not valid any more`,
            'consumers that have read it before still sign in with it',
          ]
        : [],
    ...(verdict === 'unsafe' && { consequence: 'their sign-ins fail until they read what the set publishes' }),
    remedy: `apply the promote of "${name}" alone, wait for the longest cache, and take it out of ${address} in an apply of its own`,
  };
}
