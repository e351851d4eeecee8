import { TEST_PERSONS, type TestPerson } from '../../../world/test-persons.js';
import type { PersonName } from '../domain/person.js';
import type { PoliceRecord } from '../domain/police-record.js';

/** References of the records on test persons: the same in every simulated exchange (docs/test-persons.md). */
export const TEST_RECORDS = {
  /** Its holder approves a request, and sends the record. */
  delivered: 'EPR-XB-00000000000000000TEST00001',
  /** Its holder refuses. */
  refused: 'EPR-XC-00000000000000000TEST00002',
  /** Its holder asks back before it sends the record. */
  askedBack: 'EPR-XD-00000000000000000TEST00003',
  /** Found when not all states answer. */
  answeredBySome: 'EPR-XB-00000000000000000TEST00004',
} as const;

/** Records on test persons. */
export const testRecords = (): readonly PoliceRecord[] => [
  record(TEST_RECORDS.delivered, TEST_PERSONS.knownToPolice, {
    status: 'convicted',
    offences: ['Burglary', 'Handling of stolen goods'],
    aliases: [{ familyNames: 'Voorbeeld', firstNames: 'Martin' }],
  }),
  record(TEST_RECORDS.refused, TEST_PERSONS.knownToPolice, { status: 'suspect', offences: ['Fraud'] }),
  record(TEST_RECORDS.askedBack, TEST_PERSONS.wanted, { status: 'suspect', offences: ['Armed robbery'] }),
  record(TEST_RECORDS.answeredBySome, TEST_PERSONS.notAnsweredByAll, {
    status: 'convicted',
    offences: ['Trafficking in narcotic drugs'],
  }),
];

interface Content {
  readonly status: PoliceRecord['status'];
  readonly offences: readonly string[];
  readonly aliases?: readonly PersonName[];
}

function record(reference: string, test: TestPerson, { status, offences, aliases = [] }: Content): PoliceRecord {
  const memberState = reference.slice(4, 6);
  return {
    reference,
    memberState,
    person: {
      names: [{ firstNames: test.forename, familyNames: test.surname }, ...aliases],
      dateOfBirth: test.dateOfBirth,
      nationalities: [test.nationality],
      countryOfBirth: test.nationality,
      gender: test.gender,
    },
    status,
    offences,
    authority: `Police of ${memberState} (synthetic)`,
    updatedOn: '2026-02-01',
  };
}
