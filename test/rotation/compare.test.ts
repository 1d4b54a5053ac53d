import {
  illegalChanges,
  Kind,
  Manifest,
  type SetEntry,
  type SetState,
  stageAgain,
  type Step,
  undoStep,
} from '../../lib/rotation';
import { rsaKey } from '../support/keys';
import { EXPIRES, manifestOf, type SetOptions } from '../support/manifests';
import { emptyManifest } from './random-manifests';

let keys: readonly string[];
beforeAll(async () => {
  keys = (await Promise.all([rsaKey(), rsaKey(), rsaKey()])).map(({ publicKey }) => publicKey);
});

const LATER = '2026-02-02T02:00:00Z';

function billing(...steps: readonly Step[]): Manifest {
  return manifestOf({ other: { steps: ['stage'] }, billing: { steps } });
}

function withEntry(manifest: Manifest, edit: (entry: SetEntry) => Partial<SetEntry>): Manifest {
  const entry = manifest.document.sets.billing as SetEntry;
  return manifest.with('billing', { ...entry, ...edit(entry) });
}

function withState(manifest: Manifest, edit: (state: SetState) => Partial<SetState>): Manifest {
  return withEntry(manifest, ({ state }) => ({ state: { ...state, ...edit(state) } }));
}

const notOneStep = (from: string, to: string): string =>
  `set "billing": state went from ${from} to ${to}, which is not one legal step: restore it and take one step with the command line`;

describe('finds nothing', () => {
  test.each<[string, readonly Step[], Step]>([
    ['stage', [], 'stage'],
    ['stage that recycles', ['stage', 'promote'], 'stage'],
    ['promote', ['stage'], 'promote'],
    ['retire', ['stage', 'promote'], 'retire'],
    ['abort', ['stage'], 'abort'],
    ['rollback', ['stage', 'promote'], 'rollback'],
  ])('in one %s', (_, before, step) => {
    expect(illegalChanges(billing(...before), billing(...before, step))).toEqual([]);
  });

  test('in one step of a set that starts outside', () => {
    const from = (...steps: readonly Step[]): Manifest => manifestOf({ billing: { outside: 'outside', steps } });
    expect(illegalChanges(from(), from('stage'))).toEqual([]);
    expect(illegalChanges(from('stage'), from('stage', 'promote'))).toEqual([]);
  });

  test('in a step of a key kind', () => {
    const from = (...steps: readonly Step[]): Manifest =>
      manifestOf({ billing: { kind: Kind.AUTH0_PRIVATE_KEY_JWT, keys, steps } });
    expect(illegalChanges(from(), from('stage'))).toEqual([]);
    expect(illegalChanges(from('stage', 'promote'), from('stage', 'promote', 'stage'))).toEqual([]);
  });

  test('in the same manifest', () => {
    expect(illegalChanges(billing('stage', 'promote'), billing('stage', 'promote'))).toEqual([]);
  });

  test.each(['stage', 'promote'] as const)('in an undo of %s', (step) => {
    const head = billing(...(step === 'stage' ? [] : (['stage'] as const)), step);
    const undone = withEntry(head, ({ state }) => ({ state: undoStep('billing', state) }));
    expect(illegalChanges(head, undone)).toEqual([]);
  });

  test('in another key within the step', () => {
    const base = billing('stage');
    const state = stageAgain(base.find('billing'), { at: LATER, expires: EXPIRES });
    expect(
      illegalChanges(
        base,
        withEntry(base, () => ({ state })),
      ),
    ).toEqual([]);
  });

  test('in what people edit: policy, override, defaults', () => {
    const head = withEntry(billing('stage'), () => ({
      policy: { interval: '7d', title: 'new' },
      override: { step: 2, rule: 'soak', reason: 'leaked' },
    }));
    expect(illegalChanges(billing('stage'), head)).toEqual([]);
    expect(illegalChanges(billing(), Manifest.of({ ...billing().document, defaults: { soak: '1h' } }))).toEqual([]);
  });

  test('in a set that is added at step 0, from a slot or outside', () => {
    const head = manifestOf({ other: { steps: ['stage'] }, billing: {}, third: { outside: 'outside' } });
    expect(illegalChanges(manifestOf({ other: { steps: ['stage'] } }), head)).toEqual([]);
  });

  test('in a removal that was announced', () => {
    const marked = withEntry(billing('stage'), () => ({ removal: { at: LATER, reason: 'shut down' } }));
    expect(illegalChanges(billing('stage'), marked)).toEqual([]);
    expect(illegalChanges(marked, marked.without('billing'))).toEqual([]);
  });

  test('in one step of several sets at once', () => {
    const after = (first: SetOptions, second: SetOptions): Manifest => manifestOf({ first, second });
    const base = after({ steps: ['stage'] }, { steps: ['stage', 'promote'] });
    const head = after({ steps: ['stage', 'promote'] }, { steps: ['stage', 'promote', 'retire'] });
    expect(illegalChanges(base, head)).toEqual([]);
  });
});

