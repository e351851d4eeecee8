import type postgres from 'postgres';
import { cpus } from 'node:os';
import type { Clock } from '../../../../shared/clock.js';
import { frequenciesOf } from '../../../../world/allele-frequencies.js';
import { WORLD_SAMPLE } from '../../../../world/genotype.js';
import { createSimulatedStates } from '../../exchange/simulator/simulated-states.js';
import type { DnaParticipant, DnaQuestion, DnaReply } from '../domain/dna-question.js';
import { changesSince } from '../store/profile-changes.js';
import { ProfileCollection } from './collection.js';
import { testFault } from './test-profiles.js';

/** The simulated states of the exchange of DNA profiles. */
export interface SimulatedHolders {
  /** All states that it knows of, as they are now. */
  participants(): Promise<readonly DnaParticipant[]>;
  /** Takes the profiles into memory, so that the first question need not wait for them. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Makes them. `sql` has the rights of ostiary_gateway on the schema prum. */
export function createSimulatedHolders(sql: postgres.Sql, clock: Clock): SimulatedHolders {
  const frequencies = frequenciesOf(WORLD_SAMPLE.source, WORLD_SAMPLE.population);
  let current: { readonly world: string; readonly collection: ProfileCollection } | undefined;
  const closing: Promise<void>[] = [];

  /** The collection of a world. One that was loaded anew is another. */
  function collectionOf(world: string): ProfileCollection {
    if (current?.world === world) return current.collection;
    if (current !== undefined) closing.push(current.collection.close());
    const collection = new ProfileCollection({
      changesSince: (revision) => changesSince(sql, revision),
      frequencies,
      mostThreads: cpus().length,
    });
    current = { world, collection };
    return collection;
  }

  const participants = createSimulatedStates<DnaQuestion, DnaReply>({
    category: 'dna',
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
        select loaded_at::text as world from prum.simulation where category = 'dna'`;
      if (row !== undefined) await collectionOf(row.world).refresh();
    },
    async close() {
      await Promise.all([...closing, current?.collection.close()]);
    },
  };
}
