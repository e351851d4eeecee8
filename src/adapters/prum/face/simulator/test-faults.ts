import { cosineOf } from '../../../../matching/faces/face-vector.js';
import type { SimulatedFault } from '../../../states/simulated-behaviour.js';
import type { FaceQuestion } from '../domain/face-question.js';
import { faceOfTestPerson } from './faces-of-people.js';
import { STAND_IN } from '../domain/algorithm.js';

/** What becomes of a question about this person, state by state; the other states answer. */
const FAULTS: Readonly<Partial<Record<string, SimulatedFault>>> = { XC: 'refuses', XD: 'timeout', XE: 'unavailable' };

const TRIGGER = faceOfTestPerson('notAnsweredByAll');

/** Fault of a state in a question about the test person whom not all states answer about (docs/test-persons.md). */
export const testFaultOf = (memberState: string, { probe }: FaceQuestion): SimulatedFault | undefined =>
  cosineOf(probe.vector, TRIGGER) >= STAND_IN.threshold ? FAULTS[memberState] : undefined;
