/** Core data of people of the synthetic world, as their holders would have them. */
import { randomDayOf } from '../../../../world/calendar.js';
import type { Person } from '../../../../world/person.js';
import type { Random } from '../../../../world/random.js';
import type { State } from '../../../../world/states.js';
import type { TestPerson } from '../../../../world/test-persons.js';
import type { CoreContent, CoreOrigin } from '../domain/core-content.js';
import { corePersonOf, coreTestPerson } from './core-of.js';

const OFFENCES = ['Burglary', 'Robbery', 'Theft', 'Rape', 'Homicide', 'Bodily injury', 'Arson'] as const;
const PLACES = ['Xanadu', 'Exland', 'Excelsia', 'Xyland'] as const;

/** Of a person, or of a trace of nobody known. */
export const inventedCore = (state: State, person: Person | undefined, random: Random): CoreContent => ({
  person: person && corePersonOf(person),
  origin: origin(state, person, random),
});

/** Of a test person, or of a trace: the same in every simulated exchange. */
export const testCore = (state: string, person: TestPerson | undefined): CoreContent => ({
  person: person && coreTestPerson(person),
  origin: {
    acquiredOn: '2024-05-17',
    acquiredAt: `${state} (synthetic)`,
    offence: 'Burglary',
    caseNumber: `${state}-2024-000123`,
    authority: `Police of ${state} (synthetic)`,
  },
});

function origin(state: State, person: Person | undefined, random: Random): CoreOrigin {
  const adultIn = person === undefined ? 2015 : Math.max(2005, Number(person.dateOfBirth.slice(0, 4)) + 14);
  return {
    acquiredOn: randomDayOf(Math.min(2025, adultIn + random.below(8)), random),
    acquiredAt: random.pick(PLACES),
    offence: random.pick(OFFENCES),
    caseNumber: `${state}-${2005 + random.below(20)}-${String(random.below(1_000_000)).padStart(6, '0')}`,
    authority: `Police of ${state} (synthetic)`,
  };
}
