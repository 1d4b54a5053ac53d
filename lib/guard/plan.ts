import { InputError, isObject, listOf, objectOf, type Unchecked } from '../rotation';
import { applicationOf, endedApplications } from './applications';
import { Configuration } from './configuration';
import { type Change, readChange } from './change';
import { placesOf } from './places';

/** A plan, read once; everything is found by address. */
export class Plan {
  /** @throws InputError when the document is no plan of `terraform show -json`, format 1.x */
  static of(document: unknown): Plan {
    const plan = objectOf(document);
    if (!isObject(document) || typeof plan.format_version !== 'string') {
      throw new InputError(
        'a plan is the output of "terraform show -json PLANFILE", got another document: it has no format_version',
      );
    }
    if (!/^1\./.test(plan.format_version)) {
      throw new InputError(
        `a plan has format 1.x, got format ${JSON.stringify(plan.format_version)}: use a cdktf-rotation that knows it`,
      );
    }
    if (plan.values !== undefined && plan.planned_values === undefined) {
      throw new InputError('a plan is needed, got a state: give the plan file too, "terraform show -json PLANFILE"');
    }
    return new Plan(plan);
  }

  /** All changes of managed resources but those of deposed objects. */
  readonly changes: ReadonlyMap<string, Change>;
  readonly deposed: readonly Change[];
  /** Resources of the state that a refresh found to be gone. */
  readonly gone: ReadonlySet<string>;
  /** The managed resources of the state before the apply, as the plan has them. */
  readonly prior: ReadonlyMap<string, Unchecked>;
  readonly configuration: Configuration;
  /** When the plan was made; absent before Terraform 1.5. */
  readonly timestamp?: Date;
  readonly errored: boolean;
  /** False for a plan with `-target`, or with deferred changes; absent before Terraform 1.8. */
  readonly complete?: boolean;
  /** Failed pre- and postconditions: the address, and the message as its author wrote it. */
  readonly failed: readonly { readonly address: string; readonly message: string }[];
  /** Entries of `resource_changes` that cannot be read. */
  readonly unreadable: number;
  private readonly moved: ReadonlyMap<string, Change>;
  /** Credentials of applications at Entra that the plan removes or replaces, whether a set holds them or not. */
  readonly credentialsLeaving = once(() => [...this.changes.values()].filter(leavesEntra));
  /** The resources that end every credential of an application, found by any id of it. */
  readonly endingApplication = index(() => this.everything, endedApplications);
  /** The resources that write to a place in a store, before or after. */
  readonly at = index(() => this.everything, placesOf);
  /** What goes or is replaced, and depended on a resource when it was last applied; no `terraform_data`. */
  readonly leaversThatRead = index(
    () => this.changes.values(),
    ({ address, deed, type }) =>
      deed.includes('delete') && type !== 'terraform_data' ? this.stateDependencies(address) : [],
  );
  /** The resources of one type that are left with an application, by `applicationOf`. */
  readonly ofApplication = index(
    () => this.changes.values(),
    (change) => (change.after ? [applicationOf(change, change.after)] : []),
  );
  private readonly byBase = index(
    () => this.changes.values(),
    ({ base }) => [base],
  );
  private readonly clientIds = once(
    () =>
      new Map(
        [...this.prior.values()].flatMap(({ type, values }) => {
          const { id, client_id: clientId } = objectOf(values);
          return type === 'azuread_application' || type === 'azuread_application_registration' ? [[id, clientId]] : [];
        }),
      ),
  );
  private dependants?: Map<string, string[]>;

  private constructor(plan: Unchecked) {
    const changes = new Map<string, Change>();
    const deposed: Change[] = [];
    let unreadable = plan.resource_changes === undefined || Array.isArray(plan.resource_changes) ? 0 : 1;
    for (const entry of listOf(plan.resource_changes)) {
      const change = readChange(entry);
      if (change === 'data') continue;
      if (change === undefined || (!change.deposed && changes.has(change.address))) unreadable++;
      else if (change.deposed) deposed.push(change);
      else changes.set(change.address, change);
    }
    this.changes = changes;
    this.deposed = deposed;
    this.moved = new Map(
      [...changes.values()].flatMap((change) =>
        change.previousAddress === undefined ? [] : [[change.previousAddress, change] as const],
      ),
    );
    this.gone = new Set(
      listOf(plan.resource_drift).flatMap((entry) => {
        const change = readChange(entry);
        return typeof change === 'object' && change.deed === 'delete' ? [change.address] : [];
      }),
    );
    this.prior = readPrior(objectOf(objectOf(plan.prior_state).values).root_module);
    this.configuration = new Configuration(objectOf(plan.configuration).root_module);
    const time = typeof plan.timestamp === 'string' ? new Date(plan.timestamp) : undefined;
    this.timestamp = time && !Number.isNaN(time.getTime()) ? time : undefined;
    this.errored = plan.errored === true;
    this.complete = typeof plan.complete === 'boolean' ? plan.complete : undefined;
    this.failed = listOf(plan.checks).flatMap(failuresOf);
    this.unreadable = unreadable;
  }

