import { BearerApi } from '../bearer-api';
import { attachedIds, type ClientKey, readKeys } from './client-key';

/** An access token for the Management API, or an application that gets one with its secret. */
export type Auth0Caller =
  | { readonly accessToken: string }
  | { readonly clientId: string; readonly clientSecret: string; readonly audience?: string };

export interface ClientKeys {
  readonly keys: readonly ClientKey[];
  /** Ids of those that are attached to a method of sign-in. */
  readonly attached: readonly string[];
}

const PAGE = 50;

/**
 * The keys of clients, by Auth0's Management API.
 *
 * Every call throws RefusedCall when Auth0 refuses and NoAnswer when it says nothing.
 */
export class Auth0Admin {
  private readonly api: BearerApi;

  /**
   * @param domain `example.eu.auth0.com`, as the auth0 provider takes it; an `http://` address on this machine for tests
   * @throws InputError when it is no address
   */
  constructor(domain: string, caller: Auth0Caller, timeout?: number) {
    const baseUrl = /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
    const at = baseUrl.replace(/\/+$/, '');
    const form = { audience: ('audience' in caller ? caller.audience : undefined) ?? `${at}/api/v2/` };
    this.api = new BearerApi(
      'Auth0',
      { baseUrl, timeout },
      'accessToken' in caller ? caller : { ...caller, tokens: { baseUrl, path: '/oauth/token', form } },
    );
  }

  /** Every key record of a client. Undefined when there is no such client. Its secret is not asked for. */
  async keys(clientId: string): Promise<ClientKeys | undefined> {
    const fields = 'client_id,client_authentication_methods,signed_request_object';
    const client = await this.api.tryCall({
      method: 'GET',
      path: pathOf(clientId),
      query: { fields, include_fields: 'true' },
    });
    if (!client) return undefined;
    const keys = new Map<string, ClientKey>();
    for (let page = 0; ; page++) {
      const query = { per_page: String(PAGE), page: String(page) };
      const { body } = await this.api.call({ method: 'GET', path: `${pathOf(clientId)}/credentials`, query });
      const found = readKeys(body);
      const known = keys.size;
      for (const key of found) keys.set(key.id, key);
      if (found.length < PAGE || keys.size === known)
        return { keys: [...keys.values()], attached: attachedIds(client.body) };
    }
  }

  /** Deletes a record; Auth0 refuses one that is attached. */
  async deleteKey(clientId: string, id: string): Promise<void> {
    await this.api.call({ method: 'DELETE', path: `${pathOf(clientId)}/credentials/${encodeURIComponent(id)}` });
  }
}

function pathOf(clientId: string): string {
  return `/api/v2/clients/${encodeURIComponent(clientId)}`;
}
