import { ulid } from 'ulid';
import { randomDayOf } from '../../../world/calendar.js';
import type { Person as WorldPerson } from '../../../world/person.js';
import { generatePopulation } from '../../../world/population.js';
import { createRandom, type Random } from '../../../world/random.js';
import type { PoliceRecord } from '../domain/police-record.js';
import { recordReference } from '../domain/reference.js';
import { RECORD_SHARES } from './roster.js';

/** Which records. */
export interface GenerateOptions {
  readonly seed: number;
  readonly records: number;
}

/** Share of the population in police records, and of those the share known to a second state. Invented. */
const KNOWN = 0.2;
const KNOWN_TWICE = 0.25;

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

/** Police records on people of the synthetic world. The same person may be in those of two states. */
export function* generateRecords({ seed, records }: GenerateOptions): Generator<PoliceRecord, void, undefined> {
  let made = 0;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    const random = createRandom(seed, `police-records/${person.number}`);
    if (!random.chance(KNOWN)) continue;
    const states = new Set([random.weighted(RECORD_SHARES)]);
    if (random.chance(KNOWN_TWICE)) states.add(random.weighted(RECORD_SHARES));
    for (const memberState of states) {
      if (made === records) return;
      made += 1;
      yield makeRecord(memberState, person, random);
    }
  }
}

function makeRecord(memberState: string, person: WorldPerson, random: Random): PoliceRecord {
  const convicted = random.chance(0.6);
  const age = Number(person.dateOfBirth.slice(0, 4));
  return {
    reference: recordReference(memberState, randomUlid(random)),
    memberState,
    person: {
      names: [
        { firstNames: person.forename, familyNames: person.surname },
        ...person.aliases.map(({ forename, surname }) => ({ firstNames: forename, familyNames: surname })),
      ],
      dateOfBirth: person.dateOfBirth,
      nationalities: [person.nationality],
      countryOfBirth: random.chance(0.9) ? person.nationality : undefined,
      gender: person.gender,
    },
    status: convicted ? 'convicted' : 'suspect',
    offences: [...new Set([random.pick(OFFENCES), ...(random.chance(0.3) ? [random.pick(OFFENCES)] : [])])],
    authority: `Police of ${memberState} (synthetic)`,
    updatedOn: randomDayOf(Math.min(2025, Math.max(2000, age + 15) + random.below(10)), random),
  };
}

/** A reference tells nothing, not even when the record was made: its time is one for all. */
const randomUlid = (random: Random): string => ulid(REFERENCE_TIME_MS, () => random.fraction());

const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);
