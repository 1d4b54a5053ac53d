import { generateKeyPairSync } from 'node:crypto';
import { PrivateKeyCommand } from '../../lib/cli/private-key-command';
import { Refusal } from '../../lib/rotation';
import { Sink } from './workshop';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('a command that takes the private key', () => {
  const stderr = new Sink();
  const deliver = (command: string): Promise<void> => {
    stderr.text = '';
    const key = { set: 'web', slot: 'a', generation: 3, kid: 'k', privateKey };
    return new PrivateKeyCommand(command, key, { env: { PATH: process.env.PATH, HELLO: 'hi' }, stderr }).deliver();
  };

  it('gets the environment of the caller and what names the key', async () => {
    await deliver('cat >/dev/null; echo "$HELLO $ROTATION_SET $ROTATION_SLOT $ROTATION_GENERATION $ROTATION_KID"');
    expect(stderr.text).toBe('hi web a 3 k\n');
  });

  it.each([
    ['tee /dev/null', 'whole'],
    ['cat >&2', 'on its standard error'],
    ["tr '\\n' ' '", 'on one line'],
    ["sed 's/^/log: /'", 'with something before each line'],
    ["tr -d '\\r' | tail -n 3", 'its last lines'],
  ])('may print the key (%s, %s): it is left out', async (command) => {
    await deliver(command);
    expect(stderr.text).toContain('[lines with the private key were left out]');
    for (const line of privateKey.trim().split('\n')) expect(stderr.text).not.toContain(line);
  });

  it.each([
    ['cat >/dev/null; exit 9', 'it exited with 9'],
    ['kill -TERM $$', 'it was ended by SIGTERM'],
    ['no-such-command-here', 'it exited with 127'],
  ])('fails the delivery with %s, without showing the command', async (command, line) => {
    const error = await deliver(command).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    expect(error).toBeInstanceOf(Refusal);
    expect(error?.message).toContain(line);
    expect(error?.message).not.toContain(command);
  });
});
