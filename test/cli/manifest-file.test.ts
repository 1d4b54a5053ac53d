import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { lock } from 'proper-lockfile';
import { NeedsPerson } from '../../lib/cli/exit-code';
import { newManifest, readManifest, writeManifest } from '../../lib/cli/manifest-file';
import { PrivateKeyCommand } from '../../lib/cli/private-key-command';
import { PrivateKeyFile } from '../../lib/cli/private-key-file';
import type { Delivery } from '../../lib/cli/delivery';
import { InputError, Manifest, Refusal } from '../../lib/rotation';
import { manifestOf, textOf } from '../support/manifests';
import { complaint, Sink, Workshop } from './workshop';

const NEXT = manifestOf({ billing: { steps: ['stage'] } });
const KEY = {
  set: 'billing',
  slot: 'b',
  generation: 2,
  kid: 'kid-2',
  privateKey: '-----BEGIN PRIVATE KEY-----\nsecret\n',
};

describe('the manifest file', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
    shop.write('rotation.json', textOf(manifestOf({ billing: {} })));
  });
  afterEach(() => shop.remove());

  it('is replaced as a whole, keeps its mode, and leaves nothing behind', async () => {
    chmodSync(shop.file, 0o640);
    await writeManifest(await readManifest(shop.file), NEXT);
    expect(shop.text).toBe(textOf(NEXT));
    expect(statSync(shop.file).mode & 0o777).toBe(0o640);
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('is written to where a symbolic link points', async () => {
    mkdirSync(shop.path('shared'));
    const target = shop.write('shared/prod.json', shop.text);
    symlinkSync(target, shop.path('link.json'));
    await writeManifest(await readManifest(shop.path('link.json')), NEXT);
    expect(lstatSync(shop.path('link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe(textOf(NEXT));
    expect(shop.list('shared')).toEqual(['prod.json']);
  });

  it('may begin with a byte order mark', async () => {
    writeFileSync(shop.file, `\uFEFF${shop.text}`);
    expect((await readManifest(shop.file)).manifest.names).toEqual(['billing']);
    await shop.steps('stage billing');
  });

  it('is not written when it changed since it was read', async () => {
    const read = await readManifest(shop.file);
    appendFileSync(shop.file, '\n');
    const before = shop.text;
    await expect(writeManifest(read, NEXT)).rejects.toThrow(/changed since: run the command again/);
    await expect(writeManifest(read, NEXT)).rejects.toBeInstanceOf(Refusal);
    expect(shop.text).toBe(before);
    expect(shop.list()).toEqual(['rotation.json']);
  });

  it('is not made where one was made meanwhile', async () => {
    const made = newManifest(shop.file, 'mine');
    await expect(writeManifest(made, made.manifest)).rejects.toThrow(/it was made since/);
    expect(Manifest.parse(shop.text).id).toBe('test-1');
  });

  it('is not written while another command holds its lock', async () => {
    const release = await lock(shop.file);
    const before = shop.text;
    expect(complaint(await shop.run(['stage', 'billing']))).toEqual([
      3,
      expect.stringContaining('one command at a time'),
    ]);
    expect(shop.text).toBe(before);
    await release();
    expect((await shop.run(['stage', 'billing'])).exitCode).toBe(0);
  });

  it.each([
    ['is missing', () => shop.path('none.json'), 'there is no manifest'],
    ['is a folder', () => shop.folder, 'it is a folder (EISDIR)'],
    ['lies below a file', () => shop.path('rotation.json/x.json'), 'a part of the path is not a folder'],
    ['is not UTF-8', () => shop.path('utf16.json'), 'must be UTF-8 text'],
  ])('that %s is answered with one line', async (_what, path, line) => {
    writeFileSync(shop.path('utf16.json'), Buffer.from('\uFEFF{}', 'utf16le'));
    const result = await shop.run(['stage', 'billing', '--file', path()]);
    expect(complaint(result)).toEqual([2, expect.stringContaining(line)]);
  });

  it.each([
    ['whose folder is missing', () => shop.path('none/rotation.json'), 'the folder of the manifest'],
    ['that is a link to nothing', () => shop.path('dangling.json'), 'symbolic link to a file that does not exist'],
  ])('%s is not made', async (_what, path, line) => {
    symlinkSync(shop.path('nothing.json'), shop.path('dangling.json'));
    const result = await shop.run(['add', 'web', '--kind', 'entra-client-secret', '--file', path()]);
    expect(complaint(result)).toEqual([2, expect.stringContaining(line)]);
    expect(shop.list()).toEqual(['dangling.json', 'rotation.json']);
  });

  describe('with a private key to deliver', () => {
    /** Delivers, then lets something happen before the manifest is written. */
    const then = (delivery: Delivery, happens: () => void): Delivery => ({
      summary: '',
      check: () => delivery.check(),
      deliver: async () => {
        await delivery.deliver();
        happens();
      },
      takeBack: (cause) => delivery.takeBack(cause),
    });
    const attempt = async (delivery: Delivery): Promise<unknown> =>
      writeManifest(await readManifest(shop.file), NEXT, delivery).then(
        () => undefined,
        (error: unknown) => error,
      );

    it('is written after the key is delivered', async () => {
      const key = new PrivateKeyFile(shop.path('{kid}.pem'), KEY);
      let atDelivery = '';
      expect(await attempt(then(key, () => (atDelivery = shop.text)))).toBeUndefined();
      expect(Manifest.parse(atDelivery).find('billing').state.step).toBe(0);
      expect(shop.set('billing').state.step).toBe(1);
      expect(shop.list()).toEqual(['kid-2.pem', 'rotation.json']);
    });

    it('takes the key file back when it cannot be written', async () => {
      const key = new PrivateKeyFile(shop.path('{kid}.pem'), KEY);
      const error = await attempt(then(key, () => appendFileSync(shop.file, '\n')));
      expect(error).toBeInstanceOf(Refusal);
      expect(shop.list()).toEqual(['rotation.json']);
      expect(shop.set('billing').state.step).toBe(0);
    });

    it('asks for a person when the key file cannot be taken back', async () => {
      const file = shop.path('kid-2.pem');
      const error = await attempt(
        then(new PrivateKeyFile(shop.path('{kid}.pem'), KEY), () => {
          appendFileSync(shop.file, '\n');
          unlinkSync(file);
          mkdirSync(file); // which unlink does not remove
        }),
      );
      expect(error).toBeInstanceOf(NeedsPerson);
      expect(String(error)).toContain(`is still in ${file}: remove it`);
    });

    it('asks for a person when a command has the key already', async () => {
      const key = new PrivateKeyCommand(`cat > /dev/null; echo >> ${shop.file}`, KEY, {
        env: process.env,
        stderr: new Sink(),
      });
      const error = await attempt(key);
      expect(error).toBeInstanceOf(NeedsPerson);
      expect(String(error)).toContain('was given the private key kid-2 for slot b already');
      expect(String(error)).not.toContain('PRIVATE KEY');
    });

    it('delivers nothing when it changed before', async () => {
      const read = await readManifest(shop.file);
      appendFileSync(shop.file, '\n');
      const key = new PrivateKeyFile(shop.path('{kid}.pem'), KEY);
      const deliver = jest.spyOn(key, 'deliver');
      await expect(writeManifest(read, NEXT, key)).rejects.toThrow(Refusal);
      expect(deliver).not.toHaveBeenCalled();
    });

    it('stays as it is when the delivery fails', async () => {
      const before = shop.text;
      const key = new PrivateKeyFile(shop.path('none/{kid}.pem'), KEY);
      expect(await attempt(key)).toBeInstanceOf(InputError);
      expect(shop.text).toBe(before);
      expect(shop.list()).toEqual(['rotation.json']);
    });
  });
});
