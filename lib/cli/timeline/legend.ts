import { textWidth } from './fit-text';
import { FONT } from './layout';
import { element } from './markup';
import type { Timeline } from './model';
import { diamond } from './set-row';

const [TOP, LEFT, HEIGHT, SWATCH] = [60, 14, 11, 22];

interface Entry {
  readonly text: string;
  readonly draw: (x: number) => string;
}

/** Says what each sort of mark means; those that the drawing has. */
export function legend({ sets, until, now }: Timeline): string {
  const has = (found: boolean, text: string, draw: Entry['draw']): readonly Entry[] => (found ? [{ text, draw }] : []);
  const entries = [
    { text: 'current', draw: box('current') },
    { text: 'next or previous, valid as well', draw: box('valid') },
    ...has(
      until > now,
      'ahead, if every run is on time',
      (x) => box('valid-plan', 11)(x) + box('current-plan', 11)(x + 11),
    ),
    ...has(
      sets.some(({ current }) => current.some((span) => span.current === 'outside')),
      'from outside',
      box('outside'),
    ),
    ...has(
      sets.some(({ frozen }) => frozen.length > 0),
      'freeze',
      box('frozen'),
    ),
    ...has(
      sets.some(({ runwayEnds }) => runwayEnds && runwayEnds <= until),
      'sign-ins stop if no pipeline ever runs again',
      (x) => diamond(x + SWATCH / 2, TOP + HEIGHT / 2, 7),
    ),
  ];
  let x = LEFT;
  return entries
    .map(({ text, draw }) => {
      const at = x;
      x += SWATCH + 6 + textWidth(text, FONT.small) * 0.86 + 14;
      return (
        draw(at) + element('text', { class: 'text', x: at + SWATCH + 6, y: TOP + 9.5, 'font-size': FONT.small }, text)
      );
    })
    .join('');
}

function box(kind: string, width = SWATCH): (x: number) => string {
  return (x) => element('rect', { class: kind, x, y: TOP, width, height: HEIGHT, rx: 2 });
}
