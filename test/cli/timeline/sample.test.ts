import { readFileSync } from 'node:fs';
import { SAMPLE, timelineSample } from '../../../scripts/timeline-sample';

describe('the sample on the page of timeline', () => {
  it('is what is drawn ("npx tsx scripts/timeline-sample.ts" draws it)', () => {
    expect(readFileSync(SAMPLE, 'utf8')).toBe(timelineSample());
  });
});
