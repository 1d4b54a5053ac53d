import type { Step } from '../../../lib/rotation';
import type { Auth0Model, EntraModel, Fault, OktaModel } from '../../../lib/testing';
import type { Result } from '../workshop';
import { pem, rubbish, SCENES, type Scene } from './scenes';

afterEach(async () => {
  for (const remove of rubbish.splice(0)) await remove();
});

const at = (kind: string, ...steps: readonly Step[]): Promise<Scene> => SCENES[kind]!(steps);

function discard({ desk, state }: Scene, id: string, ...more: readonly string[]): Promise<Result> {
  return desk.run(['app', '--applied', '-', '--discard', id, ...more], { stdin: state });
}

/** Refused in one line, and everything is still there. */
async function expectRefused(scene: Scene, id: string, reason: string, ...more: readonly string[]): Promise<void> {
  const before = await scene.left();
  const { exitCode, stdout, stderr } = await discard(scene, id, ...more);
  expect([exitCode, stdout, stderr]).toEqual([3, '', expect.stringMatching(/^refused: [^\n]+\n$/)]);
  expect(stderr).toContain(reason);
  expect(await scene.left()).toEqual(before);
}

async function expectRemoved(scene: Scene, id: string, ...more: readonly string[]): Promise<Result> {
  const before = await scene.left();
  const result = await discard(scene, id, ...more);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(result.stdout).toMatch(new RegExp(`^app: removed ${id} `));
  expect(before).toContain(id);
  expect(await scene.left()).toEqual(before.filter((one) => one !== id));
  return result;
}

const ORPHANS = ['entra-client-secret', 'auth0-private-key-jwt', 'okta-client-secret', 'okta-private-key-jwt'];
const FOREIGN = [...ORPHANS, 'entra-certificate'];

