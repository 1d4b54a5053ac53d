import { frozenSpans, policyOf, type PolicyOptions, timestamp } from '../../lib/rotation';

function spans(freeze: PolicyOptions['freeze'], from: string, until: string): readonly string[] {
  const found = frozenSpans(policyOf({ freeze }).freeze, new Date(from), new Date(until));
  return found.map((one) => `${timestamp(one.from)} ${timestamp(one.until)} ${one.reasons.join()}`);
}

describe('frozenSpans', () => {
  it('finds each window to the minute, joined where they touch', () => {
    const freeze = [
      { from: '2026-03-05T18:07', until: '2026-03-08T06:00', reason: 'move' },
      { from: '2026-03-08T06:00', until: '2026-03-09', reason: 'rest' },
      { every: '03-20/03-22', reason: 'fair' },
    ];
    expect(spans(freeze, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual([
      '2026-03-05T18:07:00Z 2026-03-09T00:00:00Z move,rest',
      '2026-03-20T00:00:00Z 2026-03-22T00:00:00Z fair',
    ]);
  });

  it('cuts a window off at both ends of the time', () => {
    const freeze = [{ every: 'sat-sun', reason: 'weekend' }];
    expect(spans(freeze, '2026-03-01T12:00:00Z', '2026-03-07T06:00:00Z')).toEqual([
      '2026-03-01T12:00:00Z 2026-03-02T00:00:00Z weekend',
      '2026-03-07T00:00:00Z 2026-03-07T06:00:00Z weekend',
    ]);
  });

  it('finds the weekends of ten years', () => {
    const freeze = [{ every: 'sat-sun', reason: 'weekend' }];
    expect(spans(freeze, '2026-01-01T00:00:00Z', '2036-01-01T00:00:00Z')).toHaveLength(522);
  });
});
