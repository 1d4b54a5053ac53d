import { type AppSecret, secretHash } from '../../admin/okta';
import { type Diagnostic, isObject, type NestedBlockSchema, Unknown, type Value, type Values } from '../../plugin';
import { error, textOf } from '../slots';

/** Which secret of an app is meant: by exactly one of three. */
export const SECRET_REF: NestedBlockSchema['block'] = {
  attributes: {
    id: { type: 'string', optional: true, description: 'Its id at Okta, ocs…' },
    value: { type: 'string', optional: true, sensitive: true, description: 'The secret itself.' },
    secret_hash: { type: 'string', optional: true, description: 'Its secret_hash at Okta.' },
  },
};

const NAMES = ['id', 'value', 'secret_hash'];

/** The blocks of a name: one, several or none. */
export function refsIn(values: Values, name: 'initial' | 'adopted'): readonly Values[] {
  const found: Value = values[name] ?? null;
  return (Array.isArray(found) ? (found as readonly Value[]) : [found]).filter(isObject);
}

export function checkRefs(config: Values): readonly Diagnostic[] {
  return (['initial', 'adopted'] as const).flatMap((name) =>
    refsIn(config, name)
      .filter((ref) => NAMES.filter((one) => (ref[one] ?? null) !== null).length !== 1)
      .map(() => error(`${name} names a secret by exactly one of ${NAMES.join(', ')}`, name)),
  );
}

/** Whether all that tells the secret is known; in a plan it may come from a resource that is still to be made. */
export function isKnown(ref: Values): boolean {
  return NAMES.every((name) => !(ref[name] instanceof Unknown));
}

export function isMeant(ref: Values, { id, hash, value }: AppSecret): boolean {
  const given = textOf(ref.value);
  return ref.id === id || ref.secret_hash === hash || (given !== undefined && secretHash(given) === secretHash(value));
}

/** How to write it in a message: never by its value. */
export function shownRef(ref: Values): string {
  const [id, hash, value] = [textOf(ref.id), textOf(ref.secret_hash), textOf(ref.value)];
  if (id !== undefined) return `id ${id}`;
  return hash === undefined && value !== undefined ? `a value with the hash ${secretHash(value)}` : `hash ${hash}`;
}
