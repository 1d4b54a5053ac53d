import { SLOTS } from '../../rotation';
import type { Finding } from '../report';
import type { SetRule } from '../scene';

/** What the plan does not say enough of is never passed as safe. */
export const readable: SetRule = (scene) => {
  const { ledgers, name, planned } = scene;
  const findings: Finding[] = [];
  const add = (address: string | undefined, message: string, remedy: string): void => {
    findings.push({ rule: 'readable', verdict: 'unknown', address, message, trace: [], remedy });
  };
  if (ledgers.unreadable) {
    add(
      ledgers.changes[0]?.address,
      `the ledgers of "${name}" cannot be read`,
      'use the version of cdktf-rotation that wrote them, and leave its terraform_data as the construct makes them',
    );
  }
  for (const slot of SLOTS) {
    const beginning = scene.beginning(slot);
    const label = scene.label(slot, planned);
    if (beginning?.origin === 'unknown') {
      add(
        beginning.address,
        `the plan does not say whether ${beginning.address} holds ${label}`,
        'give its arguments values that are known at plan',
      );
    }
    if (beginning?.origin === 'missing') {
      add(
        planned?.slots[slot],
        `the ledger records ${label}, and ${planned?.slots[slot]} does not hold it`,
        `make the resources of "${name}" with its construct only`,
      );
    }
    const ending = scene.ending(slot);
    if (ending?.fate === 'unknown' && slot !== scene.currentBefore) {
      add(ending.address, `the plan does not say what becomes of ${label}`, 'give its arguments known values');
    }
  }
  for (const { change, names } of scene.publications) {
    if (change.deed === 'nothing') continue;
    const choice = names.find(({ unclear }) => unclear);
    if (!choice) continue;
    add(
      change.address,
      `the plan does not say which credential ${change.address} publishes as "${choice.path}"`,
      'publish each value under a name of its own, as publishTo() does',
    );
  }
  return findings;
};
