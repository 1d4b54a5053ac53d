import type { Change } from '../change';
import type { Ending } from '../credentials';
import type { Doing } from '../order';
import type { Finding } from '../report';
import { adoptedStays } from './adopted-stays';
import { applicationStays } from './application-stays';
import { outsideStays } from './outside-stays';
import type { Scene, SetRule } from '../scene';

/**
 * The credential that consumers use is not removed, replaced or renamed by an apply: also when the publication moves
 * first, consumers that have read it before go on with it.
 */
export const currentStays: SetRule = (scene) => [...credentialStays(scene), ...applicationStays(scene)];

const credentialStays: SetRule = (scene) => {
  const { currentBefore: slot, applied } = scene;
  if (scene.isTakenDown || scene.isDropped) return [];
  if ((applied ?? scene.planned)?.current === 'outside') return outsideStays(scene);
  if (!applied) return adoptedStays(scene);
  const ending = slot && scene.ending(slot);
  if (!slot || !ending) return [];
  const label = scene.label(slot, applied);
  if (scene.isBroken) return [broken(scene, label)];
  switch (ending.fate) {
    case 'stays':
    case 'gone':
    case 'remade':
      return [];
    case 'unknown':
      return [
        {
          rule: 'current-stays',
          verdict: 'unknown',
          address: ending.address,
          message: `the plan does not say whether ${label}, which consumers use, survives the update of ${ending.address}`,
          trace: [],
          remedy: 'give its arguments values that are known at plan',
        },
      ];
    case 'lost':
      return [
        {
          rule: 'current-stays',
          verdict: 'unsafe',
          address: applied?.slots[slot],
          message: `${label}, which consumers use, is not in the state any more, and nothing says that it is gone at the identity provider: the plan would make another one and publish it in one apply`,
          trace: [],
          remedy: `restore the state from a backup, or import the resource`,
        },
      ];
    case 'left':
      return [
        {
          rule: 'current-stays',
          verdict: 'unsafe',
          address: ending.change.address,
          message: `${ending.change.address}, which manages ${label}, is taken away from under it`,
          trace: scene.wayToEnd(ending.doing),
          consequence: `sign-ins go on until ${label} ends, and nothing rotates it: a new resource does not begin beside it`,
          remedy: remedyFor(ending.change, scene.name),
        },
      ];
    case 'removed':
      return [removed(scene, ending, label)];
  }
};

function removed(scene: Scene, { change, doing }: Extract<Ending, { fate: 'removed' }>, label: string): Finding {
  const slot = scene.currentBefore;
  const holders = scene.publications.filter((one) => slot && one.holds(slot, 'before'));
  const shown = holders.length > 0 ? holders : scene.publications;
  const late = shown.find((one) => !isFirst(scene, one.change, doing)) ?? shown[0];
  const after = scene.currentAfter;
  const target = late && after && late.holds(after, 'after') ? scene.newLabel(after) : undefined;
  const moves = late !== undefined && late.change.deed !== 'nothing' && target !== undefined && target !== label;
  const way = scene.wayToEnd(doing);
  const isMoved = late !== undefined && isFirst(scene, late.change, doing);
  const base = { rule: 'current-stays', verdict: 'unsafe', address: change.address } as const;
  const remedy = remedyFor(change, scene.name);
  if (isMoved) {
    return {
      ...base,
      message: `the apply that moves consumers away from ${label} also removes it`,
      trace: [...way, `consumers that have read ${late.change.address} before still sign in with ${label}`],
      consequence: 'their sign-ins fail until they read again',
      remedy,
    };
  }
  const keys = [scene.planned, scene.applied].map((record) => slot && record?.keys[slot]);
  const comesBack = slot === after && keys[0] !== undefined && keys[0] === keys[1];
  const holder = late?.change.address ?? scene.applied?.publications[0] ?? 'whatever consumers read';
  return {
    ...base,
    message: `the credential that consumers use, ${label}, is removed while it is published`,
    trace: [...way, `${holder} still publishes ${label}`],
    consequence: moves
      ? `sign-ins fail until ${holder} is updated to ${target}, and consumers have read it`
      : comesBack
        ? `sign-ins fail until ${change.address} has it again`
        : 'sign-ins fail until another credential is published',
    remedy,
  };
}

function isFirst({ order }: Scene, publication: Change, removal: Doing): boolean {
  return publication.deed !== 'nothing' && order.isBefore(`make ${publication.address}`, removal);
}

function broken(scene: Scene, label: string): Finding {
  const { currentAfter: slot, applied, planned } = scene;
  const origin = slot && scene.beginning(slot)?.origin;
  const isExpired = scene.currentBefore !== undefined && scene.isExpired(applied, scene.currentBefore);
  const why = isExpired ? 'has expired' : 'is already gone at the identity provider';
  const isPublished =
    scene.publications.length === 0 || scene.publications.some((one) => slot && one.holds(slot, 'after'));
  const exists = slot && !scene.isExpired(planned, slot) && (origin === 'made' || origin === 'there');
  const heals = exists && isPublished;
  const isSame = isExpired && origin === 'there' && slot === scene.currentBefore;
  if (!heals || isSame) {
    return {
      rule: 'current-stays',
      verdict: 'unsafe',
      address: applied && scene.currentBefore && applied.slots[scene.currentBefore],
      message: `${label}, which consumers use, ${why}, and this plan ${exists ? 'publishes no other' : 'puts none back'}`,
      trace: [],
      remedy: `take the next step now: "cdktf-rotation stage ${scene.name}", apply, and promote with --override soak`,
    };
  }
  return {
    rule: 'current-stays',
    verdict: 'healing',
    address: planned?.slots[slot],
    message: `${label}, which consumers use, ${why}; this plan puts ${scene.label(slot, planned)} back and publishes it`,
    trace: [],
  };
}

function remedyFor({ reason, address, deed, deposed }: Change, name: string): string {
  if (deposed) return `publish another credential of "${name}" first, with an apply that leaves ${address} out`;
  const stage = `a new credential comes with "cdktf-rotation stage ${name}"`;
  switch (reason) {
    case 'replace_by_request':
      return `plan without -replace=${address}: ${stage}`;
    case 'replace_because_tainted':
      return `run "terraform untaint ${address}": ${stage}`;
    case 'replace_by_triggers':
      return `take replace_triggered_by off ${address}: ${stage}`;
    default:
  }
  if (deed === 'delete') {
    return `keep ${address} in this apply: promote "${name}" first, and retire it in an apply of its own after the grace time; to take the set down, "cdktf-rotation remove ${name}"`;
  }
  return `take back what changes ${address}: ${stage}`;
}
