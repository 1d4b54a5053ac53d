import { InputError, Kind, SLOTS } from '../../rotation';
import { applicationOf } from '../applications';
import type { Finding } from '../report';
import type { Scene, SetRule } from '../scene';

/** Never more live credentials than the identity provider holds: the apply would stop half-way. */
export const withinCap: SetRule = (scene) => [...tooMany(scene), ...rivals(scene)];

function tooMany(scene: Scene): readonly Finding[] {
  const cap = capOf((scene.planned ?? scene.applied)?.kind ?? '');
  const removed = SLOTS.flatMap((slot) => {
    const ending = scene.ending(slot);
    return ending?.fate === 'removed' && ending.change.deed === 'create, then delete' ? [ending] : [];
  });
  const made = SLOTS.flatMap((slot) => {
    const beginning = scene.beginning(slot);
    return beginning?.origin === 'made' ? [beginning] : [];
  });
  const before = SLOTS.filter((slot) =>
    ['stays', 'removed', 'unknown'].includes(scene.ending(slot)?.fate ?? ''),
  ).length;
  const peak = before + made.length;
  if (removed.length === 0 || made.length === 0 || peak <= cap) return [];
  const { change } = removed[0] as (typeof removed)[number];
  return [
    {
      rule: 'within-cap',
      verdict: 'unsafe',
      address: change.address,
      message: `${peak} credentials of "${scene.name}" would be live at once, and the identity provider holds ${cap}`,
      trace: [
        `${before} ${before === 1 ? 'credential is' : 'credentials are'} live before`,
        ...new Set(made.flatMap(({ doing }) => scene.eventsOf(doing))),
      ],
      consequence: 'the identity provider refuses it, and the apply stops there',
      remedy: `take create_before_destroy off ${change.address}`,
    },
  ];
}

/** Another resource of the same kind for the same application: each would take the other's credentials for foreign. */
function rivals({ plan, planned, name }: Scene): readonly Finding[] {
  const address = planned && (planned.slots.a || planned.slots.b);
  const change = address ? plan.changes.get(address) : undefined;
  const values = change?.after ?? change?.before;
  if (!change || !values) return [];
  return plan.ofApplication(applicationOf(change, values)).flatMap((other) =>
    other.address === address
      ? []
      : [
          {
            rule: 'within-cap',
            verdict: 'unsafe',
            address: other.address,
            message: `${other.address} manages the credentials of the same application as "${name}"`,
            trace: [],
            consequence: 'each of the two takes away what the other one adds, or finds no place for it',
            remedy: `let one resource manage them: remove ${other.address} from the code before the set starts`,
          } as const,
        ],
  );
}

/** A kind of the user's own has rules that only the manifest knows. */
function capOf(kind: string): number {
  try {
    return Kind.find(kind).cap;
  } catch (error) {
    if (error instanceof InputError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
