/** The suites that need the real UAA, which the global setup starts: `npm run test:uaa`. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { testPathIgnorePatterns, ...shared } = require('./jest.config.cjs');

module.exports = {
  ...shared,
  roots: ['<rootDir>/test/uaa-real'],
  testPathIgnorePatterns: testPathIgnorePatterns.filter((pattern) => !pattern.includes('uaa-real')),
  globalSetup: '<rootDir>/test/uaa-real/global-setup.ts',
  globalTeardown: '<rootDir>/test/uaa-real/global-teardown.ts',
  // One small server answers all of them.
  maxWorkers: 1,
};
