import { type Palette, paint } from '../../lib/cli/terminal';

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
