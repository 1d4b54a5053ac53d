import { howItEnds } from '../applications';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/** The arguments by which a resource names the application whose credentials it holds. */
const ARGUMENTS = ['application_id', 'client_id', 'app_id'] as const;

/** The application that the credentials belong to is not destroyed or switched off, by whichever resource. */
export function applicationStays(scene: Scene): readonly Finding[] {
  const { plan, applied, currentBefore, name } = scene;
  if (!applied || !currentBefore || scene.isTakenDown || scene.isDropped) return [];
  const address = applied.slots[currentBefore];
  const before = plan.leaving(address)?.before;
  const applications = ARGUMENTS.map((argument) => before?.[argument]);
  const ending = [...new Set(applications.flatMap((one) => plan.endingApplication(one)))];
  return ending.flatMap((change) => {
    const how = howItEnds(change);
    if (how === undefined || change.address === address) return [];
    return [
      {
        rule: 'current-stays',
        verdict: 'unsafe',
        address: change.address,
        message: `${change.address} is the application of "${name}", or manages its credentials, and ${how}`,
        trace: [
          `${change.address} ${how}: ${scene.label(currentBefore, applied)} is not valid any more`,
          `${applied.publications[0] ?? 'whatever consumers read'} still publishes it`,
        ],
        consequence: 'sign-ins fail until the application takes the credential again',
        remedy: `leave ${change.address} as it is; to take the application down, "cdktf-rotation remove ${name}" comes first`,
      } as const,
    ];
  });
}