describe('finds', () => {
  test('two steps at once', () => {
    expect(illegalChanges(billing(), billing('stage', 'promote'))).toEqual([
      notOneStep('step 0 (current a, standby empty)', 'step 2 (current b, standby previous)'),
    ]);
  });

  test('a revert of a step', () => {
    const twoBack = illegalChanges(billing('stage', 'promote', 'retire'), billing('stage', 'promote'));
    expect(twoBack).toEqual([notOneStep('step 3 (current b, standby empty)', 'step 2 (current b, standby previous)')]);
  });

  test('roles edited by hand', () => {
    const head = withState(billing('stage', 'promote'), () => ({ current: 'a', undo: undefined }));
    expect(illegalChanges(billing('stage', 'promote'), head)).toEqual([
      notOneStep('step 2 (current b, standby previous)', 'step 2 (current a, standby previous)'),
    ]);
  });

  test.each<[string, (state: SetState) => Partial<SetState>]>([
    ['a generation that jumps', ({ b }) => ({ generation: 7, b: b && { ...b, generation: 7 } })],
    ['the expiry of the current credential', ({ a }) => ({ a: a && { ...a, expires: '2030-01-01T00:00:00Z' } })],
    ['the time of the last step', ({ last }) => ({ last: { ...last, at: LATER } })],
    ['the time at which current became current', () => ({ currentSince: LATER })],
    ['the step number', ({ step }) => ({ step: step + 1, undo: undefined })],
    ['a dropped undo', () => ({ undo: undefined })],
  ])('%s', (_, edit) => {
    const [complaint, ...more] = illegalChanges(billing('stage'), withState(billing('stage'), edit));
    expect(complaint).toMatch(/^set "billing": state went from step 1 .* which is not one legal step/);
    expect(more).toEqual([]);
  });

  test('a hidden edit within a legal step', () => {
    const head = withState(billing('stage', 'promote'), ({ a }) => ({
      a: a && { ...a, expires: '2030-01-01T00:00:00Z' },
    }));
    expect(illegalChanges(billing('stage'), head)).toHaveLength(1);
  });

  test('another public key in the current slot, in the same step and within a legal one', () => {
    const at = (...steps: readonly Step[]): Manifest =>
      manifestOf({ billing: { kind: Kind.AUTH0_PRIVATE_KEY_JWT, keys: keys.slice(0, 2), steps } });
    const swapped = (manifest: Manifest): Manifest =>
      withState(manifest, ({ a }) => ({ a: a && { ...a, publicKey: keys[2] } }));
    expect(illegalChanges(at('stage'), swapped(at('stage')))).toHaveLength(1);
    expect(illegalChanges(at(), swapped(at('stage')))).toHaveLength(1);
  });

  test('a set that is added in the middle', () => {
    expect(
      illegalChanges(
        manifestOf({ other: {} }),
        manifestOf({ other: {}, billing: { steps: ['stage', 'promote', 'retire'] } }),
      ),
    ).toEqual(['set "billing": a new set starts at step 0: use "cdktf-rotation add"']);
  });

  test('a set that starts again', () => {
    expect(illegalChanges(billing('stage', 'promote'), billing())).toEqual([
      notOneStep('step 2 (current b, standby previous)', 'step 0 (current a, standby empty)'),
    ]);
  });

  test('a set that is gone, or has another name', () => {
    const gone = 'set "billing": removed without "cdktf-rotation remove": its credentials would go unprotected';
    expect(illegalChanges(billing('stage'), billing('stage').without('billing'))).toEqual([gone]);
    const entry = billing('stage').document.sets.billing as SetEntry;
    expect(illegalChanges(billing('stage'), billing('stage').without('billing').with('invoices', entry))).toEqual([
      gone,
      'set "invoices": a new set starts at step 0: use "cdktf-rotation add"',
    ]);
  });

  test('another kind', () => {
    const base = emptyManifest().with('billing', billing().document.sets.billing as SetEntry);
    expect(
      illegalChanges(
        base,
        withEntry(base, () => ({ kind: 'my-oldest-secret' })),
      ),
    ).toEqual([
      'set "billing": kind changed from entra-client-secret to my-oldest-secret: add another set and move the application',
    ]);
  });

  test('a step that the kind refuses', () => {
    const of = (entry: SetEntry): Manifest => emptyManifest().with('billing', { ...entry, kind: 'my-oldest-secret' });
    const { state } = billing('stage', 'abort').document.sets.billing as SetEntry;
    const base = of(billing('stage').document.sets.billing as SetEntry);
    const head = of({ kind: '', state: { ...state, undo: undefined } });
    expect(illegalChanges(base, head)).toHaveLength(1);
  });

  test('another id', () => {
    expect(illegalChanges(manifestOf({}, 'prod-1'), manifestOf({}, 'test-1'))).toEqual([
      'manifest id changed from "prod-1" to "test-1": the id names the deployment and stays',
    ]);
  });

  test('each set that moved too far, and only those', () => {
    const base = manifestOf({ first: {}, second: {}, third: {} });
    const head = manifestOf({
      first: { steps: ['stage', 'abort'] },
      second: { steps: ['stage'] },
      third: { steps: ['stage', 'promote'] },
    });
    expect(illegalChanges(base, head).map((complaint) => complaint.slice(0, 12))).toEqual([
      'set "first":',
      'set "third":',
    ]);
  });
});
