import { fitText } from './fit-text';
import { legend } from './legend';
import { densityOf, FONT, heightOf, LEFT, RIGHT, scaleOf, TOP, WIDTH } from './layout';
import { block, element, escaped } from './markup';
import type { Timeline } from './model';
import { SetRow } from './set-row';
import { hatches, styleOf } from './style';
import { dayText, ticksOf } from './ticks';

/** Room for a label on the axis. */
const TICK_WIDTH = 66;
const MARGIN = 14;
/** With more height than this the axis stands below the sets, too. */
const TALL = 500;

/** The drawing: self-contained, no script, no font of its own, for a light and a dark surrounding. */
export function timelineSvg(timeline: Timeline): string {
  const density = densityOf(timeline);
  const x = scaleOf(timeline);
  const tops: number[] = [];
  let bottom = TOP;
  for (const set of timeline.sets) {
    tops.push(bottom);
    bottom += heightOf(set, density);
  }
  const height = bottom + (bottom > TALL ? 24 : 0) + MARGIN;
  return block(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-labelledby': 'title desc',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
    },
    element('title', { id: 'title' }, escaped(titleOf(timeline))),
    element('desc', { id: 'desc' }, escaped(description(timeline))),
    element('style', {}, styleOf()),
    hatches(),
    element('rect', { class: 'ground', width: WIDTH, height }),
    heading(timeline),
    legend(timeline),
    axis(timeline, x, bottom),
    ...timeline.sets.map((set, index) => `${new SetRow(set, timeline, density, x, tops[index] as number)}`),
    today(timeline, x, bottom),
  );
}

export function titleOf({ manifest }: Timeline): string {
  return `Credentials of ${manifest}`;
}

function rangeText({ from, until, now }: Timeline): string {
  return `${dayText(from)} to ${dayText(until)}, as of ${dayText(now)}; days in UTC, by the times in the manifest`;
}

function description(timeline: Timeline): string {
  const sets = timeline.sets.length === 1 ? '1 set' : `${timeline.sets.length} sets`;
  return `When the credentials of ${sets} were and will be valid, and which one is current. ${rangeText(timeline)}.`;
}

function heading(timeline: Timeline): string {
  const title = fitText(titleOf(timeline), FONT.title, WIDTH - 2 * MARGIN);
  return (
    element('text', { class: 'text', x: MARGIN, y: 28, 'font-size': FONT.title, 'font-weight': 600 }, escaped(title)) +
    element('text', { class: 'muted', x: MARGIN, y: 47, 'font-size': FONT.small }, escaped(rangeText(timeline)))
  );
}

function axis({ from, until }: Timeline, x: (at: Date) => number, bottom: number): string {
  const ticks = ticksOf(from, until, Math.floor((RIGHT - LEFT) / TICK_WIDTH));
  const heights = bottom > TALL ? [TOP - 14, bottom + 14] : [TOP - 14];
  return ticks
    .flatMap(({ at, label }) => [
      element('path', { class: 'grid', d: `M${x(at).toFixed(1)} ${TOP - 10}V${bottom}` }),
      ...(x(at) + TICK_WIDTH / 2 > RIGHT ? [] : heights).map((y) =>
        element('text', { class: 'muted', x: x(at), y, 'font-size': FONT.small, 'text-anchor': 'middle' }, label),
      ),
    ])
    .join('');
}

/** The line of now, with its label above the axis. */
function today({ from, until, now }: Timeline, x: (at: Date) => number, bottom: number): string {
  if (now < from || now > until) return '';
  return (
    element('path', { class: 'today', d: `M${x(now).toFixed(1)} ${TOP - 10}V${bottom}` }) +
    element(
      'text',
      { class: 'text', x: x(now), y: TOP - 32, 'font-size': FONT.small, 'font-weight': 600, 'text-anchor': 'middle' },
      'today',
    )
  );
}
