// eslint-disable-next-line @typescript-eslint/no-require-imports
const { default: Sequencer } = require('@jest/test-sequencer');

const LONG = [
  'test/kinds/rotation',
  'test/year/year',
  'test/kinds/',
  'test/cli/pipeline/',
  'test/chaos/',
  'test/guard/world',
];

/** On a fresh machine jest knows no durations; a suite of minutes that begins last would leave all other workers idle. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = LONG.findIndex((part) => path.includes(part));
      return found < 0 ? LONG.length : found;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
