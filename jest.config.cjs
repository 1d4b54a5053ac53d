module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/examples'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/cdktf.out/', '/test/uaa-real/'],
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '^cdktf-rotation$': '<rootDir>/lib/index.ts',
    '^cdktf-rotation/stores/(.*)$': '<rootDir>/lib/stores/$1.ts',
    '^cdktf-rotation/(?!schema|package)(.*)$': '<rootDir>/lib/$1/index.ts',
  },
  globalSetup: '<rootDir>/test/global-setup.ts',
  testTimeout: 120_000,
  // Most tests wait, for Terraform or on purpose; jest would leave one of two cores idle.
  maxWorkers: '100%',
};
