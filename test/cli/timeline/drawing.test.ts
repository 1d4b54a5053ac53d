import fc from 'fast-check';
import { LEFT, RIGHT, WIDTH } from '../../../lib/cli/timeline/layout';
import { timelineHtml } from '../../../lib/cli/timeline/html';
import { type Timeline, timelineOf } from '../../../lib/cli/timeline/model';
import { timelineSvg } from '../../../lib/cli/timeline/svg';
import { type Element, elementsOf } from './elements';
import { randomSet } from './random-sets';

const DAY = 86_400_000;
const RUNS = { numRuns: 40 };
/** The least width of a bar, and twice what rounding to a tenth does. */
const HAIR = 0.6;

const randomTimeline: fc.Arbitrary<Timeline> = fc
  .record({
    sets: fc.uniqueArray(randomSet, { selector: ({ name }) => name, maxLength: 8 }),
    now: fc.integer({ min: 0, max: 500 }),
    since: fc.option(fc.integer({ min: -400, max: 200 }), { nil: undefined }),
    length: fc.integer({ min: 1, max: 700 }),
    manifest: fc.string({ unit: 'binary' }),
  })
  .map(({ sets, now, since, length, manifest }) => {
    const moment = new Date(Date.parse('2026-01-01T00:00:00Z') + now * DAY);
    const from = since === undefined ? undefined : new Date(moment.getTime() + since * DAY);
    const until = from && new Date(from.getTime() + length * DAY);
    return timelineOf(manifest, sets, moment, { since: from, until });
  });

/** Rectangles within the plot, which the legend and the ground are not. */
function bars(svg: string): readonly (Element & { readonly x: number; readonly right: number; readonly y: number })[] {
  return elementsOf(svg)
    .filter(({ name, attributes }) => name === 'rect' && attributes.class !== 'ground' && Number(attributes.y) > 100)
    .map((element) => {
      const { x, y, width } = element.attributes;
      return { ...element, x: Number(x), right: Number(x) + Number(width), y: Number(y) };
    });
}

describe('a drawing of any sets', () => {
  it('keeps every bar in the plot, and the bars of a lane apart', () => {
    fc.assert(
      fc.property(randomTimeline, (timeline) => {
        const found = bars(timelineSvg(timeline));
        expect(found.filter(({ x, right }) => x < LEFT || right > RIGHT + HAIR)).toEqual([]);
        const credentials = found.filter(({ attributes }) => attributes.class !== 'frozen');
        for (const lane of new Set(credentials.map(({ y }) => y))) {
          const spans = credentials.filter(({ y }) => y === lane).map(({ x, right }) => [x, right] as const);
          expect(overlaps(spans, HAIR)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('never has two credentials of a slot, or two current ones, at a time', () => {
    fc.assert(
      fc.property(randomTimeline, ({ sets }) => {
        const times = sets.flatMap(({ credentials, current }) => [
          ...['a', 'b'].map((slot) => credentials.filter((one) => one.slot === slot).map(stretch)),
          current.map(stretch),
        ]);
        expect(times.flatMap((lane) => overlaps(lane, 0))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is well-formed, and so is the page around it, which asks for nothing', () => {
    fc.assert(
      fc.property(randomTimeline, (timeline) => {
        const svg = timelineSvg(timeline);
        const [root, title, desc] = elementsOf(svg);
        expect([root?.name, root?.attributes.role, title?.name, desc?.name]).toEqual(['svg', 'img', 'title', 'desc']);
        const page = timelineHtml(timeline, svg);
        const body = page.replace('<!doctype html>', '').replace(/<meta [^>]*>/g, '');
        const active = elementsOf(body).filter(
          ({ name, attributes }) =>
            ['script', 'link', 'img', 'iframe', 'object'].includes(name) ||
            Object.keys(attributes).some((key) => /^(on|src|href)/.test(key)),
        );
        expect(active).toEqual([]);
        expect(/@import|url\((?!#)/.test(svg)).toBe(false);
      }),
      RUNS,
    );
  });

  it('has no two texts on top of each other on the axis and in the legend', () => {
    fc.assert(
      fc.property(randomTimeline, (timeline) => {
        const texts = elementsOf(timelineSvg(timeline)).filter(({ name }) => name === 'text');
        for (const y of ['114', '69.5']) {
          const row = texts.filter(({ attributes }) => attributes.y === y).map(span);
          expect(row.length).toBeGreaterThan(0);
          expect(overlaps(row, 0)).toEqual([]);
          expect(row.filter(([, right]) => right > WIDTH)).toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

type Span = readonly [from: number, until: number];

/** The spans that begin before the one to their left has ended. */
function overlaps(spans: readonly Span[], tolerance: number): readonly Span[] {
  const sorted = [...spans].sort(([one], [other]) => one - other);
  return sorted.filter(([from], index) => from < (sorted[index - 1]?.[1] ?? from) - tolerance);
}

function stretch({ from, until }: { readonly from: Date; readonly until?: Date }): Span {
  return [from.getTime(), until?.getTime() ?? Number.POSITIVE_INFINITY];
}

/** Fonts are about 0.55 of their size wide. */
function span({ attributes, text }: Element): Span {
  const width = text.length * 0.55 * Number(attributes['font-size']);
  const left = Number(attributes.x) - (attributes['text-anchor'] === 'middle' ? width / 2 : 0);
  return [left, left + width];
}