describe('scan --discard', () => {
  it.each(ORPHANS)('removes the orphan of %s, and nothing else', async (kind) => {
    const scene = await at(kind);
    const id = (await scene.addOrphan?.()) ?? '';
    const { stdout } = await expectRemoved(scene, id);
    expect(stdout).toMatch(/\napp +current +valid /);
    expect(stdout).not.toMatch(/\napp +orphaned/);
  });

  it.each(FOREIGN)('removes what somebody else has at %s only when that is said', async (kind) => {
    const scene = await at(kind, ...(kind === 'okta-client-secret' ? [] : ['stage' as const]));
    const id = (await scene.addForeign?.()) ?? '';
    await expectRefused(scene, id, 'it is not of this set, and somebody may sign in with it: add --foreign');
    await expectRemoved(scene, id, '--foreign');
  });

  it('removes a secret of Okta that is switched off already', async () => {
    const scene = await at('okta-client-secret');
    const id = (await scene.addForeign?.()) ?? '';
    (scene.model as OktaModel).setSecretStatus(scene.application, id, 'INACTIVE');
    await expectRemoved(scene, id, '--foreign');
  });

  it('takes the kid for the id', async () => {
    const scene = await at('auth0-private-key-jwt');
    const id = await scene.addOrphan?.();
    const { kid = '' } = (scene.model as Auth0Model).pool(scene.application).find((key) => key.id === id) ?? {};
    expect(await discard(scene, kid)).toMatchObject({ exitCode: 0 });
    expect(await scene.left()).not.toContain(id);
  });

  it('says with --dry-run what it would remove, and does not', async () => {
    const scene = await at('entra-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    const { exitCode, stdout } = await discard(scene, id, '--dry-run');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining(`app: dry run, nothing is removed: would remove ${id} (orphaned)`),
    ]);
    expect(await scene.left()).toContain(id);
    await expectRefused(scene, String(scene.ids.a), 'it is the current one of the set', '--dry-run');
  });

  it('answers in JSON what it removed and what is left', async () => {
    const scene = await at('okta-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    const { stdout } = await discard(scene, id, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      discarded: { id, verdict: 'orphaned' },
      dryRun: false,
      set: 'app',
      credentials: [{ id: scene.ids.a, verdict: 'current', state: 'valid' }],
    });
  });

  it.each(Object.keys(SCENES))('refuses what %s is about to use, uses and used', async (kind) => {
    const staged = await at(kind, 'stage');
    await expectRefused(staged, String(staged.ids.a), 'it is the current one of the set', '--foreign');
    await expectRefused(staged, String(staged.ids.b), 'it is the next one of the set', '--foreign');
    const promoted = await at(kind, 'stage', 'promote');
    await expectRefused(promoted, String(promoted.ids.a), 'it is the previous one of the set', '--foreign');
  });

  it.each(FOREIGN)('refuses what the state of %s publishes', async (kind) => {
    const scene = await at(kind);
    const id = (await scene.addForeign?.()) ?? '';
    const values = { data_json: JSON.stringify({ nested: JSON.stringify({ key: id }) }) };
    const store = {
      type: 'vault_kv_secret_v2',
      name: 'app',
      address: 'vault_kv_secret_v2.app',
      mode: 'managed',
      values,
    };
    const state = scene.state.replace('"resources":[', `"resources":[${JSON.stringify(store)},`);
    await expectRefused({ ...scene, state }, id, 'the state knows it, at vault_kv_secret_v2.app', '--foreign');
  });

  it('refuses a secret of Okta whose value is published', async () => {
    const scene = await at('okta-client-secret');
    const { id, value } = (scene.model as OktaModel).addForeignSecret(scene.application, { value: 'the-one-in-use' });
    scene.desk.secrets.push(value);
    const values = { data_json: JSON.stringify({ OKTA_CLIENT_SECRET: value }) };
    const store = {
      type: 'vault_kv_secret_v2',
      name: 'web',
      address: 'vault_kv_secret_v2.web',
      mode: 'managed',
      values,
    };
    const state = scene.state.replace('"resources":[', `"resources":[${JSON.stringify(store)},`);
    await expectRefused({ ...scene, state }, id, 'the state knows it, at vault_kv_secret_v2.web', '--foreign');
  });

  it('refuses what the code names as adopted', async () => {
    const scene = await at('okta-client-secret');
    const id = (await scene.addForeign?.()) ?? '';
    const state = scene.state.replace('"app_id":', `"adopted":[{"id":"${id}"}],"app_id":`);
    await expectRefused({ ...scene, state }, id, 'the set removes it when its place is needed', '--foreign');
  });

  it('refuses a key of Auth0 that is attached', async () => {
    const scene = await at('auth0-private-key-jwt');
    const key = await pem('rsa', 4);
    const id = (scene.model as Auth0Model).addForeignCredential(scene.application, { pem: key, as: 'attached' });
    await expectRefused(scene, id, 'it is attached, so the client may be signing in with it', '--foreign');
  });

  it('refuses without the applied state', async () => {
    const scene = await at('entra-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    const { exitCode, stderr } = await scene.desk.run(['app', '--application', scene.application, '--discard', id]);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('discard needs the applied state')]);
    expect(await scene.left()).toContain(id);
  });

  it('refuses while a step is not applied, but for a stray key of Auth0 that stops it', async () => {
    const behind = (scene: Scene): Scene => ({
      ...scene,
      state: scene.state.replace('"step":1', '"step":0').replace('app_step_1', 'app_step_0'),
    });
    const entra = behind(await at('entra-client-secret', 'stage'));
    await expectRefused(entra, (await entra.addOrphan?.()) ?? '', 'apply step 1 first');
    const auth0 = behind(await at('auth0-private-key-jwt', 'stage'));
    await expectRemoved(auth0, (await auth0.addOrphan?.()) ?? '');
    const old = { ...auth0, state: auth0.state.replace('"step":0', '"step":2') };
    await expectRefused(old, (await auth0.addOrphan?.()) ?? '', 'this manifest is old');
  });

  it('refuses what a newer manifest made', async () => {
    const scene = await at('entra-client-secret');
    const { keyId } = (scene.model as EntraModel).addForeignSecret(scene.clientId, { displayName: 'app b g2' });
    await expectRefused(scene, keyId, 'it is of generation 2, and this manifest has come to 1');
  });

  it('refuses what may stand in the place of a credential that is gone', async () => {
    const scene = await at('entra-client-secret', 'stage');
    scene.remove?.('b');
    await expectRefused(scene, (await scene.addOrphan?.()) ?? '', 'it may be what stands in its place: apply first');
  });

  it.each(['gone', 'expired'])('refuses whatever may sign in while the current one is %s', async (how) => {
    const scene = await at('entra-client-secret');
    const model = scene.model as EntraModel;
    const { keyId } = model.addForeignSecret(scene.clientId, {
      displayName: 'theirs',
      endDateTime: '2028-01-01T00:00:00Z',
    });
    if (how === 'gone') scene.remove?.('a');
    else scene.desk.now = new Date('2027-01-01T00:00:00Z');
    await expectRefused(scene, keyId, `the current one is ${how}, so it may be what signs in`, '--foreign');
  });

  it('refuses whatever may be the credential from outside, also one that an earlier set of this name made', async () => {
    const scene = await SCENES['entra-client-secret']!(['stage'], 'outside');
    const id = (await scene.addForeign?.()) ?? '';
    await expectRefused(scene, id, 'consumers sign in with a credential from outside', '--foreign');
    const earlier = (scene.model as EntraModel).addForeignSecret(scene.clientId, { displayName: 'app a g1' }).keyId;
    await expectRefused(scene, earlier, 'consumers sign in with a credential from outside');
    const { stdout } = await scene.desk.run(['app', '--applied', '-'], { stdin: scene.state });
    expect(stdout).toMatch(/of an earlier set of this name: promote first/);
    expect(stdout).not.toContain('nobody uses it');
  });

  it('removes nothing at UAA, and says what to do', async () => {
    const scene = await at('uaa-client-secret');
    await scene.addOrphan?.();
    await expectRefused(scene, 'coming', 'apply the same step again');
    const keys = await at('uaa-private-key-jwt');
    const { exitCode, stderr } = await discard(keys, 'some-kid');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('UAA never shows the keys of a client')]);
  });

  it('says which ones there are when the id is wrong', async () => {
    const scene = await at('okta-client-secret');
    const { exitCode, stderr } = await discard(scene, 'ocsNone');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`has no credential "ocsNone": it has ${scene.ids.a}`),
    ]);
  });

  it.each<[string, Fault]>([
    ['is lost', { kind: 'drop-after-commit' }],
    ['is an error of the server', { kind: 'fail-after-commit', status: 500 }],
  ])('looks what became of it when the answer %s', async (_what, fault) => {
    for (const kind of FOREIGN) {
      const scene = await at(kind);
      const id = (await scene.addForeign?.()) ?? '';
      const stop = scene.model.intercept(({ method, path }) => (isRemoval(method, path) ? fault : undefined));
      await expectRemoved(scene, id, '--foreign');
      stop();
    }
  });

  it.each(FOREIGN)('names the right that is missing to remove at %s', async (kind) => {
    const scene = await at(kind);
    const id = (await scene.addForeign?.()) ?? '';
    scene.model.intercept(({ mutating, path }) =>
      mutating && !path.endsWith('/token') ? { kind: 'refuse', status: 403, body: {} } : undefined,
    );
    const { exitCode, stderr } = await discard(scene, id, '--foreign');
    expect([exitCode, stderr]).toEqual([4, expect.stringMatching(/ does not remove it: .*: removing takes /)]);
    expect(await scene.left()).toContain(id);
  });

  it('needs a person when the provider is gone after the removal', async () => {
    const scene = await at('entra-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    let removed = false;
    scene.model.intercept(({ mutating }) => {
      if (removed) return { kind: 'refuse', status: 500 };
      removed = mutating;
      return undefined;
    });
    const { exitCode, stderr } = await discard(scene, id);
    expect([exitCode, stderr]).toEqual([
      4,
      expect.stringContaining(`whether ${id} is removed is not known: Entra cannot`),
    ]);
  });

  it('needs a person when it is still listed after all', async () => {
    const scene = await at('entra-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    scene.model.intercept(({ mutating }) => (mutating ? { kind: 'refuse', status: 204 } : undefined));
    const { exitCode, stderr } = await discard(scene, id);
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining(`${id} is still listed after its removal`)]);
  });

  it('needs a person when another one went meanwhile', async () => {
    const scene = await at('entra-certificate', 'stage');
    const id = (await scene.addForeign?.()) ?? '';
    scene.model.interceptAfter(({ method }) => {
      if (method === 'PATCH') scene.remove?.('b');
    });
    const { exitCode, stderr } = await discard(scene, id, '--foreign');
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining(`${scene.ids.b} (next) went meanwhile`)]);
  });

  it('writes nothing back from a replica that lacks another certificate', async () => {
    const scene = await at('entra-certificate', 'stage');
    const id = (await scene.addForeign?.()) ?? '';
    const [listed] = (await list(scene)) as readonly { readonly keyCredentials: readonly { keyId: string }[] }[];
    const late = { ...listed, keyCredentials: listed?.keyCredentials.filter(({ keyId }) => keyId !== scene.ids.b) };
    let reads = 0;
    scene.model.intercept(({ method }) => {
      if (method !== 'GET') return undefined;
      reads += 1;
      return reads === 2 ? { kind: 'refuse', status: 200, body: late } : undefined;
    });
    const { exitCode, stderr } = await discard(scene, id, '--foreign');
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining(`without ${scene.ids.b}, which were there before`)]);
    expect(await scene.left()).toEqual(expect.arrayContaining([id, scene.ids.b]));
  });

  it('waits until the replicas agree', async () => {
    const scene = await at('entra-client-secret');
    const id = (await scene.addOrphan?.()) ?? '';
    const listed = [...(await list(scene))];
    let reads = 0;
    scene.model.intercept(({ method }) => {
      if (method !== 'GET') return undefined;
      reads += 1;
      return reads === 2 ? { kind: 'refuse', status: 200, body: listed[0] } : undefined;
    });
    await expectRemoved(scene, id);
    expect(reads).toBe(3);
  });
});

function isRemoval(method: string, path: string): boolean {
  return method === 'DELETE' || method === 'PATCH' || path.endsWith('/removePassword');
}

async function list({ model, application }: Scene): Promise<readonly object[]> {
  const headers = { authorization: 'Bearer test' };
  return [(await (await fetch(`${model.url}/v1.0/applications/${application}`, { headers })).json()) as object];
}
