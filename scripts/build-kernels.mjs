// Compiles kernels/*.ts (AssemblyScript) to build/kernels/*.wasm: outputs, never committed. Skips what is not older. What
// several kernels or several parts of one need lies in folders beside them.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'kernels');
const target = join(root, 'build/kernels');
const parts = readdirSync(sources, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.parentPath !== sources)
  .map((entry) => join(entry.parentPath, entry.name));
const made = [join(root, 'package-lock.json'), fileURLToPath(import.meta.url), ...parts];

for (const file of readdirSync(sources).filter((name) => name.endsWith('.ts'))) {
  const output = join(target, `${basename(file, '.ts')}.wasm`);
  const newest = Math.max(...[...made, join(sources, file)].map((input) => statSync(input).mtimeMs));
  if (existsSync(output) && statSync(output).mtimeMs > newest) continue;
  const written = new Map();
  const { error, stderr } = await asc.main(
    [
      ...[file, '--outFile', 'out.wasm', '-O3', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory'],
      ...['--initialMemory', '1', '--maximumMemory', '65536'],
    ],
    {
      readFile: (name, folder) => {
        const path = join(folder === '.' ? sources : folder, name);
        return existsSync(path) ? readFileSync(path, 'utf8') : null;
      },
      writeFile: (name, contents) => written.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${file}: ${stderr.toString()}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(output, written.get('out.wasm'));
}
