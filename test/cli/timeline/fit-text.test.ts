import fc from 'fast-check';
import { fitText, halves, textWidth } from '../../../lib/cli/timeline/fit-text';
import { escaped } from '../../../lib/cli/timeline/markup';

describe('fitText', () => {
  it('never makes a text wider than its room, and leaves one that fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 20, max: 300 }), (text, width) => {
        const fitted = fitText(text, 10, width);
        expect(textWidth(fitted, 10)).toBeLessThanOrEqual(width);
        if (textWidth(text, 10) <= width) expect(fitted).toBe(text);
        else expect(fitted.endsWith('…')).toBe(true);
      }),
    );
  });
});

describe('halves', () => {
  it.each([
    ['billing', ['billing']],
    ['a-rather-long-name-of-a-service', ['a-rather-long-', 'name-of-a-service']],
    ['x'.repeat(40), ['x'.repeat(20), 'x'.repeat(20)]],
    [`${'x'.repeat(38)}-y`, ['x'.repeat(20), `${'x'.repeat(18)}-y`]],
  ])('parts %s', (name, expected) => {
    expect(halves(name, 10, 120)).toEqual(expected);
  });
});

describe('escaped', () => {
  it('leaves nothing that markup or XML could trip over', () => {
    expect(escaped(`<a href='x'>&"\u0000\ud800\u{1f600}`)).toBe(
      '&#60;a href=&#39;x&#39;&#62;&#38;&#34;\ufffd\ufffd\u{1f600}',
    );
  });
});
