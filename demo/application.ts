import type { KeyObject } from 'node:crypto';
import {
  type Auth0Model,
  clientAssertion,
  type EntraModel,
  JWT_BEARER,
  type Published,
  requestToken,
} from 'cdktf-rotation/testing';

/** A credential began or ceased to be valid at the identity provider. */
export interface LiveChange {
  readonly keyId: string;
  readonly name?: string;
  readonly live: boolean;
  readonly at: number;
}

/** An application registered at a model identity provider. */
export interface Application {
  readonly clientId: string;
  /** Entra: what the provider calls the application's id. */
  readonly applicationId: string;
  /** Signs in with what is published; answers why it was refused. */
  readonly signIn: (published: Published) => Promise<string | undefined>;
  readonly onChange: (listener: (change: LiveChange) => void) => void;
}

/** Finds the private key by the published key id, as an application does. */
export type FindKey = (keyId: string) => KeyObject;

export function entraApplication(entra: EntraModel, findKey?: FindKey): Application {
  const { objectId, clientId } = entra.addApplication({ displayName: 'app' });
  const url = entra.tokenUrl;
  return {
    clientId,
    applicationId: `/applications/${objectId}`,
    signIn: (published) =>
      requestToken(url, {
        client_id: clientId,
        scope: 'https://graph.microsoft.com/.default',
        ...(findKey
          ? {
              client_assertion_type: JWT_BEARER,
              client_assertion: clientAssertion({
                clientId,
                audience: url,
                privateKey: findKey(published.keyId ?? ''),
                header: { 'x5t#S256': published.thumbprint ?? '' },
              }),
            }
          : { client_secret: published.clientSecret ?? '' }),
      }),
    onChange: (listener) =>
      void entra.onChange(({ keyId, displayName, kind, at }) =>
        listener({ keyId, name: displayName ?? undefined, live: kind === 'added', at: at.getTime() }),
      ),
  };
}

export function auth0Application(auth0: Auth0Model, findKey: FindKey): Application {
  const { clientId } = auth0.addClient({ name: 'app' });
  return {
    clientId,
    applicationId: clientId,
    signIn: (published) =>
      requestToken(auth0.tokenUrl, {
        client_id: clientId,
        audience: 'https://api.example.com/',
        client_assertion_type: JWT_BEARER,
        client_assertion: clientAssertion({
          clientId,
          audience: auth0.issuer,
          privateKey: findKey(published.keyId ?? ''),
          header: { kid: published.keyId ?? '' },
        }),
      }),
    onChange: (listener) =>
      void auth0.onChange(({ kid, name, kind, at }) =>
        listener({ keyId: kid, name, live: kind === 'attached', at: at.getTime() }),
      ),
  };
}
