import { addsVersion, containerOf, placeOf } from '../places';
import type { Publication } from '../publication';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/** A store does not go while somebody may read it, and nobody else writes where a set is published. */
export function storesStay(scene: Scene): readonly Finding[] {
  return [
    ...[...scene.publications, ...scene.strangers].flatMap((publication) => storeGoes(scene, publication)),
    ...scene.publications.flatMap((publication) => otherWriters(scene, publication)),
    ...lost(scene),
    ...vanished(scene),
  ];
}

function storeGoes({ plan, planned, name }: Scene, { change }: Publication): readonly Finding[] {
  const { address, deed, before } = change;
  if (!planned || !before || deed === 'nothing' || deed === 'update' || addsVersion(change)) return [];
  const place = placeOf(change, 'before');
  const base = { rule: 'published-is-valid', address } as const;
  const heirs =
    place === undefined ? [] : plan.at(place).filter((one) => one !== change && placeOf(one, 'after') === place);
  // What leaves the state only, and is written by another resource from now on, goes on.
  if (deed === 'forget' && heirs.length > 0) return [];
  const isOverwritten = deed === 'create, then delete' && place !== undefined && placeOf(change, 'after') === place;
  if (deed === 'delete, then create' || isOverwritten) {
    return [
      {
        ...base,
        verdict: 'unsafe',
        message: isOverwritten
          ? `${address} is made again at the same place, and the old one is destroyed after that`
          : `${address} is destroyed before it is made again`,
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
      remedy: `make sure that no consumer reads it any more, then plan with --accept ${address}`,
    },
  ];
}

/** A store that was published to, and is made again: somebody removed it, or it is somewhere else now. */
function vanished({ applied, publications, name }: Scene): readonly Finding[] {
  const known = new Set(applied?.publications);
  return publications.flatMap(({ change: { address, deed } }) =>
    deed === 'create' && known.has(address)
      ? [
          {
            rule: 'published-is-valid',
            verdict: 'safe',
            address,
            message: `${address} is made again although "${name}" was published there: it was removed by hand, or its provider points to another store now`,
            trace: [],
          } as const,
        ]
      : [],
  );
}

/** A store that the record knows, and neither the plan nor the state: it still publishes what it did, and does not move. */
function lost(scene: Scene): readonly Finding[] {
  const { applied, planned, name } = scene;
  if (!applied || !planned || !scene.isMoving) return [];
  return scene.lostPublications.map((address) => ({
    rule: 'published-is-valid',
    verdict: 'unknown',
    address,
    message: `${address} published "${name}" and is not in the state any more: if it is still read, it does not follow this apply`,
    trace: [],
    remedy: `make sure that no consumer reads it any more, or publish there from where it is managed now; then plan with --accept ${address}`,
  }));
}

/** Another resource that writes to the same place, or takes away what is written there. */
function otherWriters({ plan, planned, name }: Scene, { change }: Publication): readonly Finding[] {
  const place = planned && placeOf(change, 'after');
  if (place === undefined) return [];
  const container = containerOf(change);
  const others = [...plan.at(place), ...(container === undefined ? [] : plan.at(container))];
  return others.flatMap((other) => {
    if (other === change || other.deed === 'nothing' || other.deed === 'forget') return [];
    const isGone =
      other.deed.includes('delete') && (other.deposed || other.after === null || place !== placeOf(other, 'after'));
    const verb = isGone ? 'is destroyed' : other.deed === 'update' ? 'is updated' : 'is created';
    const effect = isGone ? 'nothing is published there' : `what "${name}" published there is overwritten`;
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
