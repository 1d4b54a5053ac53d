import { randomBytes } from 'node:crypto';
import { vaultError } from './vault-error';

export type Mount = Readonly<Record<string, unknown>> & {
  readonly config: Readonly<Record<string, unknown>>;
};

/** The secrets engines of a Vault. */
export class Mounts {
  private readonly mounts = new Map<string, Mount>();

  /** @param declared the paths that exist from the start; undefined: every path takes secrets */
  constructor(private readonly declared: readonly string[] | undefined) {
    for (const path of declared ?? []) this.enable(path, { type: 'kv', options: { version: '2' } });
  }

  /** @throws ApiError when no engine is mounted there */
  check(path: string): void {
    if (this.declared && !this.mounts.has(path)) {
      throw vaultError(404, `no handler for route "${path}/data". route entry not found.`);
    }
  }

  enable(path: string, given: Readonly<Record<string, unknown>>): void {
    if (this.mounts.has(path)) throw vaultError(400, `path is already in use at ${path}/`);
    const { config = {}, type, ...rest } = given as Partial<Mount>;
    const accessor = `${String(type)}_${randomBytes(4).toString('hex')}`;
    this.mounts.set(path, { ...rest, type, accessor, config: { default_lease_ttl: 0, max_lease_ttl: 0, ...config } });
  }

  get(path: string): Mount {
    const mount = this.mounts.get(path);
    if (!mount) throw vaultError(400, 'No secret engine mount at ' + `${path}/`);
    return mount;
  }

  tune(path: string, { description, options, ...config }: Readonly<Record<string, unknown>>): void {
    const mount = this.get(path);
    this.mounts.set(path, {
      ...mount,
      ...(description === undefined ? {} : { description }),
      ...(options === undefined ? {} : { options }),
      config: { ...mount.config, ...config },
    });
  }

  disable(path: string): void {
    this.mounts.delete(path);
  }
}
