import { element } from './markup';

interface Palette {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly valid: string;
  readonly edge: string;
  readonly current: string;
  readonly onCurrent: string;
  readonly frozen: string;
  readonly runway: string;
}

/** Blue and orange, which people tell apart who see red and green alike; light and dark besides. */
const LIGHT: Palette = {
  ground: '#ffffff',
  text: '#1f2328',
  muted: '#59636e',
  grid: '#d8dee4',
  valid: '#cfe3f7',
  edge: '#3f7fbd',
  current: '#0b5394',
  onCurrent: '#ffffff',
  frozen: '#8b949e',
  runway: '#bc4c00',
};

const DARK: Palette = {
  ground: '#0d1117',
  text: '#e6edf3',
  muted: '#9198a1',
  grid: '#2a313c',
  valid: '#17324f',
  edge: '#5b9bd8',
  current: '#6cb2ff',
  onCurrent: '#0d1117',
  frozen: '#8b949e',
  runway: '#ff9b52',
};

/** The colours of a drawing, for a light and a dark surrounding; the reader's system chooses. */
export function styleOf(): string {
  return `${rulesOf(LIGHT)}\n@media (prefers-color-scheme: dark) {\n${rulesOf(DARK)}\n}`;
}

function rulesOf({ ground, text, muted, grid, valid, edge, current, onCurrent, frozen, runway }: Palette): string {
  return [
    `.ground { fill: ${ground}; }`,
    `.text { fill: ${text}; }`,
    `.muted { fill: ${muted}; }`,
    `.grid { stroke: ${grid}; stroke-width: 1; }`,
    `.valid { fill: ${valid}; stroke: ${edge}; }`,
    `.valid-plan { fill: url(#plan); stroke: ${edge}; stroke-dasharray: 3 2; }`,
    `.current { fill: ${current}; stroke: ${current}; }`,
    `.current-plan { fill: url(#current-plan); stroke: ${current}; }`,
    `.outside { fill: ${grid}; stroke: ${muted}; stroke-dasharray: 1 2; }`,
    `.thin { stroke: ${edge}; stroke-width: 1; }`,
    `.plain { fill: ${valid}; }`,
    `.thick { stroke: ${current}; stroke-width: 2; }`,
    `.on-current { fill: ${onCurrent}; }`,
    `.halo { fill: ${text}; stroke: ${ground}; stroke-width: 3; paint-order: stroke; }`,
    `.move { stroke: ${current}; stroke-width: 1.5; }`,
    `.frozen { fill: ${frozen}; fill-opacity: 0.4; }`,
    `.today { stroke: ${text}; stroke-width: 1.2; stroke-dasharray: 4 3; }`,
    `.runway { fill: ${runway}; stroke: ${ground}; }`,
  ].join('\n');
}

/** Hatches, so that what is planned differs by more than its colour. */
export function hatches(): string {
  const hatch = (id: string, gap: number, ground: string, line: string): string =>
    element(
      'pattern',
      { id, width: gap, height: gap, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      element('rect', { class: ground, width: gap, height: gap }),
      element('path', { class: line, d: `M${gap / 2} 0V${gap}` }),
    );
  return element('defs', {}, hatch('plan', 7, 'ground', 'thin'), hatch('current-plan', 5, 'plain', 'thick'));
}
