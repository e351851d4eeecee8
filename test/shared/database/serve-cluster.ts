import { startEmbeddedPostgres } from '../../../src/shared/database/embedded.js';

/** Serves the cluster in the folder of the first argument, tells how to reach it, and stops when its input ends. */
const cluster = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? '' });
const { url, pid, directory } = cluster;
process.stdout.write(`${JSON.stringify({ url, pid, directory })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void cluster.stop());
