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
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...SYNTAX, OLD_AT_BIRTH] } },
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
