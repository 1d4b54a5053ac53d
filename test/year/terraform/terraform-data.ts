import { randomUUID } from 'node:crypto';
import { Dynamic, type ResourceType, Unknown, type Value, type Values } from '../../../lib/plugin';

/** The resource type that is built into Terraform: keeps `input`, and is replaced when `triggers_replace` changes. */
export const terraformData: ResourceType = {
  schema: {
    attributes: {
      id: { type: 'string', computed: true },
      input: { type: 'dynamic', optional: true },
      output: { type: 'dynamic', computed: true },
      triggers_replace: { type: 'dynamic', optional: true },
    },
  },
  async plan(_context, { prior, config }) {
    const { input = null, triggers_replace: triggers = null } = config;
    const isSame = prior !== undefined && same(prior.input ?? null, input);
    const isReplaced = prior !== undefined && !same(prior.triggers_replace ?? null, triggers);
    const planned: Values = {
      id: prior?.id ?? Unknown.VALUE,
      input,
      output: isSame ? (prior?.output ?? null) : Unknown.VALUE,
      triggers_replace: triggers,
    };
    return { planned, requiresReplace: isReplaced ? ['triggers_replace'] : [] };
  },
  create: async (_context, planned) => ({ ...planned, id: randomUUID(), output: planned.input ?? null }),
  read: async (_context, state) => state,
  update: async (_context, _prior, planned) => ({ ...planned, output: planned.input ?? null }),
  delete: async () => undefined,
};

function same(one: Value, other: Value): boolean {
  return plain(one) === plain(other);
}

/** As text that equal values share, whatever the order of their names. */
function plain(value: Value): string {
  return JSON.stringify(value, (_name, one: Value) => {
    if (one instanceof Unknown) return '(unknown)';
    if (one instanceof Dynamic || typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([first], [second]) => (first < second ? -1 : 1)));
  });
}
