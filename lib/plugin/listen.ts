import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path of a socket that Linux takes, in bytes. */
export const LONGEST_PATH = 107;

/** Where Terraform connects to, in the words of the handshake line. */
export interface Endpoint {
  readonly network: 'unix' | 'tcp';
  readonly address: string;
  remove(): Promise<void>;
}

/**
 * A socket in a private directory; where the path would be too long or nothing can be written, a port of the loopback
 * interface, which mutual TLS protects.
 */
export async function listenAnywhere(server: Server, directory = tmpdir()): Promise<Endpoint> {
  try {
    return await listenOnSocket(server, directory);
  } catch {
    await listen(server, { host: '127.0.0.1', port: 0 });
    const { port } = server.address() as AddressInfo;
    return { network: 'tcp', address: `127.0.0.1:${port}`, remove: async () => undefined };
  }
}

/** @throws Error when the path of the socket would be longer than 107 bytes, or the directory is not writable */
export async function listenOnSocket(server: Server, parent: string): Promise<Endpoint> {
  const directory = await mkdtemp(join(parent, 'tf-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const path = join(directory, 's');
  try {
    await chmod(directory, 0o700);
    const length = Buffer.byteLength(path);
    if (length > LONGEST_PATH) throw new Error(`socket path must be at most 107 bytes, got ${length}: ${path}`);
    await listen(server, { path });
    return { network: 'unix', address: path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function listen(server: Server, where: { readonly path: string } | { readonly host: string; readonly port: number }) {
  return new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(where, () => {
      server.off('error', failed);
      listening();
    });
  });
}
