import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import type { SearchMode } from '../../../../formats/nist/prum/search-modes.js';

/** What is searched with came as a record of minutiae or as a transaction. */
export type SampleFormat = 'ISO/IEC 19794-2:2005' | 'ISO/IEC 19794-2:2011' | 'INCITS 378-2004' | 'ANSI/NIST-ITL';

/** What may be said of a sample anywhere: never the sample. */
export interface SampleFacts {
  readonly format: SampleFormat;
  readonly bytes: number;
  /** SHA-256 in hex, by which one and the same can be recognised without being kept. */
  readonly digest: string;
}

/** A search as it is asked. */
export interface PrintSearch {
  readonly mode: SearchMode;
  /** Reference number of the prints at the asking authority; undefined if it gave none. */
  readonly ownReference: string | undefined;
  readonly sample: SampleFacts;
  /** Those that can be searched with. */
  readonly prints: readonly PrintTemplate[];
  /** States to ask, without repetitions. */
  readonly memberStates: ReadonlySet<string>;
  /** Candidates that each state is to list. */
  readonly maxCandidates: number;
}
