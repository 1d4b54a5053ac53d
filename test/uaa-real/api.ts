import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

/** An answer of a UAA: `body` is parsed JSON, or the text of what is none. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Claims {
  readonly cid: string;
  readonly exp: number;
  readonly scope: readonly string[];
  readonly rev_sig: string;
  readonly user_name?: string;
  readonly zid: string;
}

/** The HTTP API of a UAA, called as plainly as can be: no code of the product is between a contract test and the server. */
export class UaaApi {
  constructor(readonly url: string) {}

  async json(method: string, path: string, { token, body, headers }: Call = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answer(response);
  }

  async form(path: string, fields: Readonly<Record<string, string>>, basic?: string): Promise<Answer> {
    const headers: Record<string, string> =
      basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` };
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body: new URLSearchParams(fields),
    });
    return answer(response);
  }

  signIn(fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.form('/oauth/token', fields);
  }

  /** An access token of a client. */
  async clientToken(clientId: string, secret: string, scope?: string): Promise<string> {
    const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
    return accessToken(await this.signIn({ ...fields, ...(scope !== undefined && { scope }) }));
  }

  /** Whether a secret is right, asked without getting a token. */
  async probe(clientId: string, secret: string): Promise<'right' | 'wrong'> {
    const { status } = await this.signIn({ grant_type: 'probe', client_id: clientId, client_secret: secret });
    if (status !== 400 && status !== 401) throw new Error(`a probe is answered by 400 or 401, got ${status}`);
    return status === 400 ? 'right' : 'wrong';
  }

  /** The status of a probe at the token endpoint of another host, which is how a zone is reached. */
  async probeAt(host: string, clientId: string, secret: string): Promise<number | undefined> {
    const form = new URLSearchParams({ grant_type: 'probe', client_id: clientId, client_secret: secret });
    // Unlike fetch, this lets a host be set.
    const asked = request(`${this.url}/oauth/token`, {
      method: 'POST',
      headers: { host, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    }).end(form.toString());
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  }

  changeSecret(clientId: string, token: string | undefined, body: unknown, headers = {}): Promise<Answer> {
    return this.json('PUT', `/oauth/clients/${clientId}/secret`, { token, body, headers });
  }
}

export function accessToken({ status, body }: Answer): string {
  if (typeof body.access_token !== 'string')
    throw new Error(`no token, but ${status} ${String(body.error_description)}`);
  return body.access_token;
}

export function claims(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Claims;
}

async function answer(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  const json = headers.get('content-type')?.includes('json') === true && text !== '';
  return { status, headers, body: json ? (JSON.parse(text) as Answer['body']) : {} };
}
