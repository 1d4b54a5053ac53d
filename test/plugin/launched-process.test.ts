import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { type Identity, makeIdentity } from '../../lib/plugin/identity';
import { launchedBundle } from './support/launched-bundle';

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

let directory: string;
let terraform: Identity;
let child: ChildProcess | undefined;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'launched-'));
  writeFileSync(join(directory, 'provider.cjs'), await launchedBundle());
  terraform = await makeIdentity();
});
afterEach(() => {
  child?.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Started {
  readonly process: ChildProcess;
  /** Where it listens. */
  readonly port: number;
}

/** Starts it as Terraform does, on a port, and waits for its handshake line. */
async function launch(environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  child = spawn(process.execPath, [join(directory, 'provider.cjs')], {
    env: {
      ...process.env,
      TF_PLUGIN_MAGIC_COOKIE: COOKIE,
      PLUGIN_CLIENT_CERT: terraform.certificate,
      PLUGIN_UNIX_SOCKET_DIR: join(directory, 'missing'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { process: child, port: Number(/^1\|5\|tcp\|127\.0\.0\.1:(\d+)\|grpc\|/.exec(String(line))?.[1]) };
}

/** What a connection comes to: it stays open, or the provider closes it. */
async function fateOf(socket: Socket): Promise<'open' | 'closed'> {
  socket.on('error', () => undefined).resume();
  const closed = new Promise<'closed'>((close) => socket.once('close', () => close('closed')));
  return Promise.race([closed, sleep(1000, 'open' as const)]);
}

function asClient(port: number, { certificate: cert, privateKey: key }: Partial<Identity>): Socket {
  const options = { host: '127.0.0.1', port, cert, key, ALPNProtocols: ['h2'], rejectUnauthorized: false };
  return connectTls(options);
}

test('lets nobody in who has not the certificate of Terraform, and goes on', async () => {
  const { process, port } = await launch();
  const stranger = await makeIdentity();
  expect(await fateOf(asClient(port, {}))).toBe('closed');
  expect(await fateOf(asClient(port, stranger))).toBe('closed');
  expect(await fateOf(connect(port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n'))).toBe('closed');
  const welcome = asClient(port, terraform);
  expect(await fateOf(welcome)).toBe('open');
  expect(process.exitCode).toBeNull();
  welcome.destroy();
  expect(await once(process, 'exit')).toEqual([0, null]);
});

test('ends by itself when Terraform never connects', async () => {
  const { process } = await launch({ PATIENCE: '200' });
  expect(await Promise.race([once(process, 'exit'), sleep(10_000)])).toEqual([0, null]);
});
