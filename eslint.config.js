import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The original, to compare types with; nothing here may depend on it. */
const original = { group: ['@twilio/*', 'twilio-conversations-2'], message: 'Only type tests look at the original.' };

export default tseslint.config(
  { ignores: ['**/dist/', 'coverage/', 'docs/', 'test/types/subpath-apps/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: [
            '*.js',
            '*.cjs',
            'scripts/*.mjs',
            'test/package/apps/*',
            'src/core/events-package.d.ts',
          ],
        },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [original] }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
      'no-console': 'error',
      // Checks of arguments look at all of them, also at those that no parameter names.
      'prefer-rest-params': 'off',
      'max-lines': ['error', { max: 420, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['test/types/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ ...original, allowTypeImports: true }] }],
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    // Written as apps are, and never run.
    files: ['test/types/*apps/*'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  { files: ['src/cli/**', 'scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    // Scripts of pages, as they are served.
    files: ['examples/*/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { crypto: 'readonly', document: 'readonly', fetch: 'readonly', Kandy: 'readonly', window: 'readonly' },
    },
  },
  {
    files: ['*.config.ts', '*.js', '*.cjs', 'scripts/*.mjs', 'test/package/apps/*'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['*.config.ts', '*.js', '*.cjs', 'scripts/*.mjs', 'test/package/apps/*'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
      },
    },
    rules: { 'no-restricted-syntax': 'off', 'no-console': 'off' },
  },
  {
    // Scripts of pages, as apps have them.
    files: ['examples/*/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'window', 'crypto', 'fetch', 'setTimeout', 'clearTimeout', 'Option', 'URL'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
);
