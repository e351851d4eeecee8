// Builds the verifier for browsers: one ES module without a trace of Node. Where a file has a twin for browsers beside it
// (x.ts, x.browser.ts), the twin takes its place.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const browserTwins = {
  name: 'browser-twins',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir }) => {
      const twin = join(resolveDir, path.replace(/\.js$/, '.browser.ts'));
      return existsSync(twin) ? { path: twin } : undefined;
    });
  },
};

await build({
  absWorkingDir: root,
  entryPoints: ['src/verify/index.ts'],
  outfile: process.argv[2] ?? 'dist/verify/ostiary-verify.js',
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2023',
  minify: true,
  legalComments: 'eof',
  plugins: [browserTwins],
  logLevel: 'warning',
});
