import { InvalidArgumentError } from 'commander';
import { probeMessage, probeOf } from '../adapters/prum/face/simulator/faces-of-people.js';
import { TEST_PERSONS } from '../world/test-persons.js';

/** Whose face, in the help of a command. */
export const FACE_ARGUMENT = 'a test person, such as knownToPolice, or the number of a person of the world';

/** The face that an argument means, as the contract has it, in JSON. */
export function faceProbe(who: string, seed: number): ReturnType<typeof probeMessage> {
  const vector = probeOf(who, seed);
  if (vector === undefined) {
    throw new InvalidArgumentError(
      `There is no ${who}: name one of ${Object.keys(TEST_PERSONS).join(', ')}, or a number.`,
    );
  }
  return probeMessage(vector);
}
