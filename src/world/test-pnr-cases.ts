/** What the simulated unit of XA has about the test persons (docs/test-persons.md): their bookings, fixed but for the day. */
import { TEST_PERSONS } from './test-persons.js';

/** Where a test person travels. */
export interface PnrCase {
  readonly person: keyof typeof TEST_PERSONS;
  /** Locator of the booking; undefined for somebody who is in none. */
  readonly locator: string | undefined;
  /** As the carrier has the name; of a script that it does not have, in Latin letters. */
  readonly surname: string;
  readonly givenNames: string;
  /** Whether the carrier sent a travel document, and with it the date of birth. */
  readonly document: boolean;
  /** Others in the same booking. */
  readonly with?: string;
  /** What it is there to show. */
  readonly shows: string;
}

/** Flight of all of them: carrier, number and route. It left on the day before the simulator was filled. */
export const TEST_FLIGHT = { carrier: '0Y', number: '100', origin: 'XBA', destination: 'XAA' } as const;

export const PNR_CASES: readonly PnrCase[] = [
  {
    person: 'wanted',
    locator: 'TSTAA1',
    surname: 'MUELLER BEISPIEL',
    givenNames: 'JUERGEN',
    document: true,
    shows: 'a name that the carrier transliterates, with a date of birth',
  },
  {
    person: 'discreetlyChecked',
    locator: 'TSTBB2',
    surname: 'ESEMPIO',
    givenNames: 'CHIARA',
    document: true,
    with: 'EXEMPLE',
    shows: 'two who travel together',
  },
  {
    person: 'wantedByOwnState',
    locator: 'TSTBB2',
    surname: 'EXEMPLE',
    givenNames: 'NOEMIE',
    document: true,
    with: 'ESEMPIO',
    shows: 'two who travel together',
  },
  {
    person: 'knownToPolice',
    locator: 'TSTCC3',
    surname: 'VOORBEELD STAAL',
    givenNames: 'MAARTEN',
    document: false,
    shows: 'no date of birth is known: the name alone corresponds',
  },
  {
    person: 'missingChild',
    locator: 'TSTDD4',
    surname: 'PRZYKLADOWA',
    givenNames: 'ZOFIA',
    document: true,
    shows: 'an unaccompanied minor, the only remark that is kept',
  },
  {
    person: 'unknownToAll',
    locator: undefined,
    surname: '',
    givenNames: '',
    document: false,
    shows: 'in no booking',
  },
];
