import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import { createSimulatedStates } from '../../exchange/simulator/simulated-states.js';
import { STAND_IN } from '../domain/algorithm.js';
import type { FaceParticipant, FaceQuestion, FaceReply } from '../domain/face-question.js';
import { openFaceStore } from '../store/face-store.js';
import { SimulatedGalleries } from './galleries.js';
import { testFaultOf } from './test-faults.js';

/** The simulated states of the exchange of facial images. */
export interface SimulatedHolders {
  /** All states that it knows of, as they are now. */
  participants(): Promise<readonly FaceParticipant[]>;
  close(): Promise<void>;
}

/** Makes them. `sql` has the rights of ostiary_gateway on the schema prum. */
export function createSimulatedHolders(sql: postgres.Sql, clock: Clock): SimulatedHolders {
  const galleries = new SimulatedGalleries(openFaceStore(sql), STAND_IN);
  return {
    participants: createSimulatedStates<FaceQuestion, FaceReply>({
      category: 'face',
      sql,
      clock,
      testFault: testFaultOf,
      answer: async (memberState, question, world, ending) => ({
        candidates: await galleries.find(memberState, question, world, ending),
      }),
    }),
    close: () => galleries.close(),
  };
}
