import { Listeners } from '../http';
import { vaultError } from './vault-error';

export type Secret = Readonly<Record<string, unknown>>;

export interface SecretVersion {
  /** Counts from 1. */
  readonly version: number;
  readonly data: Secret;
  readonly createdAt: Date;
  readonly deletedAt?: Date;
}

export interface SecretMetadata {
  readonly custom_metadata: Readonly<Record<string, string>> | null;
  readonly max_versions: number;
  readonly cas_required: boolean;
  readonly delete_version_after: string;
}

export interface StoredKey {
  readonly versions: readonly SecretVersion[];
  readonly metadata: SecretMetadata;
}

/** A new version of a secret. */
export interface SecretWrite {
  readonly mount: string;
  readonly path: string;
  readonly version: number;
  /** What is no text is written as JSON. */
  readonly data: Readonly<Record<string, string>>;
  readonly at: Date;
}

const NEW: StoredKey = {
  versions: [],
  metadata: { custom_metadata: null, max_versions: 0, cas_required: false, delete_version_after: '0s' },
};

/** Secrets by mount and path, each with its versions. */
export class KvStore {
  readonly writes = new Listeners<SecretWrite>();
  private readonly keys = new Map<string, StoredKey>();

  constructor(private readonly clock: () => Date) {}

  key(mount: string, path: string): StoredKey | undefined {
    return this.keys.get(`${mount}/${path}`);
  }

  latest(mount: string, path: string): SecretVersion | undefined {
    return this.key(mount, path)?.versions.at(-1);
  }

  /** @throws ApiError when `cas` is not the current version, or is required and absent */
  write(mount: string, path: string, data: Secret, cas?: number): SecretVersion {
    const key = this.key(mount, path) ?? NEW;
    const current = key.versions.at(-1)?.version ?? 0;
    if (cas === undefined && key.metadata.cas_required) {
      throw vaultError(400, 'check-and-set parameter required for this call');
    }
    if (cas !== undefined && cas !== current) {
      throw vaultError(400, 'check-and-set parameter did not match the current version');
    }
    const written = { version: current + 1, data, createdAt: this.clock() };
    const kept = key.metadata.max_versions || 10;
    this.keys.set(`${mount}/${path}`, { ...key, versions: [...key.versions, written].slice(-kept) });
    this.writes.emit({ mount, path, version: written.version, data: texts(data), at: written.createdAt });
    return written;
  }

  setMetadata(mount: string, path: string, metadata: Partial<SecretMetadata>): void {
    const key = this.key(mount, path) ?? NEW;
    this.keys.set(`${mount}/${path}`, { ...key, metadata: { ...key.metadata, ...metadata } });
  }

  deleteLatest(mount: string, path: string): void {
    const key = this.key(mount, path);
    const latest = key?.versions.at(-1);
    if (!key || !latest || latest.deletedAt) return;
    const versions = [...key.versions.slice(0, -1), { ...latest, deletedAt: this.clock() }];
    this.keys.set(`${mount}/${path}`, { ...key, versions });
  }

  deleteAll(mount: string, path: string): void {
    this.keys.delete(`${mount}/${path}`);
  }
}

export function texts(secret: Secret): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(secret).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
