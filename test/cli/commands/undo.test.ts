import { rsaKey } from '../../support/keys';
import { appliedState, complaint, Workshop } from '../workshop';

describe('undo', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = new Workshop();
    await shop.steps('init --id test', 'add billing --kind entra-client-secret');
  });
  afterEach(() => shop.remove());

  it('takes back the last step', async () => {
    await shop.steps('stage billing');
    const { undo: _, ...before } = shop.set('billing').state;
    await shop.steps('promote billing');
    const { exitCode, stdout, stderr } = await shop.run(['undo', 'billing']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('billing: step 2 (promote) is taken back, step 1 (stage) is the last one again');
    expect(stderr).toContain('only while step 2 was not applied');
    expect(shop.set('billing').state).toEqual(before);
  });

  it('says that it does not take back the private key', async () => {
    const [first, second] = [await rsaKey(), await rsaKey()];
    const add = ['add', 'web', '--kind', 'auth0-private-key-jwt', '--public-key', '-'];
    await shop.run(add, { stdin: first.publicKey });
    await shop.run(['stage', 'web', '--public-key', '-'], { stdin: second.publicKey });
    expect((await shop.run(['undo', 'web'])).stderr).toContain('a private key that was delivered for it stays');
  });

  it('says that what the step would have removed stays, for it may have leaked', async () => {
    await shop.steps('stage billing', 'abort billing');
    const { stderr } = await shop.run(['undo', 'billing']);
    expect(stderr).toContain('generation 2 in slot b stays then');
    expect(stderr).toContain('"cdktf-rotation replace billing --slot b"');
  });

  it('takes back one step only, and not the start', async () => {
    expect(complaint(await shop.run(['undo', 'billing']))[0]).toBe(3);
    await shop.steps('stage billing', 'promote billing', 'undo billing');
    const text = shop.text;
    expect(complaint(await shop.run(['undo', 'billing']))).toEqual([3, expect.stringContaining('undo takes back')]);
    expect(shop.text).toBe(text);
  });

  it('takes back a step that is not applied', async () => {
    await shop.steps('stage billing');
    const stdin = appliedState({ set: 'billing', step: 0, manifest: 'test' });
    const { exitCode, stderr } = await shop.run(['undo', 'billing', '--applied', '-'], { stdin });
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(shop.set('billing').state.step).toBe(0);
  });

  it.each([
    [['stage'], 'use "cdktf-rotation abort billing" instead'],
    [['stage', 'promote'], 'use "cdktf-rotation rollback billing" instead'],
    [['stage', 'promote', 'rollback'], 'use "cdktf-rotation rollback billing" again instead'],
    [['stage', 'promote', 'retire'], 'use "cdktf-rotation stage billing" for a new credential'],
    [['stage', 'abort'], 'use "cdktf-rotation stage billing" for a new credential'],
  ])('refuses after %j when that is applied, and names the way out', async (steps, line) => {
    await shop.steps(...steps.map((step) => `${step} billing`));
    const text = shop.text;
    const stdin = appliedState({ set: 'billing', step: steps.length, manifest: 'test' });
    expect(complaint(await shop.run(['undo', 'billing', '--applied', '-'], { stdin }))).toEqual([
      3,
      expect.stringContaining(line),
    ]);
    expect(shop.text).toBe(text);
  });

  it('names no way back to a credential from outside', async () => {
    await shop.steps('add old --kind entra-client-secret --from-outside', 'stage old', 'promote old');
    const stdin = appliedState({ set: 'old', step: 2, manifest: 'test' });
    const result = await shop.run(['undo', 'old', '--applied', '-'], { stdin });
    expect(complaint(result)).toEqual([3, expect.stringContaining('no way back to the credential from outside')]);
  });

  it('refuses the state of another deployment', async () => {
    await shop.steps('stage billing');
    const stdin = appliedState({ set: 'billing', step: 0, manifest: 'other' });
    const result = await shop.run(['undo', 'billing', '--applied', '-'], { stdin });
    expect(complaint(result)).toEqual([3, expect.stringContaining('belongs to manifest "other"')]);
  });
});
