import fc from 'fast-check';
import { oneLine } from '../../lib/cli/one-line';

const PIECES = [
  'a',
  '\u{1f511}',
  ' ',
  '\n',
  '\u2028',
  '\u0000',
  '\u0085',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ud83d',
  '\udd11',
  '\uffff',
];

describe('oneLine', () => {
  it('is one line without control characters, and the same when applied again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...PIECES) }), (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/u);
        expect(oneLine(line)).toBe(line);
      }),
    );
  });

  it('leaves an address alone', () => {
    const address = 'module.x["a b"].vault_kv_secret_v2.billing_vault[0]';
    expect(oneLine(address)).toBe(address);
  });
});
