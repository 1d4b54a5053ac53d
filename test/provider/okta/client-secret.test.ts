import { generateKeyPairSync } from 'node:crypto';
import { oktaClientSecret } from '../../../lib/provider/okta-client-secret';
import { secretHash } from '../../../lib/admin/okta';
import { type Values, Unknown } from '../../../lib/plugin';
import { RotatedApp } from './app';

let app: RotatedApp;
beforeEach(async () => void (app = await RotatedApp.start()));
afterEach(() => app.close());

/** One reference to a secret of others, with every attribute as Terraform gives it. */
const ref = (given: Values): Values => ({ id: null, value: null, secret_hash: null, ...given });
const OWN = /^rot\.([ab])\.(\d+)\.[\w-]{43}$/;

describe('a rotation', () => {
  test('begins with the secret of the app, makes each next one itself and removes those it is done with', async () => {
    const start = await app.apply('a1');
    expect(start).toMatchObject({ id_a: app.birth.id, secret_a: app.birth.value, status_a: 'active', id_b: null });
    expect(app.writes).toEqual([]);
    const staged = await app.apply('a1 b2');
    expect(OWN.exec(String(staged.secret_b))?.slice(1)).toEqual(['b', '2']);
    expect(app.secrets).toEqual([app.birth.id, staged.id_b]);
    await app.apply('b2 a1');
    expect(app.writes).toEqual(['POST secrets']);
    const recycled = await app.apply('b2 a3');
    expect(app.writes.slice(1)).toEqual(['POST deactivate', 'DELETE secret', 'POST secrets']);
    expect(app.secrets).toEqual([staged.id_b, recycled.id_a]);
    await app.apply('a3 b2', 'a3');
    expect(app.secrets).toEqual([recycled.id_a]);
    expect(await app.desk.isDone(app.config('a3'))).toBe(true);
  });

  test('plans what stays as known and what is made as unknown', async () => {
    await app.apply('a1');
    const planned = await app.desk.plan(app.config('a1 b2'));
    expect(planned).toMatchObject({ id_a: app.birth.id, secret_a: app.birth.value, status_b: 'active' });
    expect([planned.id_b, planned.secret_b]).toEqual([Unknown.VALUE, Unknown.VALUE]);
  });

  test('from outside leaves the secret of consumers alone until it is adopted and its own is in use', async () => {
    const adopted = { adopted: [ref({ id: app.birth.id })] };
    const { id_a } = await app.desk.apply(app.config('outside a1', adopted));
    await app.desk.apply(app.config('a1', adopted));
    expect(app.secrets).toEqual([app.birth.id, id_a]);
    const { id_b } = await app.desk.apply(app.config('a1 b2', adopted));
    expect(app.secrets).toEqual([id_a, id_b]);
  });

  test('goes on from what is at Okta when the state was lost, without an import', async () => {
    const before = await app.apply('a1', 'a1 b2', 'b2 a1', 'b2 a3');
    app.desk.state = undefined;
    expect(await app.apply('b2 a3')).toEqual(before);
  });

  test('is imported by the id of the app', async () => {
    const before = await app.apply('a1', 'a1 b2', 'b2 a1', 'b2 a3');
    const imported = await oktaClientSecret.import?.({ ...app.desk.context(), warn: () => undefined }, app.appId);
    expect(imported).toMatchObject({ id_a: before.id_a, secret_b: before.secret_b, generation_a: 3, generation_b: 2 });
    app.desk.state = { ...before, ...imported };
    await app.apply('b2 a3');
    expect(app.desk.state).toEqual(before);
  });
});

