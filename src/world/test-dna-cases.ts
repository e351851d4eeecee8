/** What the simulated DNA databases answer about test profiles (docs/test-persons.md). */
import type { RecordAnswer } from './test-record-cases.js';
import { TEST_DNA } from './test-dna.js';

/** A search and its answers. */
export interface DnaCase {
  /** Profile of src/world/test-dna.ts. */
  readonly ask: keyof typeof TEST_DNA;
  /** What it is of, as it is searched for. */
  readonly kind: 'identified' | 'unidentified';
  /** Each state that is asked if none is named. */
  readonly states: Readonly<Record<'XB' | 'XC' | 'XD' | 'XE' | 'XF', RecordAnswer>>;
  /** Reference number → quality, and what a request for core data leads to. */
  readonly matches: Readonly<Record<string, { readonly quality: 1 | 2 | 3 | 4; readonly followUp: string }>>;
  /** What it is there to show. */
  readonly shows: string;
}

const NOWHERE = { XB: 'NO_HIT', XC: 'NO_HIT', XD: 'NO_HIT', XE: 'NO_HIT', XF: 'NOT_SEARCHED' } as const;

/** Searches of the police of XA. */
export const DNA_CASES: readonly DnaCase[] = [
  {
    ask: 'knownToPolice',
    kind: 'identified',
    states: { ...NOWHERE, XB: 'HIT', XC: 'HIT' },
    matches: {
      'DNA-XB-I-00000000000000000TEST00001': { quality: 1, followUp: 'released' },
      'DNA-XC-U-00000000000000000TEST00002': { quality: 2, followUp: 'released, without a name' },
    },
    shows: 'a full match with a person, and a stain in which a value dropped out',
  },
  {
    ask: 'microVariant',
    kind: 'unidentified',
    states: { ...NOWHERE, XD: 'HIT' },
    matches: {
      'DNA-XD-I-00000000000000000TEST00003': { quality: 3, followUp: 'waits for a judge, then released' },
    },
    shows: 'a near match: one value differs by one base',
  },
  {
    ask: 'fewLoci',
    kind: 'unidentified',
    states: { ...NOWHERE, XC: 'HIT' },
    matches: { 'DNA-XC-I-00000000000000000TEST00004': { quality: 1, followUp: 'refused' } },
    shows: 'seven loci: `LOW_LOCI`, and a chance that is worth a thought',
  },
  {
    ask: 'notAnsweredByAll',
    kind: 'unidentified',
    states: { XB: 'HIT', XC: 'REFUSED', XD: 'TIMED_OUT', XE: 'UNAVAILABLE', XF: 'NOT_SEARCHED' },
    matches: { 'DNA-XB-I-00000000000000000TEST00005': { quality: 1, followUp: 'released' } },
    shows: 'states that do not answer are named, and never called without a match',
  },
  {
    ask: 'unknownToAll',
    kind: 'unidentified',
    states: NOWHERE,
    matches: {},
    shows: 'a profile known nowhere',
  },
];
