import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The one place where an unauthorised TLS peer may pass the handshake: the listener's gate refuses and logs it. */
const TLS_GATE = 'src/gateway/listeners/tls-listener.ts';

const SYNTAX = [
  {
    selector: "Property[key.name='rejectUnauthorized'][value.value=false]",
    message: 'Only the TLS listener may let an unauthorised peer through the handshake.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
];

/** What serves calls. In tests and benches the hands of a clock may be set as they come. */
const OLD_AT_BIRTH = {
  selector: "AssignmentExpression[left.type='MemberExpression'][right.type=/^(Arrow)?FunctionExpression$/]",
  message: 'Name the function first: V8 keeps one assigned to a property until a full collection (ADR 0061).',
};

/** SQL in which the database server's clock decides. The files of migrations/ are read by test/shared/database/server-clock.test.ts. */
const SERVER_CLOCK = {
  selector: `TemplateElement[value.raw=/${[
    '\\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\\s*\\(',
    '\\bcurrent_(date|time|timestamp)\\b',
    '\\blocaltime(stamp)?\\b',
    "(?<!->>? )'(now|today|tomorrow|yesterday)'",
    '\\bage\\s*\\([^,()]*\\)',
  ].join('|')}/i]`,
  message: 'State the time of the clock that the store is given: the database server has no say (ADR 0063).',
};

export default defineConfig(
  { ignores: ['dist/', 'build/', 'coverage/', 'src/gen/', 'kernels/', 'node_modules/', '.ostiary/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...SYNTAX],
    },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX, OLD_AT_BIRTH, SERVER_CLOCK] } },
  { files: [TLS_GATE], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
