import { isObject, listOf, objectOf, type Unchecked } from '../rotation';

/** What a plan does to a resource, as a whole. */
export type Deed =
  | 'nothing'
  | 'create'
  | 'update'
  | 'delete'
  /** It leaves the state and stays where it is. */
  | 'forget'
  | 'delete, then create'
  | 'create, then delete';

/** One entry of `resource_changes` of a managed resource. */
export interface Change {
  readonly address: string;
  /** The address without the index of an instance. */
  readonly base: string;
  /** Where a moved block found it. */
  readonly previousAddress: string | undefined;
  /** Whether an import block brings it into the state. */
  readonly imported: boolean;
  readonly module: string;
  readonly type: string;
  readonly name: string;
  /** A leftover of an earlier apply: it was replaced, and its removal failed. */
  readonly deposed: boolean;
  readonly deed: Deed;
  /** Refreshed; null when it does not exist. */
  readonly before: Unchecked | null;
  readonly after: Unchecked | null;
  readonly unknown: Unchecked;
  readonly beforeSensitive: unknown;
  /** Why, in Terraform's words. */
  readonly reason: string | undefined;
}

/** Undefined when the entry cannot be read, `data` for a data source. */
export function readChange(entry: unknown): Change | 'data' | undefined {
  if (!isObject(entry)) return undefined;
  const {
    address,
    mode,
    type,
    name,
    previous_address: previous,
    module_address: module,
    action_reason: reason,
  } = entry;
  if (mode === 'data') return 'data';
  if (typeof address !== 'string' || mode !== 'managed' || typeof type !== 'string' || typeof name !== 'string') {
    return undefined;
  }
  const {
    actions,
    before = null,
    after = null,
    after_unknown: unknown,
    before_sensitive,
    importing,
  } = objectOf(entry.change);
  const deed = deedOf(listOf(actions));
  if (deed === undefined || !isValue(before) || !isValue(after)) return undefined;
  const [existed, exists] = STATES[deed];
  if (existed !== (before !== null) || exists !== (after !== null)) return undefined;
  return {
    address,
    base: address.endsWith(']') ? address.replace(/\[[^\]]*\]$/, '') : address,
    previousAddress: typeof previous === 'string' ? previous : undefined,
    imported: isObject(importing),
    module: typeof module === 'string' ? module : '',
    type,
    name,
    deposed: entry.deposed !== undefined,
    deed,
    before,
    after,
    unknown: objectOf(unknown),
    beforeSensitive: before_sensitive,
    reason: typeof reason === 'string' ? reason : undefined,
  };
}

/** Whether a resource exists before and after a deed. */
const STATES: Readonly<Record<Deed, readonly [boolean, boolean]>> = {
  nothing: [true, true],
  create: [false, true],
  update: [true, true],
  delete: [true, false],
  forget: [true, false],
  'delete, then create': [true, true],
  'create, then delete': [true, true],
};

function deedOf([first, second, ...more]: readonly unknown[]): Deed | undefined {
  if (more.length > 0) return undefined;
  if (second !== undefined) {
    if (first === 'delete' && second === 'create') return 'delete, then create';
    return first === 'create' && second === 'delete' ? 'create, then delete' : undefined;
  }
  switch (first) {
    case 'no-op':
    case 'read':
      return 'nothing';
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return first;
    default:
      return undefined;
  }
}

function isValue(value: unknown): value is Unchecked | null {
  return value === null || isObject(value);
}
