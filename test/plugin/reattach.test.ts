import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reattachEnvironment, serveReattach } from '../../lib/plugin';
import { thingsProvider } from './support/things';

const { provider } = thingsProvider();

test('the socket is in a directory that only its owner can enter, and goes with it', async () => {
  const served = await serveReattach(provider);
  const socket = served.reattach.Addr.String;
  expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  expect(statSync(socket).isSocket()).toBe(true);
  await served.close();
  expect(existsSync(dirname(socket))).toBe(false);
});

test('a socket path longer than the system takes is refused and leaves nothing', async () => {
  const long = mkdtempSync(join(tmpdir(), 'x'.repeat(95)));
  try {
    await expect(serveReattach(provider, { socketDirectory: long })).rejects.toThrow(
      /socket path must be at most 107 bytes, got \d{3}/,
    );
    expect(statSync(long).nlink).toBe(2);
  } finally {
    rmSync(long, { recursive: true });
  }
});

test('close ends the connections that are open', async () => {
  const served = await serveReattach(provider);
  const socket = connect(served.reattach.Addr.String);
  await new Promise((connected) => socket.once('connect', connected));
  const ended = new Promise((closed) => socket.once('close', closed));
  socket.resume();
  await served.close();
  await ended;
});

test('the environment names each provider by its address', async () => {
  const one = await serveReattach(provider);
  const other = await serveReattach({ ...provider, address: 'registry.terraform.io/acme/others' });
  expect(JSON.parse(reattachEnvironment([one, other]).TF_REATTACH_PROVIDERS)).toEqual({
    'registry.terraform.io/acme/things': {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: one.reattach.Addr.String },
    },
    'registry.terraform.io/acme/others': other.reattach,
  });
  await Promise.all([one.close(), other.close()]);
});
