import type { TestKey } from '../../support/keys';
import { fixtureKeys, TestTenant } from './tenant';

let own: TestKey;
let fresh: TestKey;
let foreign: TestKey;
let tenant: TestTenant;

beforeAll(async () => {
  [own, fresh, foreign] = (await fixtureKeys(3)) as [TestKey, TestKey, TestKey];
});

afterEach(() => tenant.close());

async function start(poolCap: number): Promise<void> {
  tenant = await TestTenant.start({ poolCap });
  tenant.configure([{ name: 'a', key: own }]);
  await tenant.apply();
}

function stage(): void {
  tenant.configure([
    { name: 'a', key: own },
    { name: 'b', key: fresh },
  ]);
}

describe('a key that somebody else attached', () => {
  test('is not seen by a plan', async () => {
    await start(2);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'foreign', as: 'attached' });
    expect((await tenant.plan()).output).toContain('No changes.');
  });

  test('fills the pool of two, so that stage is refused', async () => {
    await start(2);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'foreign', as: 'attached' });
    stage();
    expect(await tenant.failingApply()).toContain('400 Bad Request: A client can have a maximum of 2 credentials.');
    expect(tenant.attached).toEqual(['a', 'foreign']);
  });

  test('is detached without a word where the pool holds four, and becomes a stray', async () => {
    await start(4);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'foreign', as: 'attached' });
    stage();
    await tenant.apply();
    expect(tenant.attached).toEqual(['a', 'b']);
    expect(tenant.strays).toEqual(['foreign']);
    expect(await tenant.accepts(foreign)).toBe(false);
  });

  test('is adopted when it bears a configured name, and then deleted', async () => {
    await start(4);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'a', as: 'attached' });
    await tenant.apply();
    expect(tenant.model.pool(tenant.clientId)).toHaveLength(1);
    expect(await tenant.accepts(own)).toBe(true);
    expect((await tenant.plan()).changes).toBe(false);
  });
});

describe('a stray', () => {
  test.each(['stage', 'stage in place'])(
    'fills the pool of two, so that %s with a fresh key is refused',
    async (step) => {
      await start(2);
      tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'stray', as: 'stray' });
      if (step === 'stage') stage();
      else tenant.configure([{ name: 'b', key: fresh }]);
      expect(await tenant.failingApply()).toContain('400 Bad Request: A client can have a maximum of 2 credentials.');
      expect(await tenant.accepts(own)).toBe(true);
    },
  );

  test('is left alone where the pool holds four', async () => {
    await start(4);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'stray', as: 'stray' });
    stage();
    await tenant.apply();
    expect(tenant.attached).toEqual(['a', 'b']);
    expect(tenant.strays).toEqual(['stray']);
  });

  test('is not shown by a plan', async () => {
    await start(2);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'stray', as: 'stray' });
    expect((await tenant.plan()).output).toContain('No changes.');
  });

  test('survives the destruction of the resource', async () => {
    await start(2);
    tenant.model.addForeignCredential(tenant.clientId, { pem: foreign.publicKey, name: 'stray', as: 'stray' });
    tenant.write({});
    await tenant.apply();
    expect(tenant.strays).toEqual(['stray']);
  });
});
