import { table } from '../../lib/cli/table';

const ROWS = [
  ['SET', 'STATUS', 'NEXT'],
  ['billing', 'late', 'promote'],
  ['a', '', 'stage, 2026-12-20'],
];
const LINES = ['SET      STATUS  NEXT', 'billing  late    promote', 'a                stage, 2026-12-20'];
const BLOCKS = ['billing', '  STATUS  late', '  NEXT    promote', 'a', '  NEXT    stage, 2026-12-20'];

describe('table', () => {
  it.each([
    ['in a pipe', undefined, LINES],
    ['in a terminal as wide as its longest line', 34, LINES],
    ['in a narrower one', 33, BLOCKS],
    ['in one of a few columns', 5, BLOCKS],
  ])('is shown %s', (_where, columns, lines) => {
    expect(table(ROWS, { columns })).toBe(lines.join('\n'));
  });

  it.each([
    [100, ['SET      STATUS  NEXT', 'billing  <late>    promote', 'a        <>        stage, 2026-12-20']],
    [10, ['billing', '  STATUS  <late>', '  NEXT    promote', 'a', '  NEXT    stage, 2026-12-20']],
  ])('keeps its columns under colors, %s wide', (columns, lines) => {
    const paint = (cell: string, title: string): string => (title === 'STATUS' ? `<${cell}>` : cell);
    expect(table(ROWS, { columns, paint })).toBe(lines.join('\n'));
  });

  it('takes no line end and no escape code from a cell', () => {
    expect(
      table([
        ['NAME', 'BY'],
        ['a\u001b[31m\n b\u009b2J', 'x'],
      ]),
    ).toBe('NAME       BY\na[31m b2J  x');
  });

  it('has no title without rows', () => {
    expect(table([])).toBe('');
  });
});