describe('the first secret', () => {
  test.each<[string, (birth: RotatedApp['birth']) => Values]>([
    ['id', ({ id }) => ref({ id })],
    ['value', ({ value }) => ref({ value })],
    ['hash', ({ value }) => ref({ secret_hash: secretHash(value) })],
  ])('is proven by its %s', async (_by, initial) => {
    const { secret_a } = await app.desk.apply(app.config('a1', { initial: initial(app.birth) }));
    expect(secret_a).toBe(app.birth.value);
  });

  test('is refused at plan when the app has no such secret, and the message tells which it has', async () => {
    const error = await app.refusal('a1', { initial: ref({ value: 'not the secret of the app' }) });
    expect(error).toMatchObject({ path: ['initial'] });
    expect(error.message).toContain(secretHash('not the secret of the app'));
    expect(error.message).toContain(app.birth.id);
    expect(error.message).toContain(secretHash(app.birth.value));
    expect(error.message).not.toMatch(new RegExp(`${app.birth.value}|not the secret of the app`));
  });

  test.each([
    ['neither', {}],
    ['two ways', { id: 'ocs1', secret_hash: 'hash' }],
  ])('is named in exactly one way, not in %s', async (_ways, given) => {
    expect((await app.refusal('a1', { initial: ref(given) })).message).toMatch(/exactly one of id, value, secret_hash/);
  });
});

describe('refuses at plan', () => {
  test.each<[string, readonly string[], string, RegExp]>([
    [
      'another secret in use',
      ['a1', 'a1 b2'],
      'a3 b2',
      /the secret in use is never changed, got generation 3 for slot a/,
    ],
    ['a promote that removes', ['a1', 'a1 b2'], 'b2', /never changed, got generation none for slot a in place of 1/],
    [
      'a secret made and published at once',
      ['a1'],
      'b2 a1',
      /never changed, got generation 2 for slot b in place of none/,
    ],
    ['the same from outside', ['outside'], 'a1', /never changed, got generation 1 for slot a in place of none/],
  ])('%s', async (_what, before, slots, message) => {
    await app.apply(...before);
    const calls = app.writes.length;
    expect((await app.refusal(slots)).message).toMatch(message);
    expect(app.writes).toHaveLength(calls);
  });

  test('a current slot without a secret', async () => {
    const config = { ...app.config('a1'), current: 'b' };
    await expect(app.desk.plan(config)).rejects.toMatchObject({ path: ['generation_b'] });
  });

  test('to publish a secret that Okta does not take, and to step back heals it', async () => {
    const { id_b } = await app.apply('a1', 'a1 b2');
    app.okta.setSecretStatus(app.appId, String(id_b), 'INACTIVE');
    expect((await app.refusal('b2 a1')).message).toMatch(/slot b, whose secret is inactive at Okta.*undo/s);
    await app.apply('a1 b2', 'b2 a1');
    expect(app.desk.state).toMatchObject({ current: 'b', id_b, status_b: 'active' });
  });

  test.each<[string, string, readonly string[]]>([
    ['at a stage', 'a1 b2', ['a1']],
    ['from outside', 'outside a1', ['outside']],
  ])('a foreign secret that fills the cap, %s: both named, and which is whose', async (_when, slots, before) => {
    await app.apply(...before);
    const foreign = app.okta.addForeignSecret(app.appId);
    const error = await app.refusal(slots);
    expect(error).toMatchObject({ path: [slots === 'a1 b2' ? 'generation_b' : 'generation_a'] });
    expect(error.message).toMatch(new RegExp(`${foreign.id} \\(made 20[^)]*, active\\) is not of this set`));
    const owner = before[0] === 'a1' ? 'is of this set' : 'is not of this set';
    expect(error.message).toMatch(new RegExp(`${app.birth.id} \\([^)]*\\) ${owner}`));
    expect(error.message.includes('adoptedSecrets')).toBe(before[0] === 'a1');
    expect(error.message).not.toContain(foreign.value);
    expect(app.writes).toEqual([]);
  });

  test('to begin with an app whose secrets are of a set that was removed, until they are named', async () => {
    const { id_b, secret_b } = await app.apply('a1', 'a1 b2', 'b2 a1', 'b2');
    app.desk.state = undefined;
    for (const slots of ['a1', 'outside']) {
      expect((await app.refusal(slots, {})).message).toMatch(
        new RegExp(`${id_b} .*slot b generation 2\\).*initialSecret`),
      );
    }
    const initial = { initial: ref({ id: id_b ?? null }) };
    await app.desk.apply(app.config('a1', initial));
    const staged = await app.desk.apply(app.config('a1 b2', initial));
    expect(staged).toMatchObject({ id_a: id_b, secret_a: secret_b });
    expect(staged.id_b).not.toBe(id_b);
    await app.desk.apply(app.config('b2 a1', initial));
    await app.desk.apply(app.config('b2', initial));
    expect(app.secrets).toEqual([staged.id_b]);
  });

  test('the same from outside goes on beside the old one, which is adopted', async () => {
    const { id_b } = await app.apply('a1', 'a1 b2', 'b2 a1', 'b2');
    app.desk.state = undefined;
    const adopted = { adopted: [ref({ id: id_b ?? null })] };
    await app.desk.apply(app.config('outside', adopted));
    const { id_a } = await app.desk.apply(app.config('outside a1', adopted));
    expect(app.secrets).toEqual([id_b, id_a]);
    await app.desk.apply(app.config('a1', adopted));
    const next = await app.desk.apply(app.config('a1 b2', adopted));
    expect(app.secrets).toEqual([id_a, next.id_b]);
    expect(next.id_b).not.toBe(id_b);
  });
});

