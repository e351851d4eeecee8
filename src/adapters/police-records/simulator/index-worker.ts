/**
 * The thread in which the simulated states make and search their indexes. To look through a large index takes
 * milliseconds, which the gateway's event loop must not lose.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createNamePseudonymizer } from '../../../matching/pseudonyms/bloom-filter.js';
import { pseudonymise } from '../domain/pseudonymised.js';
import { type RecordIndex, RecordIndexBuilder } from '../domain/record-index.js';
import type { FromIndexThread, IndexedPerson, IndexThreadData, ToIndexThread } from './index-messages.js';

const pseudonymizer = createNamePseudonymizer((workerData as IndexThreadData).key);
let builders = new Map<string, RecordIndexBuilder>();
let indexes: ReadonlyMap<string, RecordIndex> = new Map();

parentPort?.on('message', (message: ToIndexThread) => {
  switch (message.kind) {
    case 'clear':
      builders = new Map();
      return;
    case 'add':
      for (const record of message.records) add(record);
      return;
    case 'build':
      indexes = new Map(Array.from(builders, ([memberState, builder]) => [memberState, builder.build()]));
      builders = new Map();
      return;
    case 'search': {
      const { id, memberState, person, maxMatches } = message;
      const answer = indexes.get(memberState)?.search(person, maxMatches) ?? { matchCount: 0, matches: [] };
      parentPort?.postMessage({ id, answer } satisfies FromIndexThread);
    }
  }
});

/** Each state pseudonymises what it has under the key of the exchange. */
function add({ memberState, reference, person }: IndexedPerson): void {
  const builder = builders.get(memberState) ?? new RecordIndexBuilder();
  builders.set(memberState, builder);
  builder.add({ reference, person: pseudonymise(person, pseudonymizer) });
}
