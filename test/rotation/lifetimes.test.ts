import {
  type DatedVersion,
  lifetimesOf,
  type ManifestSet,
  parseTimestamp,
  timestamp,
  undoStep,
} from '../../lib/rotation';
import { after, setWith } from './schedule/sets';

const [START, STAGE, PROMOTE, RETIRE] = ['03-01', '03-30', '03-31', '04-10'].map((day) => `2026-${day}T00:00:00Z`) as [
  string,
  string,
  string,
  string,
];
const NEVER = '2036-02-27T00:00:00Z';

function told(...sets: readonly (ManifestSet | undefined)[]): {
  readonly credentials: string[];
  readonly current: string[];
} {
  const at = (index: number): Date => parseTimestamp(`2026-05-0${index + 1}T00:00:00Z`);
  const { credentials, current } = lifetimesOf(sets.map((set, index): DatedVersion => ({ set, at: at(index) })));
  return {
    credentials: credentials.map(
      ({ slot, generation, from, until, end }) => `${slot}${generation} ${timestamp(from)} ${end} ${timestamp(until)}`,
    ),
    current: current.map((one) => `${one.current} ${timestamp(one.from)} ${one.until ? timestamp(one.until) : 'open'}`),
  };
}

describe('lifetimesOf', () => {
  const first = setWith({}, { at: START });
  const staged = after(first, 'stage', STAGE);
  const promoted = after(staged, 'promote', PROMOTE);
  const expires = timestamp(first.policy.lifetime.after(new Date(STAGE)));

  it('lets a credential live from its stage until its expiry, or until it is removed or replaced', () => {
    const retired = after(promoted, 'retire', RETIRE);
    expect(told(first, staged, promoted, retired)).toEqual({
      credentials: [`a1 ${START} is removed ${RETIRE}`, `b2 ${STAGE} expires ${expires}`],
      current: [`a ${START} ${PROMOTE}`, `b ${PROMOTE} open`],
    });
    const recycled = after(promoted, 'stage', RETIRE);
    expect(told(first, staged, promoted, recycled).credentials[0]).toBe(`a1 ${START} is replaced ${RETIRE}`);
  });

  it('knows from one version where its last step came from', () => {
    expect(told(promoted)).toEqual(told(first, staged, promoted));
  });

  it('forgets what was taken back', () => {
    const back = { ...staged, state: undoStep('billing', staged.state) };
    expect(told(first, staged, back)).toEqual(told(first));
    const other = after(back, 'stage', RETIRE);
    expect(told(first, staged, back, other)).toEqual(told(first, other));
    const again = { ...promoted, state: undoStep('billing', promoted.state) };
    expect(told(first, staged, promoted, again).current).toEqual([`a ${START} open`]);
  });

  it('keeps a credential that was staged again until the other one was made', () => {
    const again = after(staged, 'new-key', PROMOTE);
    expect(told(first, staged, again).credentials.slice(1)).toEqual([
      `b2 ${STAGE} is replaced ${PROMOTE}`,
      expect.stringContaining(`b3 ${PROMOTE} expires`),
    ]);
  });

  it('ends all with the version that forgets the set, and begins anew', () => {
    const anew = setWith({}, { at: '2026-06-01T00:00:00Z' });
    expect(told(first, undefined, anew)).toEqual({
      credentials: [
        `a1 ${START} is removed 2026-05-02T00:00:00Z`,
        'a1 2026-06-01T00:00:00Z expires 2036-05-29T00:00:00Z',
      ],
      current: [`a ${START} 2026-05-02T00:00:00Z`, 'a 2026-06-01T00:00:00Z open'],
    });
  });

  it('ends it no later than the next one of its name begins', () => {
    const anew = setWith({}, { at: '2026-05-01T12:00:00Z' });
    expect(told(first, undefined, anew).current).toEqual([
      `a ${START} 2026-05-01T12:00:00Z`,
      'a 2026-05-01T12:00:00Z open',
    ]);
  });

  it('keeps the credentials of a slot apart where times were edited by hand', () => {
    const retired = after(promoted, 'retire', RETIRE);
    expect(told(promoted, retired, after(retired, 'stage', PROMOTE)).credentials.slice(0, 2)).toEqual([
      `a1 ${START} is removed ${PROMOTE}`,
      expect.stringContaining(`a3 ${PROMOTE} expires`),
    ]);
  });

  it('knows a credential from outside as current only', () => {
    const outside = setWith({}, { at: START, outside: true });
    const filled = after(outside, 'stage', STAGE);
    expect(told(outside, filled, after(filled, 'promote', PROMOTE))).toEqual({
      credentials: [`a1 ${STAGE} expires ${expires}`],
      current: [`outside ${START} ${PROMOTE}`, `a ${PROMOTE} open`],
    });
  });

  it('has nothing to tell of no versions', () => {
    expect(told()).toEqual({ credentials: [], current: [] });
    expect(told(first).credentials).toEqual([`a1 ${START} expires ${NEVER}`]);
  });
});
