import { spawn } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import 'reflect-metadata';
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { Workshop } from '../workshop';

const ROOT = resolve(__dirname, '../../..');
const TSX = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
const MAIN = join(ROOT, 'lib/cli/main.ts');
const SECRET = 'next-secret-of-app';

/** The command line as a process of its own, and a token endpoint behind TLS: what only a process can show. */
describe('the process', () => {
  const servers: { close(): unknown; closeAllConnections(): void }[] = [];
  let shop: Workshop;
  let answer: { readonly status: number; readonly body: object };
  let tokenUrl: string;
  let tunnels: string[];

  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add app --kind entra-client-secret', 'stage app');
    answer = { status: 200, body: { access_token: 'x' } };
    tunnels = [];
    tokenUrl = `https://127.0.0.1:${await serve('127.0.0.1')}/token`;
  });

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    shop.remove();
  });

  /** A server whose certificate, in `ca.pem`, is for this address and signed by itself. */
  async function serve(address: string): Promise<number> {
    const { key, cert } = await selfSigned(address);
    shop.write('ca.pem', cert);
    const server: Server = createServer({ key, cert }, (incoming, response) => {
      incoming.resume().on('end', () => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  }

  async function proxy(): Promise<string> {
    const server = createHttpServer();
    server.on('connect', (incoming, socket) => {
      tunnels.push(incoming.url ?? '');
      const [host = '', port] = (incoming.url ?? '').split(':');
      const through = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function verify(env: Readonly<Record<string, string>> = {}): Promise<readonly [number, string]> {
    const options = ['--secret-from', 'env:NEXT', '--client-id', 'app', '--token-url', tokenUrl, '--timeout', '0s'];
    const argv = ['--import', TSX, MAIN, 'verify', 'app', '--file', shop.file, ...options];
    const { HOME, PATH } = process.env;
    const child = spawn(process.execPath, argv, {
      cwd: shop.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME, PATH, NEXT: SECRET, ...env },
    });
    let text = '';
    for (const output of [child.stdout, child.stderr]) output.on('data', (data: Buffer) => (text += data.toString()));
    const exitCode = await new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)));
    expect(text).not.toContain(SECRET);
    return [exitCode, text];
  }

  it('refuses a certificate that nobody vouches for, and says how to trust its CA', async () => {
    expect(await verify()).toEqual([
      4,
      expect.stringMatching(
        /^needs a person: .* is from a CA that this machine does not trust \(DEPTH_ZERO_SELF_SIGNED_CERT\): name the file with the CA in NODE_EXTRA_CA_CERTS\n$/,
      ),
    ]);
    expect(shop.list()).not.toContain('rotation.verified.json');
  });

  it('trusts the CA in NODE_EXTRA_CA_CERTS', async () => {
    const [exitCode, text] = await verify({ NODE_EXTRA_CA_CERTS: shop.path('ca.pem') });
    expect([exitCode, text]).toEqual([0, expect.stringContaining('1 sign-in at')]);
  });

  it('does so through the proxy in HTTPS_PROXY, too', async () => {
    const env = { NODE_EXTRA_CA_CERTS: shop.path('ca.pem'), HTTPS_PROXY: await proxy() };
    expect((await verify(env))[0]).toBe(0);
    expect(tunnels).toEqual([new URL(tokenUrl).host]);
  });

  it('refuses a trusted certificate of another host', async () => {
    tokenUrl = `https://127.0.0.1:${await serve('127.0.0.2')}/token`;
    expect(await verify({ NODE_EXTRA_CA_CERTS: shop.path('ca.pem') })).toEqual([
      4,
      expect.stringMatching(/no trusted TLS connection to \S+ can be made \(ERR_TLS_CERT_ALTNAME_INVALID\)/),
    ]);
  });

  it.each([
    [
      { error: 'unauthorized_client', error_description: "AADSTS7000112: Application 'x' is disabled." },
      3,
      /the application is disabled/,
    ],
    [
      { error: 'invalid_client', error_description: `AADSTS7000215: no ${SECRET}` },
      3,
      /does not know this secret \(.*no \*\*\*\)/,
    ],
    [{ error: 'temporarily_unavailable' }, 4, /cannot tell whether/],
    [{ error: 'invalid_scope', error_description: 'AADSTS70011: scope' }, 2, /look at --scope/],
  ])('answers %j with %d', async (body, exitCode, words) => {
    answer = { status: exitCode === 4 ? 503 : 400, body };
    const ended = await verify({ NODE_EXTRA_CA_CERTS: shop.path('ca.pem') });
    expect(ended).toEqual([exitCode, expect.stringMatching(words)]);
  });
});

async function selfSigned(address: string): Promise<{ readonly key: string; readonly cert: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=idp',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: address }])],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
}
