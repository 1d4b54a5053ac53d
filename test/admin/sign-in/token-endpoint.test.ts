import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ANY_PROVIDER, ENTRA, type IdentityProvider, TokenEndpoint } from '../../../lib/admin/sign-in';
import { certificate, rsaKey } from '../../support/keys';

type Form = Readonly<Record<string, string>>;
type Answer = (form: Form, request: IncomingMessage, response: ServerResponse) => void;

const SECRET = 'a/secret +ü%';
const servers: Server[] = [];
let connections: number;

beforeEach(() => (connections = 0));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: Answer): Promise<URL> {
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => (body += String(chunk)));
    incoming.on('end', () => answer(Object.fromEntries(new URLSearchParams(body)), incoming, response));
  });
  server.on('connection', () => connections++);
  return new URL(`http://127.0.0.1:${await listening(server)}/oauth/token/`);
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};
const token: Answer = (_form, _request, response) => json(response, 200, { access_token: 'x' });

interface Given {
  readonly provider?: IdentityProvider;
  readonly secretIn?: 'basic' | 'post';
  readonly clock?: () => Date;
}

const withSecret = (tokenUrl: URL, { provider = ANY_PROVIDER, clock = () => new Date(), ...more }: Given = {}) =>
  new TokenEndpoint({
    provider,
    tokenUrl,
    clientId: 'app:1',
    credential: { secret: SECRET },
    fields: { scope: 's' },
    clock,
    ...more,
  });

describe('a sign-in with a secret', () => {
  test('has it in the header, encoded, or in the form', async () => {
    const seen: unknown[] = [];
    const url = await serve((form, incoming, response) => {
      const [, encoded = ''] = incoming.headers.authorization?.split(' ') ?? [];
      seen.push(incoming.url, form, Buffer.from(encoded, 'base64').toString());
      token(form, incoming, response);
    });
    for (const secretIn of ['basic', 'post'] as const) {
      expect(await withSecret(url, { secretIn }).signIn(5_000)).toMatchObject({ kind: 'accepted' });
    }
    const grant = { grant_type: 'client_credentials', scope: 's' };
    expect(seen).toEqual([
      '/oauth/token/',
      grant,
      'app%3A1:a%2Fsecret+%2B%C3%BC%25',
      '/oauth/token/',
      { ...grant, client_id: 'app:1', client_secret: SECRET },
      '',
    ]);
  });

  test('has a connection of its own each time, so that not all meet one replica', async () => {
    const endpoint = withSecret(await serve(token));
    for (let i = 0; i < 3; i++) await endpoint.signIn(5_000);
    expect(connections).toBe(3);
  });

  test.each(['basic', 'post'] as const)('shows nothing of what it sent by %s, whatever is echoed', async (secretIn) => {
    const url = await serve((form, incoming, response) => {
      const { authorization = '' } = incoming.headers;
      const words = `bad ${form.client_secret} ${encodeURIComponent(SECRET)} ${new URLSearchParams(form).toString()} ${authorization}`;
      json(response, 401, { error: 'invalid_client', error_description: `${words} \u001b[31m${'x'.repeat(500)}` });
    });
    const { said } = await withSecret(url, { secretIn }).signIn(5_000);
    expect(said).toMatch(/^status 401, invalid_client, bad /);
    for (const form of [SECRET, encodeURIComponent(SECRET), 'a%2Fsecret', Buffer.from('app').toString('base64')]) {
      expect(said).not.toContain(form);
    }
    expect(said).not.toContain('\u001b');
    expect(said.length).toBeLessThanOrEqual(301);
  });

  test('does not follow to another place', async () => {
    const other = await serve(() => fail('followed'));
    const url = await serve((_form, _request, response) => response.writeHead(307, { location: other.href }).end());
    expect(await withSecret(url).signIn(5_000)).toMatchObject({ kind: 'unclear', said: 'status 307' });
  });

  test('is bounded in time', async () => {
    const url = await serve(() => undefined);
    expect(await withSecret(url).signIn(200)).toMatchObject({
      kind: 'unreachable',
      why: expect.stringContaining('did not answer in time'),
    });
  });
});

