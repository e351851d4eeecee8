import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Time from the first sign of a change to acting on it: a rotation replaces several files. */
const SETTLE_MS = 200;

/**
 * Calls back when something in the directory has changed, or when the directory itself was replaced, as by the swap of
 * a symbolic link. Changes close together make one call. Returns the function that ends the watch. Throws when the
 * system cannot watch.
 */
export function watchDirectory(directory: string, onChange: () => void): () => void {
  const path = resolve(directory);
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;

  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // The watch follows what was the directory when it began; a swapped link leads elsewhere now.
      disarm();
      arm();
      onChange();
    }, SETTLE_MS);
  };

  const arm = (): void => {
    watchers = [
      watch(dirname(path), { persistent: false }, (_event, name) => {
        if (name === basename(path)) changed();
      }),
    ];
    try {
      watchers.push(watch(path, { persistent: false }, changed));
    } catch (error) {
      // Gone between two generations: its return shows in the parent, which is watched.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    for (const watcher of watchers) watcher.on('error', changed);
  };

  const disarm = (): void => {
    for (const watcher of watchers) watcher.close();
  };

  arm();
  return () => {
    clearTimeout(timer);
    disarm();
  };
}
