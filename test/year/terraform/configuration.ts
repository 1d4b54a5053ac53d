import type { Synthesized } from '../../support/stacks';

/** One resource block as it was synthesized. */
export interface Block {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Arguments with their templates, without meta arguments. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly createsFirst: boolean;
  readonly isProtected: boolean;
  readonly ignores: readonly string[];
  readonly conditions: readonly { readonly condition: string; readonly error_message: string }[];
}

interface Raw {
  readonly type: string;
  readonly name: string;
  readonly body: object;
}

interface Lifecycle {
  readonly create_before_destroy?: boolean;
  readonly prevent_destroy?: boolean;
  readonly ignore_changes?: readonly string[];
  readonly precondition?: Block['conditions'];
}

/** The resources of a stack, each after those that it refers to or depends on. */
export function blocksOf({ resource = {} }: Partial<Synthesized>): readonly Block[] {
  const all = new Map<string, Raw>(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]): [string, Raw] => [`${type}.${name}`, { type, name, body }]),
    ),
  );
  const sorted = new Set<string>();
  const visit = (address: string, path: readonly string[]): void => {
    if (path.includes(address)) throw new Error(`a cycle: ${[...path, address].join(', ')}`);
    if (sorted.has(address)) return;
    const refers = JSON.stringify(all.get(address)?.body).match(/[a-z][a-z0-9_]*\.[a-z][\w-]*/g) ?? [];
    for (const other of refers) if (other !== address && all.has(other)) visit(other, [...path, address]);
    sorted.add(address);
  };
  // Lists of addresses in a ledger are no references.
  for (const address of all.keys()) visit(address, []);
  return [...sorted].map((address) => block(address, all.get(address) as Raw));
}

function block(address: string, { type, name, body }: Raw): Block {
  const {
    lifecycle,
    depends_on: _,
    provider: __,
    ...rest
  } = body as { readonly lifecycle?: Lifecycle } & Record<string, unknown>;
  return {
    address,
    type,
    name,
    body: rest,
    createsFirst: lifecycle?.create_before_destroy === true,
    isProtected: lifecycle?.prevent_destroy === true,
    ignores: lifecycle?.ignore_changes ?? [],
    conditions: lifecycle?.precondition ?? [],
  };
}
