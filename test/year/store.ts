import type { Construct } from 'constructs';
import type { IStore } from '../../lib';
import type { TerraformResource } from '../../lib/constructs/cdktf';
import { type ProviderType, type Value, type Values } from '../../lib/plugin';
import { StoreResource } from '../../lib/stores/common/store-resource';
import type { Published } from '../../lib/testing';

const TYPE = 'memory_secret';

/** A secret store in memory: every write is a version, and a reader may be late. */
export class MemoryStore {
  private readonly versions = new Map<string, { readonly from: number; readonly published: Published }[]>();

  constructor(private readonly clock: () => Date) {}

  write(path: string, published: Published): void {
    const version = { from: this.clock().getTime(), published };
    this.versions.set(path, [...(this.versions.get(path) ?? []), version]);
  }

  /** When the first version was written; never, as long as there is none. */
  firstAt(path: string): number {
    return this.versions.get(path)?.[0]?.from ?? Number.POSITIVE_INFINITY;
  }

  /** What a consumer holds that read the store at a moment; the first version where there was none yet. */
  readAt(path: string, moment: number): Published | undefined {
    const versions = this.versions.get(path) ?? [];
    return (versions.findLast(({ from }) => from <= moment) ?? versions[0])?.published;
  }
}

/** Publishes to the store in memory, as a store of one's own does. */
export class MemoryKv implements IStore {
  readonly storeId = 'memory';

  constructor(private readonly path: string) {}

  get location(): string {
    return `memory ${this.path}`;
  }

  checkName(): void {
    // Every name will do.
  }

  publish(scope: Construct, id: string, entries: Readonly<Record<string, string>>): readonly TerraformResource[] {
    const attributes = { path: this.path, entries };
    return [new StoreResource(scope, id, { type: TYPE, providerName: 'memory', attributes })];
  }
}

/** The provider of that store. */
export function memoryProvider(store: MemoryStore): ProviderType<void> {
  const write = async (_context: unknown, planned: Values): Promise<Values> => {
    store.write(String(planned.path), textsOf(planned.entries));
    return { ...planned, id: planned.path ?? null };
  };
  return {
    address: 'example.invalid/year/memory',
    schema: {},
    configure: async () => undefined,
    resources: {
      [TYPE]: {
        schema: {
          attributes: {
            id: { type: 'string', computed: true },
            path: { type: 'string', required: true, forceNew: true },
            entries: { type: ['map', 'string'], required: true, sensitive: true },
          },
        },
        create: write,
        read: async (_context, state) => state,
        update: (context, _prior, planned) => write(context, planned),
        delete: async () => undefined,
      },
    },
  };
}

function textsOf(value: Value | undefined): Published {
  return Object.fromEntries(Object.entries(value ?? {}).map(([name, text]) => [name, String(text)]));
}
