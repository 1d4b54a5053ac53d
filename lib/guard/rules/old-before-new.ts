import type { Finding } from '../report';
import type { SetRule } from '../scene';

/**
 * A credential is published by a later apply than the one that makes it: behind a replica that does not know it yet,
 * sign-ins fail. Where nobody signs in yet, or nobody can any more, it is enough that it exists before it is published.
 */
export const oldBeforeNew: SetRule = (scene) => {
  const { currentAfter: slot, planned, name } = scene;
  const beginning = slot && scene.beginning(slot);
  if (!slot || beginning?.origin !== 'made') return [];
  const label = scene.label(slot, planned);
  const { doing, change } = beginning;
  const early = scene.publications.find(
    (one) =>
      ['create', 'update'].includes(one.change.deed) &&
      one.holds(slot, 'after') &&
      !scene.order.isBefore(doing, `make ${one.change.address}`),
  );
  if (early) {
    return [
      {
        rule: 'old-before-new',
        verdict: 'unsafe',
        address: early.change.address,
        message: `${label} may be published before it exists`,
        trace: [...scene.wayTo(`make ${early.change.address}`), `${change.address} is not made yet`],
        consequence: `sign-ins fail until ${change.address} is made`,
        remedy: `let ${early.change.address} depend on ${change.address}: register it with publishes()`,
      },
    ];
  }
  const ending = scene.currentBefore && scene.ending(scene.currentBefore);
  if (scene.isFirst || scene.isBroken || ending?.fate === 'lost') return [];
  if (ending?.fate === 'removed' && slot === scene.currentBefore) return [];
  const publication = scene.publications.find((one) => one.holds(slot, 'after'));
  const found: Finding = {
    rule: 'old-before-new',
    verdict: 'unsafe',
    address: change.address,
    message: `${label} is made and published in one apply`,
    trace: [
      ...scene.eventsOf(doing).slice(-1),
      ...(publication && publication.change.deed !== 'nothing'
        ? scene.eventsOf(`make ${publication.change.address}`)
        : ['consumers read it']),
    ],
    consequence: `sign-ins fail until every replica of the identity provider knows ${label}`,
    remedy: scene.applied
      ? `stage in one apply and promote in a later one: take the manifest of "${name}" back to the step that follows step ${scene.applied.step}`
      : `start "${name}" with "add --from-outside": its consumers have a credential already`,
  };
  return [found];
};
