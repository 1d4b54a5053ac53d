import { Readable } from 'node:stream';
import { COLOR, columnsOf, type Palette, paint, paletteOf, PLAIN } from '../../lib/cli/terminal';
import { Sink } from './workshop';

const NAMED: Palette = {
  good: (text) => `good ${text}`,
  bad: (text) => `bad ${text}`,
  warn: (text) => `warn ${text}`,
};

describe('paint', () => {
  it.each([
    ['safe', 'good x'],
    ['healing', 'warn x'],
    ['unknown', 'warn x'],
    ['unsafe', 'bad x'],
  ] as const)('shows %s as %s', (verdict, painted) => {
    expect(paint(NAMED, verdict, 'x')).toBe(painted);
  });
});

describe('colors', () => {
  it.each([
    ['on a terminal', true, {}, COLOR],
    ['in a pipe', false, {}, PLAIN],
    ['with NO_COLOR', true, { NO_COLOR: '1' }, PLAIN],
    ['with an empty NO_COLOR, which says nothing', true, { NO_COLOR: '' }, COLOR],
    ['on a terminal that has none', true, { TERM: 'dumb' }, PLAIN],
  ] as const)('are chosen %s', (_where, isTTY, env, palette) => {
    const [stdout, stderr] = [Object.assign(new Sink(), { isTTY }), new Sink()];
    const now = () => new Date(0);
    expect(paletteOf({ now, stdin: Readable.from([]), stdout, stderr, isTerminal: isTTY, env })).toBe(palette);
  });
});

describe('the width', () => {
  it.each([
    ['is that of the terminal', { columns: 80 }, 80],
    ['is unknown in a pipe', {}, undefined],
    ['is unknown where the terminal says 0', { columns: 0 }, undefined],
  ])('%s', (_name, columns, width) => {
    const [stdout, stderr] = [Object.assign(new Sink(), columns), new Sink()];
    const context = { now: () => new Date(0), stdin: Readable.from([]), stdout, stderr, isTerminal: false, env: {} };
    expect(columnsOf(context)).toBe(width);
  });
});
