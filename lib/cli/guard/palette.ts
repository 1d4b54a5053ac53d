import { styleText } from 'node:util';
import type { Verdict } from '../../guard/report';

/** How the verdicts stand out on a terminal. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

export const PLAIN: Palette = { good: (text) => text, bad: (text) => text, warn: (text) => text };

/** Whether the output is a terminal is the caller's to decide. */
export const COLOR: Palette = {
  good: (text) => styleText('green', text, { validateStream: false }),
  bad: (text) => styleText('red', text, { validateStream: false }),
  warn: (text) => styleText('yellow', text, { validateStream: false }),
};

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
