/** Child processes of a bench, spoken to over IPC. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts a script beside this one. Its first message says that it is ready. */
export function startChild(script: string, args: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), args);
}

/** Sends a message and waits for the answer. */
export async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
  const answer = nextMessage<Answer>(child);
  child.send(message);
  return answer;
}

/** Ends a child and waits until it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** Waits for the next message; rejects when the child ends first. */
export async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const stopped = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: stopped.signal }).then(([message]) => message as Message),
      once(child, 'exit', { signal: stopped.signal }).then(([code]) => {
        throw new Error(`${child.spawnfile} ended with code ${String(code)}`);
      }),
    ]);
  } finally {
    stopped.abort();
  }
}
