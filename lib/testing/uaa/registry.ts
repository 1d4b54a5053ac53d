import { randomUUID } from 'node:crypto';
import type { Client } from './client';
import { UaaError } from './uaa-error';

export interface User {
  readonly id: string;
  readonly userName: string;
  readonly password: string;
  readonly groups: readonly string[];
}

export interface Zone {
  readonly id: string;
  /** Empty for the default zone. */
  readonly subdomain: string;
}

export const DEFAULT_ZONE = 'uaa';

/** What the database of one UAA holds: zones, clients and, in the default zone, users. */
export class Registry {
  readonly zones: Zone[] = [{ id: DEFAULT_ZONE, subdomain: '' }];
  private readonly clients = new Map<string, Client>();
  private readonly users = new Map<string, User>();

  /** `onChange` is called after each change of a client; `after` is undefined when it was removed. */
  constructor(private readonly onChange: (before: Client | undefined, after: Client | undefined) => void) {}

  find(zone: string, clientId: string): Client | undefined {
    return this.clients.get(key(zone, clientId));
  }

  /** @throws UaaError 404 */
  get(zone: string, clientId: string): Client {
    const client = this.find(zone, clientId);
    if (!client) throw UaaError.notFound();
    return client;
  }

  /** Sorted by client id. */
  inZone(zone: string): readonly Client[] {
    return [...this.clients.values()]
      .filter((client) => client.zone === zone)
      .sort((one, other) => (one.clientId < other.clientId ? -1 : 1));
  }

  store(client: Client): Client {
    const before = this.find(client.zone, client.clientId);
    this.clients.set(key(client.zone, client.clientId), client);
    this.onChange(before, client);
    return client;
  }

  remove(zone: string, clientId: string): Client {
    const client = this.get(zone, clientId);
    this.clients.delete(key(zone, clientId));
    this.onChange(client, undefined);
    return client;
  }

  addUser(user: Omit<User, 'id'>): User {
    const added = { ...user, id: randomUUID() };
    this.users.set(user.userName, added);
    return added;
  }

  findUser(userName: string): User | undefined {
    return this.users.get(userName);
  }
}

function key(zone: string, clientId: string): string {
  return JSON.stringify([zone, clientId]);
}