describe('a sign-in with a key', () => {
  const headerOf = (form: Form): unknown => part(form, 0);
  const part = (form: Form, index: number): Record<string, number> =>
    JSON.parse(Buffer.from(form.client_assertion?.split('.')[index] ?? '', 'base64url').toString());
  const withKey = async (tokenUrl: URL, clock: () => Date): Promise<TokenEndpoint> => {
    const { privateKey } = await rsaKey();
    const credential = { privateKey, header: { kid: 'k' } };
    return new TokenEndpoint({ provider: ANY_PROVIDER, tokenUrl, clientId: 'app', credential, fields: {}, clock });
  };

  test('is signed with PS256 at Entra, which knows the certificate by its SHA-256 thumbprint', async () => {
    const { privateKey, publicKey } = await certificate();
    const headers: unknown[] = [];
    const tokenUrl = await serve((form, incoming, response) => {
      headers.push(headerOf(form), part(form, 1).aud);
      token(form, incoming, response);
    });
    const header = ENTRA.keyHeader(publicKey, 'unused');
    const credential = { privateKey, header };
    const clock = () => new Date();
    await new TokenEndpoint({ provider: ENTRA, tokenUrl, clientId: 'app', credential, fields: {}, clock }).signIn(
      5_000,
    );
    expect(headers).toEqual([{ alg: 'PS256', typ: 'JWT', ...header }, tokenUrl.href]);
    expect(Object.keys(header)).toEqual(['x5t#S256']);
  });

  test.each([-3_600_000, 3_600_000])(
    '%d ms off is dated by the server after a refusal, and from then on',
    async (off) => {
      const issued: number[] = [];
      const tokenUrl = await serve((form, incoming, response) => {
        const { iat = 0 } = part(form, 1);
        issued.push(Math.round((iat * 1000 - Date.now()) / 600_000));
        if (Math.abs(iat * 1000 - Date.now()) < 60_000) return token(form, incoming, response);
        return json(response, 401, { error: 'invalid_client' });
      });
      const endpoint = await withKey(tokenUrl, () => new Date(Date.now() + off));
      expect(await endpoint.signIn(5_000)).toMatchObject({ kind: 'accepted' });
      expect(await endpoint.signIn(5_000)).toMatchObject({ kind: 'accepted' });
      expect(issued.map(Math.abs)).toEqual([6, 0, 0]);
      expect(endpoint.isCorrected).toBe(true);
      expect(Math.abs((endpoint.ahead ?? 0) + off)).toBeLessThan(2_000);
    },
  );

  test('is not repeated where the clocks agree', async () => {
    let count = 0;
    const tokenUrl = await serve((_form, _request, response) => {
      count++;
      json(response, 401, { error: 'invalid_client' });
    });
    const endpoint = await withKey(tokenUrl, () => new Date());
    expect(await endpoint.signIn(5_000)).toMatchObject({ kind: 'refused' });
    expect([count, endpoint.isCorrected]).toEqual([1, false]);
  });
});

describe('a proxy', () => {
  const NAMES = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'] as const;
  const saved = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
  afterEach(() => {
    for (const [name, value] of Object.entries(saved)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  async function proxy(status: number): Promise<{ readonly seen: string[] }> {
    const seen: string[] = [];
    const server = createServer();
    server.on('connect', (incoming, socket) => {
      seen.push(incoming.url ?? '');
      if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const [host = '', port] = (incoming.url ?? '').split(':');
      const through = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      return through;
    });
    const url = `http://127.0.0.1:${await listening(server)}`;
    Object.assign(process.env, { HTTP_PROXY: url, http_proxy: url, NO_PROXY: '', no_proxy: '' });
    return { seen };
  }

  test('of the environment is used', async () => {
    const { seen } = await proxy(200);
    const url = await serve(token);
    expect(await withSecret(url).signIn(5_000)).toMatchObject({ kind: 'accepted' });
    expect(seen).toEqual([url.host]);
  });

  test('is not used for what NO_PROXY names', async () => {
    const { seen } = await proxy(200);
    Object.assign(process.env, { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' });
    expect(await withSecret(await serve(token)).signIn(5_000)).toMatchObject({ kind: 'accepted' });
    expect(seen).toEqual([]);
  });

  test('that lets nothing through is named as the reason', async () => {
    await proxy(407);
    expect(await withSecret(await serve(token)).signIn(5_000)).toMatchObject({
      kind: 'unreachable',
      why: expect.stringMatching(
        /^the proxy does not let anything through to 127.* \(it answered 407\): look at HTTPS_PROXY/,
      ),
    });
  });
});
