/** A thread that writes portions of the alerts as they are asked for, in the order in which they are. */
import { parentPort } from 'node:worker_threads';
import { writePortion, type Portion } from './world-blocks.js';

parentPort?.on('message', (portion: Portion) => {
  const block = writePortion(portion);
  // Handed over, not copied: a world of ten million alerts is some ten gigabytes.
  const { alerts, personKeys, objectKeys, printKeys } = block;
  parentPort?.postMessage(block, [alerts.buffer, personKeys.buffer, objectKeys.buffer, printKeys.buffer]);
});
