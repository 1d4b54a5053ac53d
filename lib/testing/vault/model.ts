import { type ApiResponse, ModelServer, type ModelServerOptions, type Route } from '../http';
import { KvStore, type Secret, type SecretWrite, texts } from './kv-store';
import { Mounts } from './mounts';
import { vaultRoutes } from './vault-routes';

export interface VaultModelOptions extends ModelServerOptions {
  /**
   * The paths at which KV version 2 engines are mounted from the start.
   *
   * @default every path takes secrets
   */
  readonly mounts?: readonly string[];
}

/** HashiCorp Vault in memory: the KV version 2 engine and its mounts. Namespaces are taken for one. */
export class VaultModel extends ModelServer {
  static async start(options: VaultModelOptions = {}): Promise<VaultModel> {
    const model = new VaultModel(options);
    await model.listen();
    return model;
  }

  private readonly store: KvStore;
  private readonly mounts: Mounts;

  private constructor(options: VaultModelOptions) {
    super(options);
    this.store = new KvStore(this.clock);
    this.mounts = new Mounts(options.mounts);
  }

  /** What consumers read: the latest version; undefined when there is none or it was deleted. */
  read(mount: string, path: string): Readonly<Record<string, string>> | undefined {
    const latest = this.store.latest(mount, path);
    return latest && !latest.deletedAt ? texts(latest.data) : undefined;
  }

  /** Writes a new version behind Terraform's back; answers its number. */
  write(mount: string, path: string, data: Secret): number {
    return this.store.write(mount, path, data).version;
  }

  /** How many versions have been written, those that are no longer kept too. */
  version(mount: string, path: string): number {
    return this.store.latest(mount, path)?.version ?? 0;
  }

  /** Hears of every new version; answers how to stop that. */
  onWrite(listener: (write: SecretWrite) => void): () => void {
    return this.store.writes.add(listener);
  }

  protected override routes(): readonly Route[] {
    return vaultRoutes(this.store, this.mounts);
  }

  protected override notFound(): ApiResponse {
    return { status: 404, body: { errors: ['no handler for route'] } };
  }
}
