import type { AppSecret } from '../../admin/okta';
import type { Step } from './next-step';

/** The next step towards an app without these secrets, in this order; the only active one is left. */
export function nextTeardown(ids: readonly string[], list: readonly AppSecret[]): Step | undefined {
  const active = list.filter(({ isActive }) => isActive);
  const left = ids.flatMap((id) => list.find((secret) => secret.id === id) ?? []);
  const goes = left.find((secret) => !secret.isActive || active.length > 1);
  return goes && { kind: goes.isActive ? 'deactivate' : 'delete', id: goes.id };
}
