/** What the simulated states answer about the faces of test persons (docs/test-persons.md). */
import type { RecordAnswer } from './test-record-cases.js';
import type { TEST_PERSONS } from './test-persons.js';

/** A search and its answers. */
export interface FaceCase {
  /** The test person whose face is searched for. */
  readonly person: keyof typeof TEST_PERSONS;
  /** Each state that is asked. */
  readonly states: Readonly<Record<'XB' | 'XC' | 'XD' | 'XE' | 'XF', RecordAnswer>>;
  /** Candidates, best first in each state, and what a request for core data leads to. */
  readonly candidates: Readonly<Record<string, string>>;
  /** What it is there to show. */
  readonly shows: string;
}

const NOWHERE = { XB: 'NO_HIT', XC: 'NO_HIT', XD: 'NO_HIT', XE: 'NO_HIT', XF: 'NOT_SEARCHED' } as const;

/** Searches of the police of XA. */
export const FACE_CASES: readonly FaceCase[] = [
  {
    person: 'knownToPolice',
    states: { ...NOWHERE, XB: 'HIT', XC: 'HIT' },
    candidates: {
      'FAC-XB-I-00000000000000000TEST00001': 'released',
      'FAC-XC-I-00000000000000000TEST00002': 'refused',
    },
    shows: 'candidates in two states, of which one releases core data',
  },
  {
    person: 'wanted',
    states: { ...NOWHERE, XD: 'HIT' },
    candidates: { 'FAC-XD-I-00000000000000000TEST00003': 'released once a judge has authorised it' },
    shows: 'the person wanted in the SIS; national law of the holder asks for a judge',
  },
  {
    person: 'impersonated',
    states: { ...NOWHERE, XC: 'HIT' },
    candidates: {
      'FAC-XC-I-00000000000000000TEST00004': 'released',
      'FAC-XC-I-00000000000000000TEST00005': 'released: it is Пробенко, who only looks alike',
    },
    shows: 'two candidates: a human has to tell them apart',
  },
  {
    person: 'discreetlyChecked',
    states: { ...NOWHERE, XD: 'HIT' },
    candidates: { 'FAC-XD-U-00000000000000000TEST00006': 'released, without a person' },
    shows: 'an image of somebody whom the state does not know',
  },
  {
    person: 'notAnsweredByAll',
    states: { XB: 'HIT', XC: 'REFUSED', XD: 'TIMED_OUT', XE: 'UNAVAILABLE', XF: 'NOT_SEARCHED' },
    candidates: { 'FAC-XB-I-00000000000000000TEST00007': 'released' },
    shows: 'states that do not answer are named, and never called without candidates',
  },
  { person: 'unknownToAll', states: NOWHERE, candidates: {}, shows: 'a person known nowhere' },
];
