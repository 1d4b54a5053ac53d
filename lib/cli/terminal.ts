import { styleText } from 'node:util';
import type { Verdict } from '../guard/report';
import type { Context } from './context';

/** How good and bad news stand out on a terminal. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

export const PLAIN: Palette = { good: (text) => text, bad: (text) => text, warn: (text) => text };

export const COLOR: Palette = {
  good: (text) => styleText('green', text, { validateStream: false }),
  bad: (text) => styleText('red', text, { validateStream: false }),
  warn: (text) => styleText('yellow', text, { validateStream: false }),
};

/** Colors on a terminal that has them, unless the environment has NO_COLOR. */
export function paletteOf({ stdout, env }: Context): Palette {
  const isTerminal = 'isTTY' in stdout && stdout.isTTY === true;
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOR : PLAIN;
}

/** The width of the terminal, undefined in a pipe and where nobody told the terminal its width, which is 0 then. */
export function columnsOf({ stdout }: Context): number | undefined {
  return 'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns || undefined : undefined;
}

/** The text in the color of a verdict. */
export function paint(palette: Palette, verdict: Verdict, text: string): string {
  switch (verdict) {
    case 'safe':
      return palette.good(text);
    case 'healing':
    case 'unknown':
      return palette.warn(text);
    case 'unsafe':
      return palette.bad(text);
  }
}
