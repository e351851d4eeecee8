import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { createStatesInMemory, type SimulatedHolders } from '../../exchange/simulator/states-in-memory.js';
import { STAND_IN } from '../domain/algorithm.js';
import type { FaceQuestion, FaceReply } from '../domain/face-question.js';
import { openFaceStore } from '../store/face-store.js';
import { FaceCollection } from './collection.js';
import { testFaultOf } from './test-faults.js';

/** The simulated states of the exchange of facial images. `sql` has the rights of ostiary_gateway on the schema prum. */
export const createSimulatedHolders = (sql: postgres.Sql, clock: Clock): SimulatedHolders<FaceQuestion, FaceReply> =>
  createStatesInMemory({
    category: 'face',
    sql,
    clock,
    testFault: testFaultOf,
    open: () => new FaceCollection(openFaceStore(sql), STAND_IN),
  });
