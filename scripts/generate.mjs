// Builds what derives from the contract: the descriptor set (build/contract.binpb) and the TypeScript messages
// (src/gen). Both are outputs, never committed. Skips the work when no input is newer than the outputs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const googleProtos = dirname(require.resolve('google-proto-files/package.json'));

/** The few Google protos the contract imports; the package ships hundreds. */
const DEPENDENCIES = [
  'google/api/annotations.proto',
  'google/api/http.proto',
  'google/rpc/status.proto',
  'google/rpc/error_details.proto',
];

const newestUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);

const descriptorSet = join(root, 'build/contract.binpb');
const inputs = Math.max(
  newestUnder(join(root, 'proto')),
  ...['buf.yaml', 'buf.gen.yaml', 'package-lock.json', 'scripts/generate.mjs'].map(
    (file) => statSync(join(root, file)).mtimeMs,
  ),
);
if (
  existsSync(descriptorSet) &&
  statSync(descriptorSet).mtimeMs > inputs &&
  existsSync(join(root, 'src/gen/ostiary'))
) {
  process.exit(0);
}

for (const file of DEPENDENCIES) {
  const target = join(root, 'build/proto-deps', file);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(googleProtos, file), target);
}
const buf = (...args) =>
  execFileSync(process.execPath, [require.resolve('@bufbuild/buf/bin/buf'), ...args], { cwd: root, stdio: 'inherit' });
rmSync(join(root, 'src/gen'), { recursive: true, force: true });
buf('generate');
buf('build', '--output', descriptorSet);
