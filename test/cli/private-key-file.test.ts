import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { PrivateKeyFile } from '../../lib/cli/private-key-file';
import { InputError, Refusal } from '../../lib/rotation';
import { Workshop } from './workshop';

describe('a file for the private key', () => {
  let shop: Workshop;
  beforeEach(() => (shop = new Workshop()));
  afterEach(() => shop.remove());

  const key = (pattern: string, privateKey = 'secret'): PrivateKeyFile =>
    new PrivateKeyFile(shop.path(pattern), { set: 'web', slot: 'b', generation: 2, kid: '-kid_2', privateKey });

  it('is named by kid and slot, wherever they stand in the path', async () => {
    mkdirSync(shop.path('b'));
    await key('{slot}/{kid}.{slot}.pem').deliver();
    expect(readFileSync(shop.path('b/-kid_2.b.pem'), 'utf8')).toBe('secret');
    expect(statSync(shop.path('b/-kid_2.b.pem')).mode & 0o777).toBe(0o600);
  });

  it('is made once, even by two at the same moment', async () => {
    const results = await Promise.allSettled([key('{kid}', 'one').deliver(), key('{kid}', 'two').deliver()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = results.filter((result) => result.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(Refusal);
    expect(readFileSync(shop.path('-kid_2'), 'utf8')).toBe(results[0].status === 'fulfilled' ? 'one' : 'two');
  });

  it('does not follow a symbolic link, not even to nothing', async () => {
    symlinkSync(shop.path('elsewhere'), shop.path('-kid_2'));
    await expect(key('{kid}').deliver()).rejects.toThrow(/never overwritten/);
    expect(shop.list()).toEqual(['-kid_2']);
  });

  it('needs its folder to exist', async () => {
    await expect(key('none/{kid}').check()).rejects.toThrow(InputError);
    shop.write('file', '');
    await expect(key('file/{kid}').check()).rejects.toThrow(InputError);
  });

  it('is gone when it is taken back', async () => {
    const file = key('{kid}');
    await file.deliver();
    await file.takeBack(new Error('the manifest was not written'));
    expect(shop.list()).toEqual([]);
  });
});
