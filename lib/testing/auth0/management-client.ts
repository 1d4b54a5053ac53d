import { type RetryOptions, withRetries } from './retry';

export interface ManagementClientOptions extends RetryOptions {
  /** Base address of the tenant, without a path. */
  readonly url: string;
}

export interface CredentialAnswer {
  readonly id: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly name?: string;
  readonly credential_type: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at?: string;
}

/** A client as the Management API shows it: what the provider looks at, and the rest as it came. */
export interface ClientAnswer {
  readonly client_id: string;
  readonly name: string;
  readonly app_type?: string;
  readonly client_secret?: string;
  readonly token_endpoint_auth_method?: string;
  readonly client_authentication_methods?: {
    readonly private_key_jwt?: { readonly credentials: readonly { readonly id: string }[] };
  };
  readonly [property: string]: unknown;
}

/** The API refused; the message is written as the provider shows it. */
export class ManagementError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ManagementError';
  }
}

/** The calls of the Management API that the provider makes. */
export class ManagementClient {
  constructor(private readonly options: ManagementClientOptions) {}

  createClient(body: object): Promise<ClientAnswer> {
    return this.send('POST', 'clients', body);
  }

  getClient(clientId: string, ...fields: readonly string[]): Promise<ClientAnswer> {
    const query = fields.length > 0 ? `?fields=${encodeURIComponent(fields.join(','))}&include_fields=true` : '';
    return this.send('GET', `clients/${clientId}${query}`);
  }

  listClients(page: number): Promise<{ readonly clients: readonly ClientAnswer[]; readonly total: number }> {
    return this.send('GET', `clients?include_totals=true&page=${page}&per_page=100`);
  }

  patchClient(clientId: string, body: object): Promise<ClientAnswer> {
    return this.send('PATCH', `clients/${clientId}`, body);
  }

  deleteClient(clientId: string): Promise<void> {
    return this.send('DELETE', `clients/${clientId}`);
  }

  listCredentials(clientId: string): Promise<readonly CredentialAnswer[]> {
    return this.send('GET', `clients/${clientId}/credentials?include_totals=true&per_page=50`);
  }

  getCredential(clientId: string, id: string): Promise<CredentialAnswer> {
    return this.send('GET', `clients/${clientId}/credentials/${id}`);
  }

  createCredential(clientId: string, body: object): Promise<CredentialAnswer> {
    return this.send('POST', `clients/${clientId}/credentials`, body);
  }

  patchCredential(clientId: string, id: string, body: object): Promise<CredentialAnswer> {
    return this.send('PATCH', `clients/${clientId}/credentials/${id}`, body);
  }

  deleteCredential(clientId: string, id: string): Promise<void> {
    return this.send('DELETE', `clients/${clientId}/credentials/${id}`);
  }

  private async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const { url, signal } = this.options;
    const response = await withRetries(
      () =>
        fetch(`${url}/api/v2/${path}`, {
          method,
          signal,
          headers: { authorization: 'Bearer simulated', ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        }),
      this.options,
    );
    const text = await response.text();
    if (!response.ok) throw new ManagementError(response.status, refusal(response, text));
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}

/** `400 Bad Request: A client can have a maximum of 2 credentials.` */
function refusal({ status, statusText }: Response, text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { readonly error?: string; readonly message?: string };
    return `${status} ${error ?? statusText}: ${message ?? text}`;
  } catch {
    return `${status} ${statusText}: ${text}`;
  }
}
