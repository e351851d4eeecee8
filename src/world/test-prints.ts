/**
 * Fingers and palms of test persons: the same in every simulated exchange (docs/test-persons.md), and nobody's. What a state
 * holds and what is searched with are different impressions of them.
 */
import { FINGERS, type Impression, impress, LEFT, PALMS, skinOf, type SyntheticPrint, TAKEN } from './skins.js';
import { createRandom } from './random.js';

/** Test persons who have prints, by their names in test-persons.ts. */
export const TEST_PRINT_PERSONS = ['knownToPolice', 'wanted', 'notAnsweredByAll', 'unknownToAll'] as const;
export type TestPrintPerson = (typeof TEST_PRINT_PERSONS)[number];

/** Position of the finger and of the palm of which test persons leave traces. */
export const TRACE_FINGER = 2;
export const TRACE_PALM = 21;

/** A patch of a palm. */
const LEFT_BY_PALM: Impression = { ...LEFT, patch: 60 };

/** What is made of a test person. */
export type TestPrintKind = 'fingers' | 'palms' | 'trace' | 'palm trace';

/** A print of a position. */
export interface PositionedPrint extends SyntheticPrint {
  readonly position: number;
}

/** Prints of a test person, as taken or left on an occasion, such as "held by XB". */
export function testPrints(person: TestPrintPerson, kind: TestPrintKind, occasion: string): readonly PositionedPrint[] {
  const one = (position: number, impression: Impression): PositionedPrint => {
    const random = createRandom(0, `prints/${person}/${kind}/${position}/${occasion}`);
    return { position, ...impress(skinOf(person, position), random, impression) };
  };
  switch (kind) {
    case 'fingers':
      return FINGERS.map((position) => one(position, TAKEN));
    case 'palms':
      return PALMS.map((position) => one(position, TAKEN));
    case 'trace':
      return [one(TRACE_FINGER, LEFT)];
    case 'palm trace':
      return [one(TRACE_PALM, LEFT_BY_PALM)];
  }
}
