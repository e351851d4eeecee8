import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A cluster that another process serves. */
export interface ServedCluster {
  readonly url: string;
  readonly directory: string;
  /** Process id of PostgreSQL, not of the process that serves it. */
  readonly pid: number;
  readonly server: ChildProcess;
  /** Ends the serving process in order. */
  readonly stop: () => Promise<void>;
}

/** Runs serve-cluster.ts, given with what runs it, on a data directory. */
export async function serveCluster(
  command: readonly [string, ...string[]],
  dataDirectory: string,
  user: { uid: number; gid: number } | null = null,
): Promise<ServedCluster> {
  const [program, ...args] = command;
  const server = spawn(program, [...args, dataDirectory], { ...user, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  server.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const exited = once(server, 'exit');
  const line = once(createInterface(server.stdout), 'line') as Promise<string[]>;
  const told = await Promise.race([line, exited.then(() => undefined)]);
  if (told?.[0] === undefined) throw new Error(`the cluster is not served: ${complaint}`);
  const { url, pid, directory } = JSON.parse(told[0]) as { url: string; pid: number; directory: string };
  return {
    url,
    pid,
    directory,
    server,
    stop: async () => {
      server.stdin.end();
      await exited;
    },
  };
}

/** Waits until a process that is not our child is gone: the system announces that to its parent alone. */
export async function processGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    await sleep(20);
  }
}
