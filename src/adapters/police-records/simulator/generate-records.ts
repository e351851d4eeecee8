import { ulid } from 'ulid';
import { randomDayOf } from '../../../world/calendar.js';
import type { Person as WorldPerson } from '../../../world/person.js';
import { generatePopulation } from '../../../world/population.js';
import { presencesOf, type RecordPresence } from '../../../world/presence.js';
import { createRandom, type Random } from '../../../world/random.js';
import type { PersonName } from '../domain/person.js';
import type { PoliceRecord } from '../domain/police-record.js';
import { recordReference } from '../domain/reference.js';

/** Which records. */
export interface GenerateOptions {
  readonly seed: number;
  readonly records: number;
}

/** What people in the records are suspected or convicted of. Invented. */
const OFFENCES = [
  'Theft',
  'Burglary',
  'Fraud',
  'Handling of stolen goods',
  'Bodily injury',
  'Robbery',
  'Trafficking in narcotic drugs',
  'Forgery of documents',
  'Facilitation of unauthorised entry',
  'Illicit trafficking in firearms',
  'Computer-related fraud',
  'Drunk driving',
] as const;

/** Police records on people of the synthetic world: the world says who is in those of which states (presence.ts). */
export function* generateRecords({ seed, records }: GenerateOptions): Generator<PoliceRecord, void, undefined> {
  const presenceOf = presencesOf(seed);
  let made = 0;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    const known = presenceOf(person).policeRecords;
    if (known.length === 0) continue;
    const random = createRandom(seed, `police-records/${person.number}`);
    for (const presence of known) {
      if (made === records) return;
      made += 1;
      yield makeRecord(presence, person, random);
    }
  }
}

function makeRecord({ state, status }: RecordPresence, person: WorldPerson, random: Random): PoliceRecord {
  const adultIn = Math.max(2000, Number(person.dateOfBirth.slice(0, 4)) + 14);
  return {
    reference: recordReference(state, randomUlid(random)),
    memberState: state,
    person: {
      names: [{ firstNames: person.forename, familyNames: person.surname }, ...otherNames(person)],
      dateOfBirth: person.dateOfBirth,
      nationalities: [person.nationality],
      // Not every record has it.
      countryOfBirth: random.chance(0.9) ? person.nationality : undefined,
      gender: person.gender,
    },
    status,
    offences: [...new Set([random.pick(OFFENCES), ...(random.chance(0.3) ? [random.pick(OFFENCES)] : [])])],
    authority: `Police of ${state} (synthetic)`,
    updatedOn: randomDayOf(Math.min(2025, adultIn + random.below(10)), random),
  };
}

/** Aliases, and the surname at birth of those who changed it. */
const otherNames = ({ forename, surnameAtBirth, aliases }: WorldPerson): PersonName[] => [
  ...(surnameAtBirth === undefined ? [] : [{ firstNames: forename, familyNames: surnameAtBirth }]),
  ...aliases.map((alias) => ({ firstNames: alias.forename, familyNames: alias.surname })),
];

/** A reference tells nothing, not even when the record was made: its time is one for all. */
const randomUlid = (random: Random): string => ulid(REFERENCE_TIME_MS, () => random.fraction());

const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);
