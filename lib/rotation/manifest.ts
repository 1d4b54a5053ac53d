import { checkAdopted } from './adoption';
import type { SetState } from './credential-set';
import { InputError } from './error';
import { Kind, type KindRules } from './kind';
import { type Policy, policyOf, type PolicyOptions } from './policy';
import { checkState } from './state-check';
import { shapeComplaint } from './manifest-schema';
import { type KeyForm, rfc7638 } from './public-key';
import { requestIn, type RotationRequest } from './rotation-request';

export const MANIFEST_VERSION = 1;
export const SCHEMA_PATH = 'node_modules/cdktf-rotation/schema/rotation-1.schema.json';

/** The one exception a reviewer may grant: one rule is not enforced at exactly one step. */
export interface Override {
  readonly step: number;
  readonly rule: 'soak' | 'grace' | 'order';
  readonly reason: string;
}

/** A set that is to be taken down: its credentials are no longer protected. */
export interface Removal {
  readonly at: string;
  readonly reason: string;
}

export interface SetEntry {
  readonly kind: string;
  readonly policy?: PolicyOptions;
  readonly override?: Override;
  readonly removal?: Removal;
  readonly rotation?: RotationRequest;
  readonly state: SetState;
}

/** The rules of a kind of your own, as the manifest tells them to the command line. */
export interface CustomKind {
  readonly title: string;
  readonly removes: KindRules['removes'];
  /** Absent: the provider has no limit. */
  readonly cap?: number;
  /** Key kinds: what the provider takes. The key id is the RFC 7638 thumbprint. */
  readonly key?: readonly KeyForm[];
}

/** The content of `rotation.json`. */
export interface ManifestDocument {
  readonly $schema?: string;
  readonly version: number;
  /** Names the deployment; the plan refuses a manifest whose id is not the one it was deployed with. */
  readonly id: string;
  readonly defaults?: PolicyOptions;
  readonly kinds?: Readonly<Record<string, CustomKind>>;
  readonly sets: Readonly<Record<string, SetEntry>>;
}

/** Lower-case letters, digits and hyphens: the name is part of Terraform addresses and of names at the provider. */
export const SET_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** So many sets are listed where the one that was asked for is not there. */
const MOST_NAMED = 10;

/** @throws InputError unless the name is 1 to 63 lower-case letters, digits and hyphens, beginning with a letter */
export function checkSetName(name: string): void {
  if (!SET_NAME.test(name)) {
    throw new InputError(
      `a set name is 1 to 63 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen, got ${JSON.stringify(name)}`,
    );
  }
}

/** One credential set of a manifest, checked. */
export interface ManifestSet {
  readonly name: string;
  readonly manifestId: string;
  readonly kind: Kind;
  readonly policy: Policy;
  readonly state: SetState;
  readonly override?: Override;
  readonly removal?: Removal;
  readonly rotation?: RotationRequest;
  /** For people; free text. */
  readonly title?: string;
  readonly description?: string;
}

/** A checked manifest. */
export class Manifest {
  /**
   * Reads and checks the text of a manifest.
   *
   * @throws InputError when it is not JSON, is from a newer version, or breaks a rule; the message names the place
   */
  static parse(text: string): Manifest {
    let document: unknown;
    try {
      document = JSON.parse(text.replace(/^\uFEFF/, ''));
    } catch (error) {
      throw new InputError(`the manifest is not JSON${lineOf(error as Error, text)}: restore the file from git`);
    }
    return Manifest.of(document);
  }

  static of(document: unknown): Manifest {
    checkVersion(document);
    const complaint = shapeComplaint(document);
    if (complaint !== undefined) throw new InputError(complaint);
    return new Manifest(document as ManifestDocument);
  }

  static create(id: string): Manifest {
    return Manifest.of({ $schema: SCHEMA_PATH, version: MANIFEST_VERSION, id, sets: {} });
  }

  private readonly sets: ReadonlyMap<string, ManifestSet>;
  private readonly customKinds: readonly Kind[];

  private constructor(readonly document: ManifestDocument) {
    this.customKinds = Object.entries(document.kinds ?? {}).map(([name, rules]) =>
      at(`kind "${name}"`, () => customKind(name, rules)),
    );
    at('defaults', () => policyOf(document.defaults ?? {}));
    this.sets = new Map(
      Object.entries(document.sets).map(([name, entry]) => [name, at(`set "${name}"`, () => this.read(name, entry))]),
    );
  }

  get id(): string {
    return this.document.id;
  }

  get names(): readonly string[] {
    return [...this.sets.keys()];
  }

  kind(name: string): Kind {
    return Kind.find(name, this.customKinds);
  }

  tryFind(name: string): ManifestSet | undefined {
    return this.sets.get(name);
  }

  /** @throws InputError when the manifest has no such set */
  find(name: string): ManifestSet {
    const set = this.sets.get(name);
    if (!set) {
      const more = this.names.length > MOST_NAMED ? ` and ${this.names.length - MOST_NAMED} more` : '';
      const known = `it has ${this.names.slice(0, MOST_NAMED).join(', ') || 'none'}${more}`;
      throw new InputError(`the manifest has no set ${JSON.stringify(name)}: ${known}; "cdktf-rotation add" makes one`);
    }
    return set;
  }

  with(name: string, entry: SetEntry): Manifest {
    checkSetName(name);
    return this.withAll({ [name]: entry });
  }

  /** Every entry of a manifest is checked again, so several are put in at once. */
  withAll(entries: ManifestDocument['sets']): Manifest {
    return Manifest.of({ ...this.document, sets: { ...this.document.sets, ...entries } });
  }

  without(name: string): Manifest {
    const { [name]: _, ...sets } = this.document.sets;
    return Manifest.of({ ...this.document, sets });
  }

  private read(name: string, entry: SetEntry): ManifestSet {
    checkSetName(name);
    const kind = this.kind(entry.kind);
    checkState(kind, entry.state);
    checkAdopted(name, kind, entry.state);
    return {
      name,
      manifestId: this.document.id,
      kind,
      policy: policyOf(entry.policy ?? {}, this.document.defaults ?? {}),
      state: entry.state,
      override: entry.override,
      removal: entry.removal,
      rotation: requestIn(kind, entry),
      title: entry.policy?.title,
      description: entry.policy?.description,
    };
  }
}

function customKind(name: string, { title, removes, cap, key }: CustomKind): Kind {
  if (Kind.ALL.some((kind) => kind.name === name)) {
    throw new InputError('a kind of your own has a name of its own, got the name of a kind of this library');
  }
  return Kind.of({
    name,
    title,
    removes,
    cap: cap ?? Number.POSITIVE_INFINITY,
    ...(key && { key: { accepts: key, keyId: rfc7638 } }),
  });
}

function checkVersion(document: unknown): void {
  const version =
    typeof document === 'object' && document !== null ? (document as { version?: unknown }).version : undefined;
  if (typeof version === 'number' && version > MANIFEST_VERSION) {
    throw new InputError(
      `this release reads manifests up to version ${MANIFEST_VERSION}, got version ${version}: update cdktf-rotation`,
    );
  }
}

/** Where the JSON breaks, if the engine says so. Its message is not shown: it quotes the text, which may hold a key. */
function lineOf(error: Error, text: string): string {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  return position === undefined ? '' : ` in line ${text.slice(0, Number(position)).split('\n').length}`;
}

function at<Result>(place: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`manifest, ${place}: ${error.message}`);
  }
}
