import {
  InputError,
  Kind,
  leakOf,
  Manifest,
  requestAfter,
  type RotationRequest,
  type Step,
  undoStep,
} from '../../lib/rotation';
import { AT, manifestOf } from '../support/manifests';

const LEAK = { requestedAt: AT, reason: 'in a ticket', leaked: [1], pause: '10m' };

function setWith(rotation: RotationRequest, ...steps: readonly Step[]) {
  return manifestOf({ billing: { steps, entry: { rotation } } }).find('billing');
}

describe('a request to replace what leaked', () => {
  it('stands in the manifest as long as something of it is left', () => {
    expect(leakOf(setWith({ ...LEAK, leaked: [1, 2] }, 'stage', 'promote', 'retire'))?.generations).toEqual([2]);
  });

  it('is none when nothing of it is left, as after a merge of two branches', () => {
    const set = setWith(LEAK, 'stage', 'promote', 'retire');
    expect([set.rotation, leakOf(set)]).toEqual([undefined, undefined]);
  });

  it('of another sort names nothing that leaked', () => {
    const set = setWith({ requestedAt: AT });
    expect([set.rotation, leakOf(set)]).toEqual([{ requestedAt: AT }, undefined]);
  });

  it('forgets what an undo takes back, for the next one is another credential', () => {
    const set = setWith({ ...LEAK, leaked: [1, 2] }, 'stage');
    expect(requestAfter(set, undoStep('billing', set.state))?.leaked).toEqual([1]);
    expect(requestAfter(setWith({ ...LEAK, leaked: [2] }, 'stage'), undoStep('billing', set.state))).toBeUndefined();
  });

  it('names the one that comes next where it is made ahead, and keeps to it through an undo', () => {
    const set = manifestOf({
      cf: { kind: Kind.UAA_CLIENT_SECRET, steps: ['stage'], entry: { rotation: { ...LEAK, leaked: [1, 2, 3] } } },
    }).find('cf');
    expect(leakOf(set)?.generations).toEqual([1, 2, 3]);
    expect(requestAfter(set, undoStep('cf', set.state))?.leaked).toEqual([1, 2]);
  });

  it.each([
    ['needs a reason', { requestedAt: AT, leaked: [1], pause: '10m' }],
    ['needs a pause', { requestedAt: AT, reason: 'x', leaked: [1] }],
    ['has a pause only where something leaked', { requestedAt: AT, pause: '10m' }],
    ['names generations, which count from 1', { ...LEAK, leaked: [0] }],
    ['names none that there cannot be yet', { ...LEAK, leaked: [2] }],
    ['names one at least', { ...LEAK, leaked: [] }],
    ['has a pause of a readable length', { ...LEAK, pause: 'P1Y' }],
    ['has a time', { ...LEAK, requestedAt: '2026-02-31T00:00:00Z' }],
  ])('%s', (_title, rotation) => {
    const { document } = manifestOf({ billing: {} });
    const sets = { billing: { ...document.sets.billing, rotation } };
    expect(() => Manifest.of({ ...document, sets })).toThrow(InputError);
  });
});
