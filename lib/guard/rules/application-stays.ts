import { howItEnds } from '../applications';
import { HOLDERS } from '../holders';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/** The arguments by which a resource names the application whose credentials it holds. */
const ARGUMENTS = ['application_id', 'client_id', 'app_id'] as const;

/** The application that the credentials belong to is not destroyed or switched off, by whichever resource. */
export function applicationStays(scene: Scene): readonly Finding[] {
  const { plan, applied, currentBefore, name } = scene;
  if (!applied || scene.isTakenDown || scene.isDropped) return [];
  const records = [applied, scene.planned ?? applied];
  const address = records.flatMap(({ slots }) => [slots.a, slots.b]).find((one) => plan.leaving(one)) ?? '';
  const own = plan.leaving(address);
  const before = own?.before ?? own?.after;
  const named = ARGUMENTS.map((argument) => before?.[argument]);
  const applications = [...named, plan.clientIdOf(before?.application_id)];
  const ending = [...new Set(applications.flatMap((one) => plan.endingApplication(one)))];
  return ending.flatMap((change) => {
    const how = howItEnds(change);
    if (how === undefined || change === own) return [];
    // Of two that hold credentials, only one of the same type takes those of the set along.
    if (HOLDERS.get(change.type)?.application !== undefined && change.type !== own?.type) return [];
    return [
      {
        rule: 'current-stays',
        verdict: 'unsafe',
        address: change.address,
        message: `${change.address} is the application of "${name}", or manages its credentials, and ${how}`,
        trace: [
          `${change.address} ${how}: ${currentBefore ? scene.label(currentBefore, applied) : 'the credential from outside'} is not valid any more`,
          `${applied.publications[0] ?? 'whatever consumers read'} still publishes it`,
        ],
        consequence: 'sign-ins fail until the application takes the credential again',
        remedy: `leave ${change.address} as it is; to take the application down, "cdktf-rotation remove ${name}" comes first`,
      } as const,
    ];
  });
}
