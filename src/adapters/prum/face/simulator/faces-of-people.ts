/** Faces of people of the synthetic world, by seed and number; and of its test persons, whatever the seed. */
import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import { createRandom, createRandoms } from '../../../../world/random.js';
import type { TEST_PERSONS } from '../../../../world/test-persons.js';
import { STAND_IN } from '../domain/algorithm.js';
import { drawDirection, drawNear, LIKENESS } from './vectors.js';

/** A test person by what they are for. */
export type TestPersonName = keyof typeof TEST_PERSONS;

/** Prepares the faces of the people of a seed: the direction of each, by their number. */
export function facesOf(seed: number): (person: number) => FaceVector {
  const randoms = createRandoms(seed, 'face');
  return (person) => drawDirection(randoms(person), STAND_IN.dimensions);
}

/** Direction of a test person. */
export const faceOfTestPerson = (name: TestPersonName): FaceVector =>
  drawDirection(createRandom(0, `face/${name}`), STAND_IN.dimensions);

/** What an officer has of a person of the world, to search with. */
export const probeOfPerson = (seed: number, person: number): FaceVector =>
  drawNear(facesOf(seed)(person), LIKENESS.probe, createRandom(seed, `face probe/${person}`));

/** What an officer has of a test person, to search with: the same for everybody. */
export const probeOfTestPerson = (name: TestPersonName): FaceVector =>
  drawNear(faceOfTestPerson(name), LIKENESS.probe, createRandom(0, `face probe/${name}`));

/** A face to search for, as the contract has it, in JSON. */
export const probeMessage = ({ unit }: FaceVector) => ({
  kind: 'FACE_PROBE_KIND_UNIDENTIFIED',
  algorithm: STAND_IN.name,
  algorithmVersion: STAND_IN.version,
  components: [...unit],
});
