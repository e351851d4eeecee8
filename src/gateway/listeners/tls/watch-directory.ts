import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Time from the first sign of a change to acting on it: a rotation replaces several files. */
const SETTLE_MS = 200;

/** Time between attempts to watch again, once that has failed. */
const RETRY_MS = 1_000;

/** What a watch tells. */
export interface WatchReports {
  readonly onChange: () => void;
  /** The watch is lost; attempts to get it back go on, and their success counts as a change. */
  readonly onProblem: (problem: string) => void;
}

/**
 * Tells when something in the directory has changed, or when the directory itself was replaced, as by the swap of a
 * symbolic link. Changes close together make one call. Returns the function that ends the watch. Throws when the
 * system cannot watch at the start; later that is reported, once for each loss.
 */
export function watchDirectory(directory: string, { onChange, onProblem }: WatchReports): () => void {
  const path = resolve(directory);
  const parent = dirname(path);
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lost = false;

  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      rearm();
      // Also without a watch: what has changed may well be readable, a revocation list for one.
      onChange();
    }, SETTLE_MS);
  };

  const rearm = (): void => {
    // The watch follows what was the directory when it began; a swapped link leads elsewhere now.
    disarm();
    try {
      arm();
      lost = false;
    } catch (error) {
      disarm();
      if (!lost) onProblem(`the directory cannot be watched: ${codeOf(error)}`);
      lost = true;
      timer = setTimeout(retry, RETRY_MS).unref();
    }
  };

  const retry = (): void => {
    timer = undefined;
    rearm();
    if (!lost) onChange();
  };

  const add = (target: string, listener: (event: string, name: string | null) => void): void => {
    watchers.push(watch(target, { persistent: false }, listener).on('error', changed));
  };

  const arm = (): void => {
    // A directory that goes away itself gives its own name.
    add(parent, (_event, name) => {
      if (name === basename(path) || name === basename(parent)) changed();
    });
    try {
      add(path, changed);
    } catch (error) {
      // Gone between two generations: its return shows in the parent, which is watched.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  };

  const disarm = (): void => {
    for (const watcher of watchers.splice(0)) watcher.close();
  };

  try {
    arm();
  } catch (error) {
    disarm();
    throw error;
  }
  return () => {
    clearTimeout(timer);
    disarm();
  };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown fault';
}
