import { listOf, objectOf } from '../../rotation';
import { BearerApi } from '../bearer-api';
import type { HttpCall } from '../http';
import { UnreadableAnswer } from '../unreadable-answer';
import { type ApplicationCredential, readCredentials } from './application-credential';

export interface EntraConnection {
  /** Microsoft Graph. @default https://graph.microsoft.com */
  readonly graphUrl?: string;
  /** Where tokens are had. @default https://login.microsoftonline.com */
  readonly loginUrl?: string;
  /** Milliseconds. @default 30000 */
  readonly timeout?: number;
}

/** An access token for Graph, or an application that gets one with its secret. */
export type EntraCaller =
  | { readonly accessToken: string }
  | { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string };

/**
 * The credentials of application registrations, by Microsoft Graph.
 *
 * Every call throws RefusedCall when Entra refuses and NoAnswer when it says nothing.
 */
export class EntraAdmin {
  private readonly api: BearerApi;

  /** @throws InputError when an address is neither https nor on this machine */
  constructor(connection: EntraConnection, caller: EntraCaller) {
    const {
      graphUrl = 'https://graph.microsoft.com',
      loginUrl = 'https://login.microsoftonline.com',
      timeout,
    } = connection;
    const path = 'tenantId' in caller ? `/${encodeURIComponent(caller.tenantId)}/oauth2/v2.0/token` : '';
    const form = { scope: `${graphUrl.replace(/\/+$/, '')}/.default` };
    this.api = new BearerApi(
      'Entra',
      { baseUrl: graphUrl, timeout },
      'accessToken' in caller ? caller : { ...caller, tokens: { baseUrl: loginUrl, path, form } },
    );
  }

  /** @param objectId of the application registration. Undefined when there is none. */
  async credentials(objectId: string): Promise<readonly ApplicationCredential[] | undefined> {
    const answer = await this.api.tryCall(reading(objectId));
    return answer && readCredentials(answer.body);
  }

  /** Removes one secret; 400 when it is not there. */
  async removeSecret(objectId: string, keyId: string): Promise<void> {
    await this.api.call({ method: 'POST', path: `${pathOf(objectId)}/removePassword`, json: { keyId } });
  }

  /**
   * Removes one certificate. `removeKey` wants a proof that only the owner of another certificate can sign, so the
   * list is written without it, as the azuread provider does: those that stay go back as they were read, without
   * their key, which Graph then keeps. A certificate that somebody adds in between can be lost: Graph has no condition.
   *
   * @param beside ids of the others, as they were listed before
   * @throws UnreadableAnswer when a replica that is late lists fewer: written back, that would remove what it lacks
   */
  async removeCertificate(objectId: string, keyId: string, beside: readonly string[]): Promise<void> {
    const { body } = await this.api.call(reading(objectId));
    const listed = readCredentials(body).map((one) => one.keyId);
    const missing = [keyId, ...beside].filter((id) => !listed.includes(id));
    if (missing.length > 0) {
      throw new UnreadableAnswer(
        `entra listed the certificates without ${missing.join(', ')}, which were there before`,
      );
    }
    const kept = listOf(objectOf(body).keyCredentials).filter((one) => objectOf(one).keyId !== keyId);
    await this.api.call({ method: 'PATCH', path: pathOf(objectId), json: { keyCredentials: kept } });
  }
}

/** The whole application, as the azuread provider reads it: a `$select` of the certificates would bring their keys. */
function reading(objectId: string): HttpCall {
  return { method: 'GET', path: pathOf(objectId) };
}

function pathOf(objectId: string): string {
  return `/v1.0/applications/${encodeURIComponent(objectId)}`;
}
