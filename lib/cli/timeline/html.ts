import { type SetFacts, timelineFacts } from './facts';
import { element, escaped } from './markup';
import type { Timeline } from './model';
import { titleOf } from './svg';

const STYLE = `:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 1100px; padding: 0 1rem; background: #ffffff; color: #1f2328; }
svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { border: 1px solid #d8dee4; padding: 0.2rem 0.6rem; text-align: left; }
td { font-variant-numeric: tabular-nums; }
p { margin: 0; }
@media (prefers-color-scheme: dark) {
body { background: #0d1117; color: #e6edf3; }
th, td { border-color: #2a313c; }
}`;

/** A page of its own: the drawing, and its facts in tables. It asks for nothing from anywhere, and runs no script. */
export function timelineHtml(timeline: Timeline, svg: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${element('title', {}, escaped(titleOf(timeline)))}
<style>
${STYLE}
</style>
</head>
<body>
${svg}
${timelineFacts(timeline).sets.map(section).join('\n')}
</body>
</html>
`;
}

function section({ name, title, kind, credentials, current, coming, frozen, runwayEnds }: SetFacts): string {
  return [
    element('h2', {}, escaped(name)),
    element('p', {}, escaped([...(title === undefined ? [] : [title]), kind].join(', '))),
    ...(runwayEnds === undefined
      ? []
      : [element('p', {}, `Sign-ins stop at ${runwayEnds} if no pipeline ever runs again.`)]),
    rows(
      ['slot', 'generation', 'valid from', 'until', 'because it'],
      credentials.map((one) => [one.slot, `${one.generation}`, one.from, one.until, one.end]),
    ),
    rows(
      ['current', 'from', 'until'],
      current.map((one) => [one.current, one.from, one.until ?? '']),
    ),
    rows(
      ['coming step', 'at'],
      coming.map(({ at, number, step }) => [`${number} ${step}`, at]),
    ),
    rows(
      ['frozen from', 'until', 'reason'],
      frozen.map(({ from, until, reasons }) => [from, until, reasons.join(', ')]),
    ),
  ].join('\n');
}

function rows(head: readonly string[], lines: readonly (readonly string[])[]): string {
  if (lines.length === 0) return '';
  const line = (cells: readonly string[], tag: string): string =>
    element('tr', {}, ...cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`));
  return `<table>\n${[line(head, 'th'), ...lines.map((cells) => line(cells, 'td'))].join('\n')}\n</table>`;
}
