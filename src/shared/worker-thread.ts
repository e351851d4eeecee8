import { Worker } from 'node:worker_threads';

/**
 * Starts a thread from a module of ours. `module` is the URL of its source without the ending, e.g.
 * new URL('./index-worker', import.meta.url).
 */
export function startWorkerThread(module: URL, workerData: unknown): Worker {
  if (import.meta.url.endsWith('.js')) return new Worker(new URL(`${module.href}.js`), { workerData });
  // The sources run as they are, as in tests: tsx registers itself in the main thread alone.
  const source = JSON.stringify(`${module.href}.ts`);
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(start, { eval: true, workerData });
}
