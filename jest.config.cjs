// eslint-disable-next-line @typescript-eslint/no-require-imports
const { availableParallelism } = require('node:os');

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/cdktf.out/', '/test/uaa-real/'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '/stack-trace$': '<rootDir>/test/support/no-stack-trace.cjs',
    '^cdktf-rotation$': '<rootDir>/lib/index.ts',
    '^cdktf-rotation/stores/(.*)$': '<rootDir>/lib/stores/$1.ts',
    '^cdktf-rotation/(?!schema|package)(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  testSequencer: '<rootDir>/test/longest-first.cjs',
  globalSetup: '<rootDir>/test/global-setup.ts',
  // Many times what a test takes: shared machines were seen to be three times as slow as others.
  testTimeout: 400_000,
  // Most tests wait half of their time, for Terraform or on purpose: three of them fill two cores.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
};
