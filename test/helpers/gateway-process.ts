/** The command line in a process of its own, to be stopped and killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../src/shared/project-root.js';
import { program } from './program.js';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface GatewayProcess {
  readonly pid: number;
  readonly port: number;
  readonly observabilityPort: number;
  /** Everything written to standard output and standard error so far. */
  output(): string;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  /** Resolves when the process has ended and its output is complete. */
  readonly ended: Promise<Ending>;
}

/** Processes that were started and have not ended. */
const running = new Set<ChildProcess>();

/** Kills what a failed test has left behind; for the end of every file that runs gateways. */
export async function killGateways(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
}

/** Runs "serve" or "start" with these variables and no others of ours. Rejects when it ends before it is open. */
export async function runGateway(
  command: 'serve' | 'start',
  environment: Readonly<Record<string, string>>,
): Promise<GatewayProcess> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OSTIARY_'));
  const child = spawn(process.execPath, [...program.nodeOptions, program.file, command], {
    cwd: projectRoot,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (data: Buffer) => (output += data.toString()));
  }
  const ended = once(child, 'close').then(([code, signal]): Ending => {
    running.delete(child);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  const opened = once(child, 'message').then(([message]) => message as { port: number; observabilityPort: number });
  const first = await Promise.race([opened, ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`the gateway did not start: ${output}`);
  return {
    ...first,
    pid: child.pid!,
    output: () => output,
    ended,
    async end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
