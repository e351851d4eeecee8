import { cpus } from 'node:os';
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { frequenciesOf } from '../../../../world/allele-frequencies.js';
import { WORLD_SAMPLE } from '../../../../world/genotype.js';
import { createStatesInMemory, type SimulatedHolders } from '../../exchange/simulator/states-in-memory.js';
import type { DnaQuestion, DnaReply } from '../domain/dna-question.js';
import { changesSince } from '../store/profile-changes.js';
import { ProfileCollection } from './collection.js';
import { testFault } from './test-profiles.js';

/** The simulated states of the exchange of DNA profiles. `sql` has the rights of ostiary_gateway on the schema prum. */
export function createSimulatedHolders(sql: postgres.Sql, clock: Clock): SimulatedHolders<DnaQuestion, DnaReply> {
  const frequencies = frequenciesOf(WORLD_SAMPLE.source, WORLD_SAMPLE.population);
  return createStatesInMemory({
    category: 'dna',
    sql,
    clock,
    testFault,
    open: () =>
      new ProfileCollection({
        changesSince: (revision) => changesSince(sql, revision),
        frequencies,
        mostThreads: cpus().length,
      }),
  });
}
