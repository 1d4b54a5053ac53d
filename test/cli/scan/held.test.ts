import { Readable } from 'node:stream';
import { heldByState } from '../../../lib/cli/scan/held';
import { entraSecrets } from '../../../lib/cli/scan/entra';
import { State } from '../../../lib/cli/scan/state';
import type { ManifestSet, Slot, Step } from '../../../lib/rotation';
import { manifestOf } from '../../support/manifests';
import { Sink } from '../workshop';
import { stateText } from './state';

type Ids = Readonly<Partial<Record<Slot, string>>>;

/** What is held when the ledger has some ids, at the step before, and the resources have others. */
async function held(steps: readonly Step[], ledger: Ids, resources: Ids, wrap = (text: string): string => text) {
  const set = manifestOf({ app: { steps } }).find('app');
  const before = manifestOf({ app: { steps: steps.slice(0, -1) } }).find('app');
  const text = stateText({
    set: before,
    ids: ledger,
    slots: Object.fromEntries(
      Object.keys(ledger).map((slot) => [slot, `azuread_application_password.app_slot_${slot}`]),
    ),
    resources: Object.entries(resources).map(([slot, keyId]) => ({
      type: 'azuread_application_password',
      name: `app_slot_${slot}`,
      values: { key_id: keyId },
    })),
  });
  const state = await State.read('-', contextWith(wrap(text)));
  return rolesIn(set, state);
}

function rolesIn(set: ManifestSet, state: State): readonly string[] {
  const applied = state.tryFind('app');
  if (!applied) return ['not applied'];
  const { credentials } = heldByState(set, applied, state, entraSecrets);
  return credentials.map(({ role, id, slot, generation }) => `${role} ${id} ${slot} g${generation}`);
}

function contextWith(stdin: string) {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const now = (): Date => new Date(0);
  return { now, stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, isTerminal: false, env: {} };
}

describe('what a state holds of a set', () => {
  it('is what the ledger has', async () => {
    expect(await held(['stage', 'promote'], { a: 'A', b: 'B' }, { a: 'A', b: 'B' })).toEqual([
      'current A a g1',
      'next B b g2',
    ]);
    expect(await held(['stage', 'promote', 'retire'], { a: 'A', b: 'B' }, { a: 'A', b: 'B' })).toEqual([
      'previous A a g1',
      'current B b g2',
    ]);
  });

  it('is also what a stage made that did not get as far as the ledger', async () => {
    expect(await held(['stage'], { a: 'A' }, { a: 'A', b: 'B' })).toEqual(['current A a g1', 'next B b g2']);
  });

  it('is the new one where an unfinished stage has recycled the previous one', async () => {
    const steps: readonly Step[] = ['stage', 'promote', 'stage'];
    expect(await held(steps, { a: 'A', b: 'B' }, { a: 'A2', b: 'B' })).toEqual(['next A2 a g3', 'current B b g2']);
  });

  it('is not what was replaced and could not be removed, which Terraform shows under the same address', async () => {
    const withDeposed = (text: string): string => {
      const { values, ...rest } = JSON.parse(text) as { values: { root_module: { resources: { type: string }[] } } };
      const { resources } = values.root_module;
      const slot = resources.find(({ type }) => type !== 'terraform_data');
      const deposed = { ...slot, deposed_key: '5d0f1a2b', values: { key_id: 'old' } };
      return JSON.stringify({ ...rest, values: { root_module: { resources: [...resources, deposed] } } });
    };
    expect(await held(['stage'], { a: 'A' }, { a: 'A' }, withDeposed)).toEqual(['current A a g1']);
  });

  it('is in the module of its ledger, and no data source', async () => {
    const inModule = (text: string): string => {
      const { values, ...rest } = JSON.parse(text) as { values: { root_module: { resources: object[] } } };
      const other = { type: 'azuread_application_password', name: 'app_slot_a', values: { key_id: 'other' } };
      const data = { ...other, mode: 'data', values: { key_id: 'data' } };
      const child_modules = [{ address: 'module.x', resources: [...values.root_module.resources, data] }];
      return JSON.stringify({
        ...rest,
        values: { root_module: { resources: [{ ...other, mode: 'managed' }], child_modules } },
      });
    };
    expect(await held(['stage'], { a: 'A' }, { a: 'A' }, inModule)).toEqual(['current A a g1']);
  });
});
