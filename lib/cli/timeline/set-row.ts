import type { Current } from '../../rotation';
import { type Bar, barsOf, type Move, movesOf, outsideBars } from './bars';
import { fitText, halves, textWidth } from './fit-text';
import { type Density, FONT, heightOf, lanesOf, LEFT } from './layout';
import { block, element, escaped } from './markup';
import type { Timeline, TimelineSet } from './model';
import { dayText } from './ticks';

const RADIUS = 2;
const PAD = 5;
/** For a name, left of the lanes and their letters. */
const ROOM = LEFT - 14 - 30;

/** The lanes of one set, beginning at a height. */
export class SetRow {
  private readonly lanes: readonly Current[];

  constructor(
    private readonly set: TimelineSet,
    private readonly timeline: Timeline,
    private readonly density: Density,
    private readonly x: (at: Date) => number,
    private readonly top: number,
  ) {
    this.lanes = lanesOf(set);
  }

  toString(): string {
    const { credentials, current, runwayEnds } = this.set;
    const isSeen = (at: Date): boolean => this.timeline.from <= at && at <= this.timeline.until;
    return block(
      'g',
      {},
      ...this.names(),
      ...credentials.map((one) => {
        const title = `${one.slot}, generation ${one.generation}: valid from ${dayText(one.from)}, ${one.end} ${dayText(one.until)}`;
        return this.lane(one.slot, barsOf(one, current, this.timeline.now), title, `${one.generation}`);
      }),
      this.lane('outside', outsideBars(current, this.timeline.until, this.timeline.now), 'from outside', ''),
      ...this.set.frozen.map(({ from, until, reasons }) =>
        this.band(from, until, `frozen until ${dayText(until)}: ${reasons.join(', ')}`),
      ),
      ...movesOf(current)
        .filter(({ at }) => isSeen(at))
        .map((one) => this.move(one)),
      ...(runwayEnds && isSeen(runwayEnds) ? [this.runway(runwayEnds)] : []),
    );
  }

  private topOf(lane: Current): number {
    return this.top + this.lanes.indexOf(lane) * (this.density.lane + this.density.gap);
  }

  private names(): readonly string[] {
    const { lane, gap, hasKind, label } = this.density;
    const { name, title, kind } = this.set;
    const line = (text: string, size: number, number: number, color: string): string => {
      const y = this.top + number * (lane + gap) + (lane + size * 0.7) / 2;
      return element('text', { class: color, x: 14, y, 'font-size': size }, escaped(fitText(text, size, ROOM)));
    };
    const [first = '', second] = halves(name, FONT.name, ROOM);
    const named =
      second === undefined
        ? [line(first, FONT.name, 0, 'text'), ...(hasKind ? [line(title ?? kind, FONT.small, 1, 'muted')] : [])]
        : [first, second].map((half, index) => line(half, FONT.half, index, 'text'));
    const letters = this.lanes.map((one) => {
      const y = this.topOf(one) + (lane + label * 0.7) / 2;
      const place = { x: LEFT - 8, y, 'font-size': label, 'text-anchor': 'end' };
      return element('text', { class: 'muted', ...place }, one === 'outside' ? 'out' : one);
    });
    return [...named, ...letters];
  }

  private band(from: Date, until: Date, title: string): string {
    const { space } = this.density;
    const height = heightOf(this.set, this.density) - space / 2;
    return this.box('frozen', from, until, this.top - space / 4, height, title);
  }

  private lane(lane: Current, bars: readonly Bar[], title: string, label: string): string {
    const top = this.topOf(lane);
    const seen = bars.filter(({ from, until }) => until > this.timeline.from && from < this.timeline.until);
    const boxes = seen.map((bar) => this.box(classOf(lane, bar), bar.from, bar.until, top, this.density.lane, title));
    return boxes.join('') + this.label(label, seen, top);
  }

  /** The generation, in the first part that has room for it. */
  private label(text: string, bars: readonly Bar[], top: number): string {
    const { label: size, lane } = this.density;
    const bar = bars.find(({ from, until }) => this.x(until) - this.x(from) > textWidth(text, size) + 2 * PAD);
    if (!bar || text === '') return '';
    const kind = bar.isPlanned ? 'halo' : bar.isCurrent ? 'on-current' : 'text';
    return element(
      'text',
      { class: kind, x: this.x(bar.from) + PAD, y: top + (lane + size * 0.7) / 2, 'font-size': size },
      text,
    );
  }

  private box(kind: string, from: Date, until: Date, y: number, height: number, title: string): string {
    const [left, right] = [this.x(from), this.x(until)];
    const shape = {
      class: kind,
      x: left,
      y,
      width: Math.max(right - left, 0.5),
      height,
      rx: kind === 'frozen' ? 0 : RADIUS,
    };
    return element('rect', shape, element('title', {}, escaped(title)));
  }

  /** From the lane that consumers leave to the one they go to. */
  private move({ at, from, to }: Move): string {
    const [one, other] = [this.topOf(from), this.topOf(to)].sort((a, b) => a - b) as [number, number];
    return element('path', { class: 'move', d: `M${this.x(at).toFixed(1)} ${one}V${other + this.density.lane}` });
  }

  private runway(at: Date): string {
    const middle = this.top + (heightOf(this.set, this.density) - this.density.space) / 2;
    const title = `sign-ins stop on ${dayText(at)} if no pipeline ever runs again`;
    const size = this.density.hasKind ? 7 : 5;
    return diamond(this.x(at), middle, size, element('title', {}, escaped(title)));
  }
}

/** @param size from its middle to its tip */
export function diamond(x: number, y: number, size: number, ...children: readonly string[]): string {
  const d = `M${x.toFixed(1)} ${(y - size).toFixed(1)}l${size - 1} ${size}l${1 - size} ${size}l${1 - size} ${-size}z`;
  return element('path', { class: 'runway', d }, ...children);
}

function classOf(lane: Current, { isCurrent, isPlanned }: Bar): string {
  if (lane === 'outside') return 'outside';
  return `${isCurrent ? 'current' : 'valid'}${isPlanned ? '-plan' : ''}`;
}
