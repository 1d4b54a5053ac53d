import { oneLine } from './one-line';

/** How a table is to look where it is shown. */
export interface Look {
  /** The width of the terminal; absent where there is none, and lines may be as long as they like. */
  readonly columns?: number;
  /** Colors a cell, given the title of its column. */
  readonly paint?: (cell: string, title: string) => string;
}

/**
 * Columns side by side, two spaces apart, the first row being their titles. Where a terminal is too narrow for that, a
 * block for each row, so that nothing is wrapped in the middle. Cells are of one line, whoever wrote them.
 */
export function table(texts: readonly (readonly string[])[], look: Look = {}): string {
  const rows = texts.map((row) => row.map(oneLine));
  const [titles = []] = rows;
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const width = widths.reduce((sum, one) => sum + one + 2, -2);
  if (look.columns !== undefined && width > look.columns) return blocks(rows, look);
  const lines = rows.map((row, index) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0, index === 0 ? undefined : (text) => paint(look, text, titles[i])))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

/** Empty cells are left out. */
function blocks([titles = [], ...rows]: readonly (readonly string[])[], look: Look): string {
  const width = Math.max(...titles.slice(1).map((title) => title.length));
  return rows
    .map(([name = '', ...cells]) => {
      const lines = cells.map((cell, i) => [titles[i + 1] ?? '', cell] as const).filter(([, cell]) => cell !== '');
      return [name, ...lines.map(([title, cell]) => `  ${title.padEnd(width)}  ${paint(look, cell, title)}`)].join(
        '\n',
      );
    })
    .join('\n');
}

/** Color codes have no width. */
function padded(cell: string, width: number, style: (text: string) => string = (text) => text): string {
  return style(cell) + ' '.repeat(width - cell.length);
}

function paint(look: Look, cell: string, title = ''): string {
  return look.paint?.(cell, title) ?? cell;
}
