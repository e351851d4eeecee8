/** What the simulated police records answer about the test persons (docs/test-persons.md). */
import { TEST_PERSONS } from './test-persons.js';

/** What a state answers: the names of outcomes. */
export type RecordAnswer = 'HIT' | 'NO_HIT' | 'NOT_SEARCHED' | 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';

/** A search and its answers. */
export interface RecordCase {
  readonly ask: { readonly surname: string; readonly forename?: string; readonly dateOfBirth?: string };
  /** Each state that is asked if none is named. */
  readonly states: Readonly<Record<'XB' | 'XC' | 'XD' | 'XE' | 'XF', RecordAnswer>>;
  /** What a request for a record that was found leads to. */
  readonly followUp?: Readonly<Record<string, string>>;
  /** What it is there to show. */
  readonly shows: string;
}

const NOWHERE = { XB: 'NO_HIT', XC: 'NO_HIT', XD: 'NO_HIT', XE: 'NO_HIT', XF: 'NOT_SEARCHED' } as const;
const { knownToPolice, notAnsweredByAll, wanted, unknownToAll } = TEST_PERSONS;

const asked = ({ surname, forename, dateOfBirth }: Required<RecordCase['ask']>): Required<RecordCase['ask']> => ({
  surname,
  forename,
  dateOfBirth,
});

/** Searches of the police of XA. */
export const RECORD_CASES: readonly RecordCase[] = [
  {
    ask: asked(knownToPolice),
    states: { ...NOWHERE, XB: 'HIT', XC: 'HIT' },
    followUp: {
      'EPR-XB-00000000000000000TEST00001': 'is delivered',
      'EPR-XC-00000000000000000TEST00002': 'is refused',
    },
    shows: 'records in two states, of which one sends its own',
  },
  {
    ask: { surname: 'VOORBEELD STAAL', dateOfBirth: knownToPolice.dateOfBirth },
    states: { ...NOWHERE, XB: 'HIT', XC: 'HIT' },
    shows: 'two criteria are enough, and hyphens do not matter',
  },
  {
    ask: { surname: 'Voorbeeld', forename: 'Martin' },
    states: { ...NOWHERE, XB: 'HIT' },
    shows: 'an alias, without a date of birth',
  },
  {
    ask: { ...asked(knownToPolice), dateOfBirth: '1983-08-25' },
    states: NOWHERE,
    shows: 'another date of birth is another person',
  },
  {
    ask: asked(wanted),
    states: { ...NOWHERE, XD: 'HIT' },
    followUp: { 'EPR-XD-00000000000000000TEST00003': 'is asked back about, then delivered' },
    shows: 'the person wanted in the SIS; the holder wants to know more',
  },
  {
    ask: asked(notAnsweredByAll),
    states: { XB: 'HIT', XC: 'REFUSED', XD: 'TIMED_OUT', XE: 'UNAVAILABLE', XF: 'NOT_SEARCHED' },
    followUp: { 'EPR-XB-00000000000000000TEST00004': 'is delivered' },
    shows: 'states that do not answer are named, and never called without records',
  },
  { ask: asked(unknownToAll), states: NOWHERE, shows: 'a person known nowhere' },
];