describe('drift', () => {
  test('an inactive secret is planned active again and keeps its value', async () => {
    const before = await app.apply('a1', 'a1 b2');
    app.okta.setSecretStatus(app.appId, String(before.id_a), 'INACTIVE');
    await app.desk.refresh();
    expect(app.desk.state).toMatchObject({ status_a: 'inactive' });
    expect(await app.desk.plan(app.config('a1 b2'))).toEqual(before);
    expect(await app.apply('a1 b2')).toEqual(before);
    expect(await app.signIn(before.secret_a)).toBeUndefined();
  });

  test('a vanished secret is planned as a new one of the same generation, the other untouched', async () => {
    const before = await app.apply('a1', 'a1 b2', 'b2 a1');
    app.okta.removeSecret(app.appId, String(before.id_b));
    const planned = await app.desk.plan(app.config('b2 a1'));
    expect(app.desk.state).toMatchObject({ status_b: 'vanished' });
    expect(planned).toMatchObject({ generation_b: 2, id_a: before.id_a });
    expect(planned.id_b).toBe(Unknown.VALUE);
    const after = await app.apply('b2 a1');
    expect(after.id_b).not.toBe(before.id_b);
    expect(app.secrets).toEqual([before.id_a, after.id_b]);
  });

  test('a secret of others is named in a warning, its value is not', async () => {
    await app.apply('a1');
    const { id, value } = app.okta.addForeignSecret(app.appId);
    await app.desk.refresh();
    expect(app.desk.warnings.join()).toMatch(new RegExp(`a secret that is not of this set: ${id}, made 20`));
    expect(app.desk.warnings.join()).not.toContain(value);
  });

  test('an app that is gone drops the resource, with a warning', async () => {
    await app.apply('a1');
    app.okta.removeApp(app.appId);
    await app.desk.refresh();
    expect(app.desk.state).toBeUndefined();
    expect(app.desk.warnings.join()).toMatch(/okta has no app 0oa\w+ any more/);
  });
});

