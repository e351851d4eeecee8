import { cpus } from 'node:os';
import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { createStatesInMemory, type SimulatedHolders } from '../../exchange/simulator/states-in-memory.js';
import type { PrintQuestion, PrintReply } from '../domain/print-question.js';
import { changesSince } from '../store/print-changes.js';
import { PrintCollection } from './collection.js';
import { testFault } from './test-prints.js';

/** Threads that compare: as many as there are processors, and no more than help. */
const MOST_THREADS = 4;

/** The simulated states of the exchange of prints. `sql` has the rights of ostiary_gateway on the schema prum. */
export const createSimulatedHolders = (sql: postgres.Sql, clock: Clock): SimulatedHolders<PrintQuestion, PrintReply> =>
  createStatesInMemory({
    category: 'fingerprint',
    sql,
    clock,
    testFault,
    open: () =>
      new PrintCollection({
        changesSince: (revision) => changesSince(sql, revision),
        threads: Math.min(cpus().length, MOST_THREADS),
      }),
  });
