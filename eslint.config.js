import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The one place where an unauthorised TLS peer may pass the handshake: the listener's gate refuses and logs it. */
const TLS_GATE = 'src/gateway/listeners/tls-listener.ts';

const UNAUTHORISED = {
  selector: "Property[key.name='rejectUnauthorized'][value.value=false]",
  message: 'Only the TLS listener may let an unauthorised peer through the handshake.',
};

const SYNTAX = [{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }];

/** What serves calls. In tests and benches the hands of a clock may be set as they come. */
const OLD_AT_BIRTH = {
  selector: "AssignmentExpression[left.type='MemberExpression'][right.type=/^(Arrow)?FunctionExpression$/]",
  message: 'Name the function first: V8 keeps one assigned to a property until a full collection (ADR 0061).',
};

/** What decides takes the time from the clock that it is given: two clocks side by side let one be wrong unseen. */
const MACHINE_CLOCK = [
  "MemberExpression[object.name='Date'][property.name='now']",
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "MemberExpression[object.name='performance'][property.name='timeOrigin']",
  "CallExpression[callee.name='ulid'][arguments.length=0]",
].map((selector) => ({
  selector,
  message: 'Take the Clock that is passed in, or monotonicClock for a time that has passed (src/shared/clock.ts).',
}));

const SYSTEM_CLOCK = {
  selector: "ImportSpecifier[imported.name='systemClock']",
  message: 'Take the Clock that is passed in: only what puts a program together chooses one.',
};

/** What puts a program together, and so chooses its clock: commands, the gateway, the review service. */
const CHOOSES_THE_CLOCK = ['src/cli/**/*.ts', 'src/gateway/gateway.ts', 'src/gateway/review-service.ts'];

/** Where the machine's clock becomes a Clock, and where grpc-js, which can be given none, is translated. */
const CLOCK = 'src/shared/clock.ts';

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
      'no-restricted-syntax': ['error', UNAUTHORISED, ...SYNTAX],
    },
  },
  ...[
    { files: ['src/**/*.ts'], only: [UNAUTHORISED, ...MACHINE_CLOCK, SYSTEM_CLOCK] },
    { files: [TLS_GATE], only: [...MACHINE_CLOCK, SYSTEM_CLOCK] },
    { files: CHOOSES_THE_CLOCK, only: [UNAUTHORISED, ...MACHINE_CLOCK] },
    { files: [CLOCK], only: [UNAUTHORISED] },
  ].map(({ files, only }) => ({
    files,
    rules: { 'no-restricted-syntax': ['error', ...SYNTAX, OLD_AT_BIRTH, SERVER_CLOCK, ...only] },
  })),
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
