import { createRandom } from '../../../../world/random.js';
import { TEST_PERSONS } from '../../../../world/test-persons.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import type { HeldFace } from '../store/held-face.js';
import { coreContent, coreTestPerson } from '../../matches/simulator/core-of.js';
import { faceOfTestPerson, type TestPersonName } from './faces-of-people.js';
import { drawNear, LIKENESS } from './vectors.js';

/** Reference numbers of images of test persons: the same in every simulated exchange (docs/test-persons.md). */
export const TEST_FACES = {
  /** Its holder releases the core data. */
  released: 'FAC-XB-I-00000000000000000TEST00001',
  /** Its holder refuses. */
  refused: 'FAC-XC-I-00000000000000000TEST00002',
  /** Its holder waits for a judge, then releases. */
  awaited: 'FAC-XD-I-00000000000000000TEST00003',
  /** Found together with somebody who looks alike. */
  rightOne: 'FAC-XC-I-00000000000000000TEST00004',
  lookAlike: 'FAC-XC-I-00000000000000000TEST00005',
  /** Of nobody known. */
  unidentified: 'FAC-XD-U-00000000000000000TEST00006',
  /** Found when not all states answer. */
  answeredBySome: 'FAC-XB-I-00000000000000000TEST00007',
} as const;

interface TestFace extends Pick<HeldFace, 'decides'> {
  readonly of: TestPersonName;
  readonly offence: string;
  /** Looks like this person, and is not. */
  readonly like?: TestPersonName;
}

const FACES: Readonly<Record<keyof typeof TEST_FACES, TestFace>> = {
  released: { of: 'knownToPolice', offence: 'Burglary', decides: 'release' },
  refused: { of: 'knownToPolice', offence: 'Fraud', decides: 'refuse' },
  awaited: { of: 'wanted', offence: 'Armed robbery', decides: 'await' },
  rightOne: { of: 'impersonated', offence: 'Forgery of documents', decides: 'release' },
  lookAlike: { of: 'returned', offence: 'Theft', decides: 'release', like: 'impersonated' },
  unidentified: { of: 'discreetlyChecked', offence: 'Robbery', decides: 'release' },
  answeredBySome: { of: 'notAnsweredByAll', offence: 'Trafficking in narcotic drugs', decides: 'release' },
};

/** Images of test persons. */
export const testFaces = (): readonly HeldFace[] =>
  (Object.keys(TEST_FACES) as (keyof typeof TEST_FACES)[]).map((name) => makeFace(TEST_FACES[name], FACES[name]));

function makeFace(reference: string, { of, offence, decides, like }: TestFace): HeldFace {
  const isIdentified = reference !== TEST_FACES.unidentified;
  const random = createRandom(0, `test face/${reference}`);
  const direction = faceOfTestPerson(like ?? of);
  const face = like === undefined ? direction : drawNear(direction, LIKENESS.lookAlike, random);
  return {
    reference,
    vector: drawNear(face, isIdentified ? LIKENESS.taken : LIKENESS.unidentified, random),
    core: coreContent(stateOf(reference), isIdentified ? coreTestPerson(TEST_PERSONS[of]) : undefined, {
      acquiredOn: '2025-11-03',
      offence,
      caseNumber: `SYN-TEST-${reference.slice(-5)}`,
    }),
    ...(decides !== undefined && { decides }),
  };
}