describe('what happens meanwhile', () => {
  /** Runs once, after a list was read and before the write that follows it. */
  const before = (method: string, path: RegExp, run: () => unknown): void => {
    let ran = false;
    app.okta.intercept(async (call) => {
      if (ran || call.method !== method || !path.test(call.path)) return undefined;
      ran = true;
      await run();
      return undefined;
    });
  };

  test.each(['a1 b2', 'b2 a3'])('two pipelines that stage %s at once end with the same secrets', async (slots) => {
    await app.apply(...(slots === 'a1 b2' ? ['a1'] : ['a1', 'a1 b2', 'b2 a1']));
    const other = app.newDesk();
    other.state = app.desk.state;
    before('POST', /secrets$/, () => other.apply(app.config(slots)));
    const mine = await app.apply(slots);
    expect(mine).toEqual(other.state);
    expect([...app.secrets].sort()).toEqual([mine.id_a, mine.id_b].map(String).sort());
  });

  test('of two secrets made at once for one place the first stays, which may be published, and the other goes', async () => {
    app.okta.removeSecret(app.appId, app.birth.id);
    const other = app.newDesk();
    before('POST', /secrets$/, () => other.apply(app.config('a1', {})));
    const mine = await app.desk.apply(app.config('a1', {}));
    expect(mine).toEqual(other.state);
    expect(app.secrets).toEqual([mine.id_a]);
  });

  test('a secret added by hand is named, nothing is lost, and once it is gone the same step works', async () => {
    const { id_a } = await app.apply('a1');
    let foreign = '';
    before('POST', /secrets$/, () => void (foreign = app.okta.addForeignSecret(app.appId).id));
    await expect(app.apply('a1 b2')).rejects.toThrow(/holds two secrets of an app at most.*is not of this set/s);
    expect(app.secrets).toEqual([id_a, foreign]);
    app.okta.removeSecret(app.appId, foreign);
    await app.apply('a1 b2');
    expect(app.secrets).toHaveLength(2);
  });

  test('an app that is deleted is named with what to check', async () => {
    await app.apply('a1');
    before('POST', /secrets$/, () => app.okta.removeApp(app.appId));
    await expect(app.apply('a1 b2')).rejects.toThrow(/404 E0000007.*check app_id and okta\.org_url/s);
  });

  test('the current secret that is deactivated is not removed with the rest', async () => {
    const { id_b } = await app.apply('a1', 'a1 b2', 'b2 a1');
    before('POST', /deactivate$/, () => app.okta.setSecretStatus(app.appId, String(id_b), 'INACTIVE'));
    await app.desk.converge(app.config('b2'));
    expect(app.secrets).toEqual([id_b]);
  });
});

describe('a token', () => {
  test.each([
    ['revoked', /401 E0000011.*expired or revoked/s],
    ['read-only', /403 E0000006.*scope okta\.apps\.manage/s],
  ] as const)('that is %s is told from the answer, and nothing is lost', async (state, message) => {
    await app.apply('a1');
    app.okta.setApiToken(state);
    const error: unknown = await app.apply('a1 b2').catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain(app.okta.apiToken);
    app.okta.setApiToken('valid');
    await app.apply('a1 b2');
    expect(app.secrets).toHaveLength(2);
  });

  test.each([
    ['with the scope works', ['okta.apps.manage'], undefined],
    ['without the scope is refused', ['okta.apps.read'], /400 invalid_scope.*scope okta\.apps\.manage/s],
  ])('of a service app %s', async (_what, scopes, message) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { clientId } = app.okta.addServiceApp({ kid: 'k1', publicKey, scopes });
    app.access = {
      OKTA_API_CLIENT_ID: clientId,
      OKTA_API_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      OKTA_API_PRIVATE_KEY_ID: 'k1',
    };
    const outcome = app.apply('a1', 'a1 b2');
    await (message
      ? expect(outcome).rejects.toThrow(message)
      : expect(outcome).resolves.toMatchObject({ status_b: 'active' }));
  });

  test('that is missing is named with its variable', async () => {
    app.access = {};
    expect((await app.refusal('a1')).message).toMatch(
      /okta\.api_token or okta\.client_id, got neither.*OKTA_API_TOKEN/s,
    );
  });
});

describe('teardown', () => {
  test('removes the standby secret, and explains the last one that Okta keeps', async () => {
    const { id_a } = await app.apply('a1', 'a1 b2');
    await app.desk.destroy();
    expect(app.secrets).toEqual([id_a]);
    expect(app.desk.warnings.join()).toMatch(new RegExp(`secret ${id_a} of app .* stays.*goes with the app`));
  });

  test('removes both where somebody else has another secret', async () => {
    await app.desk.apply(app.config('outside a1'));
    await app.desk.apply(app.config('a1', {}));
    await app.desk.destroy();
    expect(app.secrets).toEqual([app.birth.id]);
    expect(app.desk.warnings.join()).not.toMatch(/stays/);
  });

  test('of an app that is gone has nothing to do', async () => {
    const state = await app.apply('a1');
    app.okta.removeApp(app.appId);
    await expect(oktaClientSecret.delete(app.desk.context(), state)).resolves.toBeUndefined();
  });
});
