import { SLOTS } from '../../rotation';
import { HOLDERS } from '../holders';
import type { Change } from '../change';
import type { LedgerRecord } from '../record';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/**
 * A set that begins with a credential which is in use already: the resource comes into the state by import, is moved to
 * its address, or is an app of the user's own. What it held before stays: also what the set does not name, for nobody
 * knows who uses it.
 */
export function adoptedStays(scene: Scene): readonly Finding[] {
  return [...madeAnew(scene), ...leavingBeside(scene), ...takenOver(scene)];
}

/** Of these, a key in use is only ever taken over with its resource. */
const TAKEN_OVER = ['auth0_client_credentials', 'azuread_application_certificate'];

/** The import or moved block found nothing: the resource is in another state, or under another address. */
function madeAnew({ name, plan, planned, applied, ledgers }: Scene): readonly Finding[] {
  if (applied || ledgers.existed || !planned?.adopted || planned.current === 'outside') return [];
  const change = plan.changes.get(planned.slots[planned.current]);
  if (change?.deed !== 'create' || !TAKEN_OVER.includes(change.type)) return [];
  const { address } = change;
  return [
    {
      rule: 'current-stays',
      verdict: 'unsafe',
      address,
      message: `${address} is to hold the credential in use of "${name}", and the plan makes it anew instead of taking it over`,
      trace: [`${address} is created, with what the application has at the identity provider not known to it`],
      consequence: 'sign-ins fail where that replaces the credential in use',
      remedy: `adopt "${name}" where its resource is in the state, or by import: remove the entry and run "cdktf-rotation adopt ${name}" again`,
    },
  ];
}

function takenOver(scene: Scene): readonly Finding[] {
  const { name } = scene;
  return scene.adopting.flatMap((change): readonly Finding[] => {
    const { address } = change;
    const finding = (message: string, verdict: 'unsafe' | 'unknown'): Finding => ({
      rule: 'current-stays',
      verdict,
      address,
      message,
      trace:
        verdict === 'unsafe'
          ? [`${address} ${verbOf(change)}`, 'consumers still sign in with what it held before']
          : [],
      ...(verdict === 'unsafe' && { consequence: 'their sign-ins fail until they have another credential' }),
      remedy: `see that the manifest names the credential in use as it is: remove the entry of "${name}" and run "cdktf-rotation adopt ${name}" again`,
    });
    switch (fateOf(scene, change)) {
      case 'stays':
        return [];
      case 'removed':
        return [
          finding(`a credential that was in use before "${name}" is removed by the plan that adopts it`, 'unsafe'),
        ];
      case 'unknown':
        return [finding(`the plan does not say whether ${address} keeps what it held before`, 'unknown')];
      case 'never there':
        return [
          finding(
            `the manifest says of ${scene.planned && keyOf(scene.planned)} that it was in use before "${name}", and ${address} does not have it`,
            'unknown',
          ),
        ];
    }
  });
}

function fateOf({ planned }: Scene, change: Change): 'stays' | 'removed' | 'unknown' | 'never there' {
  const { before, after, unknown, deed, type } = change;
  if (deed === 'nothing') return 'stays';
  const holder = HOLDERS.get(type);
  if (deed !== 'update' || !holder?.keyIds || !before || !after || !planned) return 'removed';
  const later = holder.keyIds(after);
  const earlier = holder.keyIds(before);
  if (earlier.some((id) => !later.includes(id))) return 'removed';
  const { current } = planned;
  if (planned.adopted && !earlier.includes(keyOf(planned))) return 'never there';
  if (current === 'outside' || !holder.holds(before, planned, current)) return 'stays';
  const survival = holder.update(before, after, unknown, planned, current);
  return survival === 'put back' ? 'removed' : survival;
}

/** A resource of the user's own has the same credential, or another one of the application, and is destroyed. */
function leavingBeside(scene: Scene): readonly Finding[] {
  const { name, plan, planned, adopting } = scene;
  if (adopting.length === 0) return [];
  const applications = new Set(adopting.flatMap(({ after }) => applicationsIn(after)));
  const ending = [...applications].flatMap((one) => plan.endingApplication(one));
  const leaving = plan
    .credentialsLeaving()
    .filter(({ before }) => applicationsIn(before).some((one) => applications.has(one)));
  const own = new Set(SLOTS.map((slot) => planned?.slots[slot]));
  return [...new Set([...ending, ...leaving])]
    .filter((change) => !own.has(change.address))
    .map((change) => ({
      rule: 'current-stays',
      verdict: 'unsafe',
      address: change.address,
      message: `the plan that adopts the credential in use for "${name}" takes ${change.address} away, which has it or another one of the same application`,
      trace: [`${change.address} ${verbOf(change)}`, 'consumers still sign in with what it held before'],
      consequence: 'their sign-ins fail until they have another credential',
      remedy: `let ${change.address} leave the state without a removal, by a removed block with "destroy = false" or by "terraform state rm ${change.address}"`,
    }));
}

/** The ids of the application that a resource belongs to. */
function applicationsIn(values: Change['before']): readonly string[] {
  return [values?.application_id, values?.client_id].filter((one): one is string => typeof one === 'string');
}

/** The kid that the manifest has of the key in use; it is a literal, so the plan knows it. */
function keyOf({ current, keys }: LedgerRecord): string {
  return (current !== 'outside' && keys[current]) || '';
}

function verbOf({ deed }: Change): string {
  if (deed === 'delete') return 'is destroyed';
  return deed === 'update' ? 'is updated' : 'is replaced';
}
