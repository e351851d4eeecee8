import type { NamePseudonymizer } from '../../../matching/pseudonyms/bloom-filter.js';
import { TEST_PERSONS } from '../../../world/test-persons.js';
import type { SimulatedFault } from '../../states/simulated-behaviour.js';
import type { PseudonymisedPerson } from '../domain/pseudonymised.js';

/** What becomes of a question about this person, state by state; the other states answer. */
const FAULTS: Readonly<Partial<Record<string, SimulatedFault>>> = { XC: 'refuses', XD: 'timeout', XE: 'unavailable' };

/**
 * Makes what tells the fault of a state in a question about the test person whom not all states answer about
 * (docs/test-persons.md). The states recognise them as they recognise anybody: by the pseudonym.
 */
export function createTestFaults(
  pseudonymizer: NamePseudonymizer,
): (memberState: string, person: PseudonymisedPerson) => SimulatedFault | undefined {
  const trigger = pseudonymizer.pseudonymOf(TEST_PERSONS.notAnsweredByAll.surname) ?? new Uint8Array();
  return (memberState, { names: [{ familyNames }], dateOfBirth }) =>
    familyNames !== undefined &&
    Buffer.compare(familyNames, trigger) === 0 &&
    dateOfBirth === TEST_PERSONS.notAnsweredByAll.dateOfBirth
      ? FAULTS[memberState]
      : undefined;
}
