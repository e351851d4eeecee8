/** Transactions of dactyloscopic data between Member States (Decision 2008/616/JHA, Annex, chapter 2). */
import type { PrintTemplate } from '../../finger-minutiae/template.js';
import type { ErmCode } from '../erm-codes.js';
import type { Print } from '../image-record.js';
import type { NistRecord } from '../record.js';
import type { RequestType, SearchMode } from './search-modes.js';

/** An agency of a state, written CC/agency. */
export interface Agency {
  /** ISO 3166-1 alpha-2. */
  readonly state: string;
  readonly name: string;
}

/** A reference of a state, written CC/number. */
export interface Reference {
  readonly state: string;
  readonly number: string;
}

/** What the record of type 1 says. */
export interface TransactionHeader {
  /** Version of ANSI/NIST-ITL: 0300 for 2000, 0400 for 2007, 0500 for 2011, 0501, 0502. */
  readonly version: string;
  /** Local date, YYYYMMDD. */
  readonly date: string;
  /** From 1, the highest, to 9. An answer has that of the question. */
  readonly priority: number;
  readonly destination: Agency;
  readonly origin: Agency;
  readonly controlNumber: string;
  /** Control number of the question; there in answers. */
  readonly reference: string | undefined;
  /** Pixels per millimetre, NN.NN; 00.00 where no record needs them. */
  readonly scanned: string;
  readonly transmitted: string;
  readonly domain: { readonly name: string; readonly version: string };
  /** YYYYMMDDHHMMSSZ. */
  readonly sentAt: string;
}

/** Whose prints, or which trace: what the record of type 2 says of them. Never who the person is. */
export interface SampleReferences {
  /** Version of the implementation (2.003). */
  readonly system: string | undefined;
  /** Case (2.007). */
  readonly case: Reference | undefined;
  /** Evidence in the case (2.008), and trace in the evidence (2.009). */
  readonly sequence: string | undefined;
  readonly mark: string | undefined;
  /** Person, by a number of the state that stands for one person in it (2.010). */
  readonly person: Reference | undefined;
  /** Other identifiers (2.012 to 2.016). */
  readonly others: readonly string[];
}

/** Prints or traces in a transaction, and the minutiae that go with them. */
export interface Samples {
  readonly prints: readonly Print[];
  readonly templates: readonly { readonly idc: number; readonly template: PrintTemplate }[];
  /** As they stand in the file, from its third record on. */
  readonly records: readonly NistRecord[];
}

/** A question. */
export interface SearchTransaction extends Samples {
  readonly type: RequestType;
  /** One, or both of PMS: a transaction may hold fingers and palms. */
  readonly modes: readonly SearchMode[];
  readonly header: TransactionHeader;
  readonly references: SampleReferences;
  /** Candidates wanted (2.320); undefined for as many as the mode allows. */
  readonly expected: number | undefined;
}

/** An answer: no hit, or one of the candidates. */
export interface ResultTransaction extends Samples {
  readonly type: 'SRE';
  readonly header: TransactionHeader;
  readonly references: SampleReferences;
  /** Type of the question. */
  readonly answers: RequestType;
  /** Undefined for no hit. */
  readonly candidate:
    | {
        /** From 1 to the total. */
        readonly number: number;
        readonly total: number;
        /** From 0, if none is given, to 999998; 999999 if somebody verified the hit. */
        readonly score: number;
      }
    | undefined;
}

/** An answer to a question that could not be processed. */
export interface ErrorTransaction {
  readonly type: 'ERR';
  readonly header: TransactionHeader;
  readonly references: SampleReferences;
  readonly errors: readonly { readonly code: ErmCode; readonly text: string }[];
}

export type PrumTransaction = SearchTransaction | ResultTransaction | ErrorTransaction;
