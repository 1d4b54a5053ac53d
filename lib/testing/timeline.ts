/** A stretch of time; milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly until: number;
  readonly label: string;
}

/** What happened during one run, for the picture. */
export interface Timeline {
  readonly title: string;
  readonly from: number;
  readonly until: number;
  /** The applies. */
  readonly steps: readonly Span[];
  /** One lane a slot: how long each credential was valid at the identity provider. */
  readonly slots: readonly { readonly label: string; readonly spans: readonly Span[] }[];
  /** What was published as current, and from when to when. */
  readonly published: readonly Span[];
  /** The sign-ins of each consumer. */
  readonly consumers: readonly {
    readonly label: string;
    readonly signIns: readonly { readonly at: number; readonly refused?: string }[];
  }[];
}

const WIDTH = 1180;
const LEFT = 190;
const PLOT = WIDTH - LEFT - 20;
const ROW = 26;

const COLORS = {
  valid: '#9ec5e8',
  published: '#2f6f4f',
  step: '#efefef',
  ok: '#57a773',
  failed: '#d7263d',
  text: '#222',
};

/** The picture of one or more runs: a lane a slot, validity, the published pointer, sign-ins. */
export function timelineSvg(timelines: readonly Timeline[]): string {
  let top = 10;
  const panels = timelines.map((timeline) => {
    const { svg, height } = panel(timeline, top);
    top += height + 24;
    return svg;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" font-family="sans-serif" font-size="12" fill="${COLORS.text}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function panel(timeline: Timeline, top: number): { svg: string; height: number } {
  const length = Math.max(1, timeline.until - timeline.from);
  const x = (at: number): number =>
    round(LEFT + (PLOT * (Math.min(Math.max(at, timeline.from), timeline.until) - timeline.from)) / length);
  const rows = timeline.slots.length + 1 + timeline.consumers.length;
  const height = 44 + rows * ROW + 18;
  const row = (index: number): number => top + 44 + index * ROW;
  const box = ({ from, until }: Span, y: number, tall: number, fill: string): string =>
    `<rect x="${x(from)}" y="${y}" width="${Math.max(1, round(x(until) - x(from)))}" height="${tall}" fill="${fill}" stroke="white"/>`;
  const name = (label: string, index: number): string =>
    `<text x="${LEFT - 10}" y="${row(index) + 17}" text-anchor="end">${escape(label)}</text>`;
  const bars = (spans: readonly Span[], index: number, fill: string, ink: string): string =>
    spans
      .map(
        (span) =>
          box(span, row(index) + 3, ROW - 6, fill) +
          (x(span.until) - x(span.from) > 8 * span.label.length
            ? `<text x="${x(span.from) + 6}" y="${row(index) + 17}" fill="${ink}">${escape(span.label)}</text>`
            : ''),
      )
      .join('');
  const parts = [
    `<text x="10" y="${top + 14}" font-size="14" font-weight="bold">${escape(timeline.title)}</text>`,
    ...timeline.steps.map((span, index) => {
      const room = x(timeline.steps[index + 1]?.from ?? timeline.until) - x(span.from);
      const label = room > 6 * span.label.length ? escape(span.label) : '';
      return (
        box(span, top + 22, 22 + rows * ROW, COLORS.step) +
        `<text x="${x(span.from) + 3}" y="${top + 36}" font-size="11">${label}</text>`
      );
    }),
    ...timeline.slots.map(
      ({ label, spans }, index) => name(label, index) + bars(spans, index, COLORS.valid, COLORS.text),
    ),
    name('published', timeline.slots.length) +
      bars(timeline.published, timeline.slots.length, COLORS.published, 'white'),
    ...timeline.consumers.map(({ label, signIns }, index) => {
      const at = timeline.slots.length + 1 + index;
      return name(label, at) + marks(signIns, x, row(at) + 5, ROW - 10);
    }),
    `<text x="${LEFT}" y="${top + height - 2}" font-size="11">0 s</text>`,
    `<text x="${LEFT + PLOT}" y="${top + height - 2}" font-size="11" text-anchor="end">${(length / 1000).toFixed(1)} s</text>`,
  ];
  return { svg: parts.join('\n'), height };
}

/** One mark a pixel: thousands of sign-ins stay a small picture. A refused one is never hidden by an accepted one. */
function marks(
  signIns: readonly { readonly at: number; readonly refused?: string }[],
  x: (at: number) => number,
  y: number,
  tall: number,
): string {
  const columns = new Map<number, boolean>();
  for (const { at, refused } of signIns) {
    const column = Math.floor(x(at));
    columns.set(column, (columns.get(column) ?? false) || refused !== undefined);
  }
  const path = (failed: boolean): string =>
    [...columns].flatMap(([column, bad]) => (bad === failed ? `M${column} ${y}v${tall}` : [])).join('');
  return [false, true]
    .map((failed) => [path(failed), failed ? COLORS.failed : COLORS.ok] as const)
    .map(([d, color]) => (d ? `<path d="${d}" stroke="${color}" stroke-width="1" fill="none"/>` : ''))
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
