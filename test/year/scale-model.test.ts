import { DAY, HOUR } from './clock';
import type { Member } from './fleet';
import { failing } from './mishaps';
import { Pipeline } from './pipeline';
import type { Operation, Watch } from './terraform/deployment';
import { World } from './world';

/** That the applies of the year refuse, order and keep what real Terraform does: else its zero would mean nothing. */
const MEMBERS: readonly Member[] = [
  { name: 'billing', kind: 'entra-client-secret', start: 'own', policy: { grace: '2d', soak: '12h' } },
];

let world: World;
let pipeline: Pipeline;
let operations: Operation[] = [];

const watch = (): Watch => async (when, operation) => {
  if (when === 'before') operations.push(operation);
};

/** Takes a step with the command line, past what the applied state says, and applies it. */
async function step(...argv: readonly string[]): Promise<readonly string[]> {
  const proposal = await pipeline.propose(() => pipeline.commandLine.done(argv));
  if (!proposal) throw new Error('nothing was proposed');
  pipeline.merge(proposal);
  return apply();
}

async function apply(by: () => Watch = watch): Promise<readonly string[]> {
  operations = [];
  const [result] = await pipeline.apply(by);
  if (result?.failure) throw result.failure;
  return operations.map(({ action, address }) => `${action} ${address.replace('billing_', '')}`);
}

const later = (milliseconds: number): void => world.clock.advanceTo(world.clock.now().getTime() + milliseconds);

async function begin(members: readonly Member[]): Promise<void> {
  world = await World.start('2026-03-01T00:00:00Z');
  pipeline = new Pipeline(world, members);
  await pipeline.begin();
  await apply();
}

beforeEach(() => begin(MEMBERS));

afterEach(() => world.close());

it('creates, publishes, removes, and records before it removes', async () => {
  expect(await step('stage', 'billing')).toEqual([
    'create azuread_application_password.slot_b',
    'delete terraform_data.clock_stayed',
    'create terraform_data.clock_stayed',
    'update terraform_data.step_1',
  ]);
  later(DAY);
  expect(await step('promote', 'billing')).toEqual([
    'update memory_secret.memory',
    'delete terraform_data.clock_moved',
    'create terraform_data.clock_moved',
    'update terraform_data.step_0',
  ]);
  later(3 * DAY);
  expect((await step('stage', 'billing')).filter((one) => one.includes('azuread'))).toEqual([
    'create azuread_application_password.slot_a',
    'delete azuread_application_password.slot_a',
  ]);
});

it('refuses a promote before soak is over, and changes nothing', async () => {
  await step('stage', 'billing');
  later(11 * HOUR);
  await expect(step('promote', 'billing')).rejects.toThrow('must wait soak = 12h');
  expect(operations).toEqual([]);
  later(HOUR);
  expect(await apply()).toContain('update memory_secret.memory');
});

it('refuses a retire before grace is over', async () => {
  await step('stage', 'billing');
  later(DAY);
  await step('promote', 'billing');
  later(2 * DAY - HOUR);
  await expect(step('retire', 'billing')).rejects.toThrow('must wait grace = 2d');
  later(HOUR);
  expect(await apply()).toContain('delete azuread_application_password.slot_a');
});

it('refuses a step that skips one', async () => {
  const proposal = await pipeline.propose(() => pipeline.commandLine.done(['stage', 'billing']));
  pipeline.merge(proposal as NonNullable<typeof proposal>);
  later(DAY);
  await expect(step('promote', 'billing')).rejects.toThrow('must follow step 1');
});

it('takes up what was broken off, and has nothing to do after it', async () => {
  const proposal = await pipeline.propose(() => pipeline.commandLine.done(['stage', 'billing']));
  pipeline.merge(proposal as NonNullable<typeof proposal>);
  const killed =
    (): Watch =>
    async (when, { address }) => {
      if (when === 'before' && address === 'terraform_data.billing_step_1') throw new Error('killed');
    };
  await expect(apply(killed)).rejects.toThrow('killed');
  expect(await apply()).toEqual(['update terraform_data.step_1']);
  expect(await pipeline.deployments.apply(pipeline.manifest, ['billing'], watch)).toEqual([
    { set: 'billing', operations: [] },
  ]);
});

it.each(['entra-certificate', 'auth0-private-key-jwt'])(
  'an answer that is lost blocks the stage of %s until a person discards what it left',
  async (kind) => {
    await world.close();
    await begin([{ name: 'billing', kind, start: 'own', policy: {} }]);
    const keys = await pipeline.keyOptions('billing', kind);
    const stop = failing(world.models, 'answer lost');
    await expect(step('stage', 'billing', ...keys)).rejects.toThrow(/fetch failed|already exist/);
    stop();
    const blocked = (await apply().catch((error: Error) => error)) as Error;
    expect(blocked.message).toContain('already exist');
    pipeline.deployments.application('billing').discardStray?.(blocked.message);
    expect(await apply()).toContain('update terraform_data.step_1');
    expect(pipeline.deployments.application('billing').held()).toBe(2);
  },
);
