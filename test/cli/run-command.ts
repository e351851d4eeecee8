/** The command line in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../src/shared/project-root.js';
import { program } from '../helpers/program.js';

/** How a command ended, and everything it wrote. */
export interface CommandResult {
  readonly code: number | null;
  /** Standard output, and standard error after it. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs `ostiary` with these variables and no others of ours. */
export async function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OSTIARY_'));
  const child = spawn(process.execPath, [...program.nodeOptions, program.file, ...words], {
    cwd: projectRoot,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: `${stdout}${stderr}`, stdout };
}
