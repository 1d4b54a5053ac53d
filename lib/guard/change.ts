import { isObject, listOf, objectOf, type Unchecked } from '../rotation';

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

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
  readonly previousAddress?: string;
  readonly module: string;
  readonly type: string;
  readonly name: string;
  /** A leftover of an earlier apply: it was replaced, and its removal failed. */
  readonly deposed: boolean;
  readonly actions: readonly Action[];
  readonly deed: Deed;
  /** Refreshed; null when it does not exist. */
  readonly before: Unchecked | null;
  readonly after: Unchecked | null;
  readonly unknown: Unchecked;
  readonly beforeSensitive: unknown;
  /** Why, in Terraform's words. */
  readonly reason?: string;
}

/** Undefined when the entry cannot be read, `data` for a data source. */
export function readChange(entry: unknown): Change | 'data' | undefined {
  const { address, mode, type, name, change, ...rest } = objectOf(entry);
  if (mode === 'data') return 'data';
  if (typeof address !== 'string' || mode !== 'managed' || typeof type !== 'string' || typeof name !== 'string') {
    return undefined;
  }
  const { actions, before = null, after = null, after_unknown: unknown, before_sensitive } = objectOf(change);
  const deed = deedOf(actions);
  if (deed === undefined || !isValue(before) || !isValue(after)) return undefined;
  const existed = before !== null;
  const exists = after !== null;
  if (existed !== !deed.startsWith('create') && deed !== 'create, then delete') return undefined;
  if (deed === 'create, then delete' && !existed) return undefined;
  if (exists === (deed === 'delete' || deed === 'forget')) return undefined;
  const { previous_address: previousAddress, module_address: module, deposed, action_reason: reason } = rest;
  return {
    address,
    base: address.replace(/\[[^\]]*\]$/, ''),
    ...(typeof previousAddress === 'string' && { previousAddress }),
    module: typeof module === 'string' ? module : '',
    type,
    name,
    deposed: deposed !== undefined,
    actions: actions as readonly Action[],
    deed,
    before,
    after,
    unknown: objectOf(unknown),
    beforeSensitive: before_sensitive,
    ...(typeof reason === 'string' && { reason }),
  };
}

function deedOf(actions: unknown): Deed | undefined {
  switch (listOf(actions).join(' ')) {
    case 'no-op':
    case 'read':
      return 'nothing';
    case 'create':
      return 'create';
    case 'update':
      return 'update';
    case 'delete':
      return 'delete';
    case 'forget':
      return 'forget';
    case 'delete create':
      return 'delete, then create';
    case 'create delete':
      return 'create, then delete';
    default:
      return undefined;
  }
}

function isValue(value: unknown): value is Unchecked | null {
  return value === null || isObject(value);
}
