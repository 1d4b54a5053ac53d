import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '**/cdktf.out/', 'coverage/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'cdktf',
              message: 'import cdktf names from lib/constructs/cdktf, the one module that knows the core',
            },
          ],
        },
      ],
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['lib/constructs/cdktf.ts', 'test/**', 'examples/**', 'bench/**', 'demo/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' } },
);
