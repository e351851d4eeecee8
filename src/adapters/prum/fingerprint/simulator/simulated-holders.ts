import { cpus } from 'node:os';
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { createSimulatedStates } from '../../exchange/simulator/simulated-states.js';
import type { PrintParticipant, PrintQuestion, PrintReply } from '../domain/print-question.js';
import { changesSince } from '../store/print-changes.js';
import { PrintCollection } from './collection.js';
import { testFault } from './test-prints.js';

/** The simulated states of the exchange of prints. */
export interface SimulatedHolders {
  /** All states that it knows of, as they are now. */
  participants(): Promise<readonly PrintParticipant[]>;
  /** Takes the prints into memory, so that the first question need not wait for them. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Threads that compare: as many as there are processors, and no more than help. */
const MOST_THREADS = 4;

/** Makes them. `sql` has the rights of ostiary_gateway on the schema prum. */
export function createSimulatedHolders(sql: postgres.Sql, clock: Clock): SimulatedHolders {
  let current: { readonly world: string; readonly collection: PrintCollection } | undefined;
  const closing: Promise<void>[] = [];

  /** The collection of a world. One that was loaded anew is another. */
  function collectionOf(world: string): PrintCollection {
    if (current?.world === world) return current.collection;
    if (current !== undefined) closing.push(current.collection.close());
    const collection = new PrintCollection({
      changesSince: (revision) => changesSince(sql, revision),
      threads: Math.min(cpus().length, MOST_THREADS),
    });
    current = { world, collection };
    return collection;
  }

  const participants = createSimulatedStates<PrintQuestion, PrintReply>({
    category: 'fingerprint',
    sql,
    clock,
    testFault,
    async answer(memberState, question, world, ending) {
      const collection = collectionOf(world);
      await collection.refresh();
      return collection.search(memberState, question, ending);
    },
  });

  return {
    participants,
    async prepare() {
      const [row] = await sql<{ world: string }[]>`
        select loaded_at::text as world from prum.simulation where category = 'fingerprint'`;
      if (row !== undefined) await collectionOf(row.world).refresh();
    },
    async close() {
      await Promise.all([...closing, current?.collection.close()]);
    },
  };
}