  /** The changes of all instances of a resource; `vault_kv_secret_v2.x` finds `vault_kv_secret_v2.x["one"]` too. */
  instances(address: string): readonly Change[] {
    const exact = this.changes.get(address);
    if (exact) return [exact];
    return this.byBase(address);
  }

  /** The change of what was at an address before, also when a moved block takes it elsewhere. */
  leaving(address: string): Change | undefined {
    const moved = this.moved.get(address);
    if (moved) return moved;
    const change = this.changes.get(address);
    return change?.previousAddress === undefined ? change : undefined;
  }

  /** The client id of an application at Entra, where the application is in the state too. */
  clientIdOf(applicationId: unknown): unknown {
    return typeof applicationId === 'string' ? this.clientIds().get(applicationId) : undefined;
  }

  private get everything(): readonly Change[] {
    return [...this.changes.values(), ...this.deposed];
  }

  /** The resources of the state, without their index, that a resource depended on when it was last applied. */
  stateDependencies(address: string): readonly string[] {
    return listOf(this.prior.get(address)?.depends_on).filter((one): one is string => typeof one === 'string');
  }

  /** Whatever depended on a resource when it was last applied, or depends on it in the code. */
  dependantsOf(base: string): readonly string[] {
    if (!this.dependants) {
      const found = (this.dependants = new Map<string, string[]>());
      for (const address of this.prior.keys())
        for (const one of this.stateDependencies(address)) add(found, one, address);
      for (const change of this.changes.values()) {
        for (const one of this.configuration.dependencies(change.base)) add(found, one, change.address);
      }
    }
    return this.dependants.get(base) ?? [];
  }
}

/** A password or certificate of an application, the application itself, or the password block in it. */
function leavesEntra({ type, deed, before, after }: Change): boolean {
  if (/^azuread_application(_password|_certificate|_registration)?$/.test(type) && deed.includes('delete')) return true;
  return (
    type === 'azuread_application' &&
    listOf(before?.password).length > 0 &&
    JSON.stringify(before?.password) !== JSON.stringify(after?.password)
  );
}

/** Computes a value at the first call. */
function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: compute() }).value;
}

/** Finds changes by keys, which are computed at the first call; what is no text is no key. */
function index(
  changes: () => Iterable<Change>,
  keysOf: (change: Change) => Iterable<unknown>,
): (key: unknown) => readonly Change[] {
  const known = once(() => {
    const found = new Map<unknown, Change[]>();
    for (const change of changes()) for (const key of keysOf(change)) add(found, key, change);
    return found;
  });
  return (key) => (typeof key === 'string' ? (known().get(key) ?? []) : []);
}

function add<Key, Value>(to: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = to.get(key);
  if (known) known.push(value);
  else to.set(key, [value]);
}

function readPrior(root: unknown): ReadonlyMap<string, Unchecked> {
  const found = new Map<string, Unchecked>();
  const visit = (module: Unchecked): void => {
    for (const entry of listOf(module.resources)) {
      if (isObject(entry) && entry.mode === 'managed' && typeof entry.address === 'string') {
        found.set(entry.address, entry);
      }
    }
    for (const child of listOf(module.child_modules)) visit(objectOf(child));
  };
  visit(objectOf(root));
  return found;
}

function failuresOf(check: unknown): readonly { readonly address: string; readonly message: string }[] {
  return listOf(objectOf(check).instances)
    .map(objectOf)
    .filter(({ status }) => status === 'fail')
    .flatMap(({ address, problems }) =>
      listOf(problems).map((problem) => ({
        address: String(objectOf(address).to_display),
        message: String(objectOf(problem).message),
      })),
    );
}
