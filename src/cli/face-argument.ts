import { type Command, InvalidArgumentError } from 'commander';
import {
  probeMessage,
  probeOfPerson,
  probeOfTestPerson,
  type TestPersonName,
} from '../adapters/prum/face/simulator/faces-of-people.js';
import { TEST_PERSONS } from '../world/test-persons.js';

/** Somebody with a face: a test person by name, or a person of the world by number. */
export type Whose = TestPersonName | number;

/** Adds the argument that says whose face. */
export const withFace = (command: Command): Command =>
  command.argument('<who>', 'a test person, such as knownToPolice, or the number of a person of the world', readWho);

/** What an officer has of somebody, to search with: as the contract has it, in JSON. */
export const faceProbe = (who: Whose, seed: number): ReturnType<typeof probeMessage> =>
  probeMessage(typeof who === 'number' ? probeOfPerson(seed, who) : probeOfTestPerson(who));

function readWho(text: string): Whose {
  if (Object.hasOwn(TEST_PERSONS, text)) return text as TestPersonName;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`It must be one of ${Object.keys(TEST_PERSONS).join(', ')}, or a number.`);
}
