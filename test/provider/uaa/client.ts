import type { Values } from '../../../lib/plugin';
import { connectionsOf } from '../../../lib/provider/connections';
import { uaaClientSecret } from '../../../lib/provider/uaa-client-secret';
import { UaaModel, type UaaModelOptions } from '../../../lib/testing';
import { Desk } from '../desk';

export const BIRTH = 'the-secret-it-came-with-Aa1_';

/** A client with one secret, and the resource that rotates it. */
export class RotatedClient {
  /** @param id writes to clients of one name wait for each other, whichever UAA they are at */
  static async start(options: UaaModelOptions = {}, id = 'app'): Promise<RotatedClient> {
    const uaa = await UaaModel.start(options);
    const client = new RotatedClient(uaa, id);
    client.hold([BIRTH]);
    return client;
  }

  /** Long enough for a busy machine; a removal waits 1.2 times this long. */
  settings: Values = { request_timeout: 1 };
  readonly desk = new Desk(uaaClientSecret, () =>
    connectionsOf({ uaa: this.settings }, { UAA_URL: this.uaa.url, ...this.access }),
  );
  access: Readonly<Record<string, string>> = { UAA_CLIENT_ID: 'admin', UAA_CLIENT_SECRET: 'adminsecret' };

  /** Another pipeline at the same client is another one of these. */
  constructor(
    readonly uaa: UaaModel,
    readonly id = 'app',
  ) {}

  get secrets(): readonly string[] {
    return this.uaa.client(this.id)?.secrets ?? [];
  }

  /** The client with these secrets, oldest first. */
  hold(secrets: readonly string[]): void {
    this.uaa.addClient({ clientId: this.id, secrets, accessTokenValidity: 60 });
  }

  /** The configuration of a step: `a1 b2` are the slots, the first one named is current. */
  config(slots: string, more: Values = {}): Values {
    const [current = '', ...rest] = slots.split(' ');
    const generations = [current, ...rest].filter((slot) => slot !== 'outside');
    return {
      client_id: this.id,
      current: current === 'outside' ? current : (current[0] ?? ''),
      ...Object.fromEntries(generations.map((slot) => [`generation_${slot[0]}`, Number(slot.slice(1))])),
      initial_secret: BIRTH,
      grace: 60,
      ...more,
    };
  }

  async apply(slots: string, more?: Values): Promise<Values> {
    return this.desk.apply(this.config(slots, more));
  }

  /** Start, stage, promote: slot b is current, slot a previous. */
  async promoted(): Promise<void> {
    for (const slots of ['a1', 'a1 b2', 'b2 a1']) await this.apply(slots);
  }

  /** The access token of a person with `uaa.admin`. */
  async personsToken(): Promise<string> {
    this.uaa.addClient({ clientId: 'cli', secrets: ['cli'], grantTypes: ['password'], scope: ['uaa.admin'] });
    this.uaa.addUser({ userName: 'ops', password: 'pw', groups: ['uaa.admin'] });
    const form = { grant_type: 'password', client_id: 'cli', client_secret: 'cli', username: 'ops', password: 'pw' };
    const answer = await fetch(this.uaa.tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
    return ((await answer.json()) as { readonly access_token: string }).access_token;
  }

  close(): Promise<void> {
    return this.uaa.close();
  }
}
