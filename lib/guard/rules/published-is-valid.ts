import { type Slot, SLOTS } from '../../rotation';
import { holdsOneName } from '../places';
import type { Publication } from '../publication';
import type { Finding } from '../report';
import type { Scene, SetRule } from '../scene';
import { storesStay } from './stores-stay';

/** What a store publishes is valid for as long as it does, and a store goes only when nobody reads it any more. */
export const publishedIsValid: SetRule = (scene) => {
  if (scene.isTakenDown || (!scene.planned && !scene.applied)) return [];
  return [
    ...storesStay(scene),
    ...scene.publications.flatMap((publication) => [
      ...SLOTS.flatMap((slot) => otherGoes(scene, publication, slot)),
      ...SLOTS.flatMap((slot) => isMissing(scene, publication, slot)),
      ...strays(scene, publication),
    ]),
  ];
};

/**
 * The credential in use is another rule's. The staged one may go where it stands beside the one in use; a store that has
 * it alone is ahead of the record: a promote was published, and did not come to its end.
 */
function otherGoes(scene: Scene, publication: Publication, slot: Slot): readonly Finding[] {
  const { currentBefore, applied } = scene;
  const ending = scene.ending(slot);
  if (ending?.fate !== 'removed' || slot === currentBefore || !publication.holds(slot, 'before')) return [];
  const isBeside = currentBefore !== undefined && publication.holds(currentBefore, 'before');
  if (applied?.standby === 'next' && isBeside) return [];
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

/** A store that does not publish what is current after the apply. */
function strays(scene: Scene, publication: Publication): readonly Finding[] {
  const { currentBefore, currentAfter, planned } = scene;
  const { address, deed, before } = publication.change;
  if (!currentAfter || deed.includes('delete') || deed === 'forget') return [];
  const { names } = publication;
  if (names.some(({ unclear }) => unclear)) return [];
  const isMoved = currentBefore !== currentAfter;
  const left = names.find(
    (name) => currentBefore && isMoved && isOnly(name.before, currentBefore) && isOnly(name.after, currentBefore),
  );
  const isTouched = scene.isMoving || deed !== 'nothing';
  // Where a store keeps each name by itself, one resource has the current credential, and others what stands beside it.
  const siblings = holdsOneName(publication.change)
    ? scene.publications.filter(({ change }) => change.type === publication.change.type)
    : [publication];
  const isBlind = before !== null && isTouched && !siblings.some((one) => one.holds(currentAfter, 'after'));
  if (!left && !isBlind) return [];
  const held = left?.after[0] ?? names.flatMap(({ after }) => after)[0];
  const what = held ? scene.label(held, planned) : 'something that the plan does not say';
  return [
    {
      rule: 'published-is-valid',
      verdict: 'unknown',
      address,
      message: `${address} does not follow "${scene.name}": after this apply it publishes ${what}${left ? ` as "${left.path}"` : ''}, and ${scene.label(currentAfter, planned)} is current`,
      trace: [],
      remedy: `let ${address} read "current" of the set, and the staged credential under another name; if it is right as it is, plan with --accept ${address}`,
    },
  ];
}

function isOnly(slots: readonly Slot[], slot: Slot): boolean {
  return slots.length === 1 && slots[0] === slot;
}
