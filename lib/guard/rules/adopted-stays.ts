import { HOLDERS } from '../holders';
import type { Change } from '../change';
import type { Finding } from '../report';
import type { Scene } from '../scene';

/**
 * A set that begins with a credential which is in use already: the resource comes into the state by import, is moved to
 * its address, or is an app of the user's own. What it held before stays: also what the set does not name, for nobody
 * knows who uses it.
 */
export function adoptedStays(scene: Scene): readonly Finding[] {
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
    }
  });
}

function fateOf({ planned }: Scene, change: Change): 'stays' | 'removed' | 'unknown' {
  const { before, after, unknown, deed, type } = change;
  if (deed === 'nothing') return 'stays';
  const holder = HOLDERS.get(type);
  if (deed !== 'update' || !holder?.keyIds || !before || !after || !planned) return 'removed';
  const later = holder.keyIds(after);
  if (holder.keyIds(before).some((id) => !later.includes(id))) return 'removed';
  const { current } = planned;
  if (current === 'outside' || !holder.holds(before, planned, current)) return 'stays';
  const survival = holder.update(before, after, unknown, planned, current);
  return survival === 'put back' ? 'removed' : survival;
}

function verbOf({ deed }: Change): string {
  return deed === 'update' ? 'is updated' : 'is replaced';
}
