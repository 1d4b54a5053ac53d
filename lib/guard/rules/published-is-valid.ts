import { type Slot, SLOTS } from '../../rotation';
import { placeOf } from '../places';
import type { Publication } from '../publication';
import type { Finding } from '../report';
import type { Scene, SetRule } from '../scene';

/** What a store publishes is valid for as long as it does, and a store goes only when nobody reads it any more. */
export const publishedIsValid: SetRule = (scene) => {
  if (scene.isTakenDown || (!scene.planned && !scene.applied)) return [];
  return scene.publications.flatMap((publication) => [
    ...storeGoes(scene, publication),
    ...otherWriters(scene, publication),
    ...SLOTS.flatMap((slot) => previousGoes(scene, publication, slot)),
    ...SLOTS.flatMap((slot) => isMissing(scene, publication, slot)),
    ...strays(scene, publication),
  ]);
};

function storeGoes({ planned, name }: Scene, { change }: Publication): readonly Finding[] {
  const { address, deed, before } = change;
  if (!planned || !before || deed === 'nothing' || deed === 'update') return [];
  const base = { rule: 'published-is-valid', address } as const;
  if (deed === 'delete, then create') {
    return [
      {
        ...base,
        verdict: 'unsafe',
        message: `${address} is destroyed before it is made again`,
        trace: [`${address} is destroyed: "${name}" is not published there any more`, 'consumers read it'],
        consequence: `sign-ins fail until ${address} is made again`,
        remedy: 'publish to the new place beside the old one, and take the old one away in a later apply',
      },
    ];
  }
  return [
    {
      ...base,
      verdict: 'unknown',
      message: `${address} publishes "${name}" and goes away: the plan does not say whether somebody still reads it`,
      trace: [],
      remedy: 'make sure that no consumer reads it any more, then apply in spite of this',
    },
  ];
}

/** Another resource that writes to the same place, or takes away what is written there. */
function otherWriters({ plan, planned, name }: Scene, { change }: Publication): readonly Finding[] {
  const place = planned && placeOf(change, 'after');
  if (place === undefined) return [];
  return plan.at(place).flatMap((other) => {
    if (other.address === change.address || other.deed === 'nothing' || other.deed === 'forget') return [];
    const verb = other.deed === 'delete' ? 'is destroyed' : other.deed === 'update' ? 'is updated' : 'is created';
    const effect =
      other.deed === 'delete' ? 'nothing is published there' : `what "${name}" published there is overwritten`;
    return [
      {
        rule: 'published-is-valid',
        verdict: 'unsafe',
        address: other.address,
        message: `${other.address} writes to the place where ${change.address} publishes "${name}"`,
        trace: [`${other.address} ${verb}: ${effect}`],
        consequence: `sign-ins fail until ${change.address} is written again`,
        remedy: `let one resource write there: a renamed resource takes a moved block, a replaced one a removed block with destroy = false`,
      } as const,
    ];
  });
}

/** The credential in use is another rule's; the staged one may go, its names are for tests. */
function previousGoes(scene: Scene, publication: Publication, slot: Slot): readonly Finding[] {
  const ending = scene.ending(slot);
  if (ending?.fate !== 'removed' || slot === scene.currentBefore || !publication.holds(slot, 'before')) return [];
  if (scene.applied?.standby === 'next') return [];
  const label = scene.label(slot, scene.applied);
  const { address } = publication.change;
  return [
    {
      rule: 'published-is-valid',
      verdict: 'unsafe',
      address,
      message: `${address} publishes ${label}, which this apply removes`,
      trace: [...scene.wayToEnd(ending.doing), `consumers that read ${address} sign in with ${label}`],
      consequence: 'their sign-ins fail until another credential is published there',
      remedy: `let ${address} read "current" of "${scene.name}", apply that alone, and wait for the longest cache`,
    },
  ];
}

function isMissing(scene: Scene, publication: Publication, slot: Slot): readonly Finding[] {
  const beginning = scene.beginning(slot);
  const isThere = beginning !== undefined && beginning.origin !== 'missing';
  if (isThere || !scene.planned || !publication.holds(slot, 'after')) return [];
  const label = scene.label(slot, scene.planned);
  const { address } = publication.change;
  return [
    {
      rule: 'published-is-valid',
      verdict: 'unsafe',
      address,
      message: `${address} publishes ${label}, which does not exist after this apply`,
      trace: [`${address} publishes ${label}`],
      consequence: 'sign-ins with it fail',
      remedy: `let ${address} read "current" of "${scene.name}"`,
    },
  ];
}

/** A store that published the credential in use and does not publish the one that is current after the apply. */
function strays(scene: Scene, publication: Publication): readonly Finding[] {
  const { currentBefore, currentAfter, planned } = scene;
  if (!currentBefore || !currentAfter || publication.change.deed.includes('delete')) return [];
  if (!publication.holds(currentBefore, 'before') || publication.holds(currentAfter, 'after')) return [];
  const { address } = publication.change;
  const held = publication.names.flatMap(({ after }) => (after === 'a' || after === 'b' ? [after] : []))[0];
  const what = held ? scene.label(held, planned) : 'something that the plan does not say';
  return [
    {
      rule: 'published-is-valid',
      verdict: 'unknown',
      address,
      message: `${address} does not follow "${scene.name}": after this apply it publishes ${what}, and ${scene.label(currentAfter, planned)} is current`,
      trace: [],
      remedy: `let ${address} read "current" of the set, and the staged credential under another name`,
    },
  ];
}
