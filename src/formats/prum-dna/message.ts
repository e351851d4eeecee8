/**
 * Messages by which states exchange DNA profiles under Prüm I: PRUEMDNAx of Decision 2008/616/JHA, Annex, chapter 1,
 * interface control document. The names of its structures are those of the document; the elements of single loci follow
 * INTERPOL's habit of writing their names in small letters.
 */
import type { RawProfile } from '../../matching/dna/profile.js';

/** A message. */
export interface PrumDnaMessage {
  readonly direction: 'request' | 'answer';
  /** Of the sender, for the message. */
  readonly ref: string;
  /** Program that made it. */
  readonly generator: string;
  readonly schemaVersion: string;
  readonly requesting: MessageInfo;
  /** Of the state that answers: there in an answer, and only there. */
  readonly requested: MessageInfo | undefined;
  /** At most 500; in a request one, unless it is a comparison of all with all. */
  readonly datas: readonly [DnaData, ...DnaData[]];
}

/** Who sends to whom, and when. */
export interface MessageInfo {
  /** ISO 3166-1 alpha-2. */
  readonly source: string;
  readonly destination: string;
  /** Unique. */
  readonly requestId: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** HH:MM:SS. */
  readonly time: string;
}

/** What of Decision 2008/615/JHA is asked for: a search in an individual case (Art. 3), or a comparison (Art. 4). */
export type RequestType = 'search' | 'comparison';

/** One profile, with what is asked or found. */
export interface DnaData {
  readonly requestType: RequestType;
  /** Day on which the profile was stored, YYYY-MM-DD. */
  readonly storedOn: string;
  /** P or S: of a person, or a stain. */
  readonly kind: 'person' | 'stain';
  readonly agency: string;
  /** Identifies the profile at its agency. */
  readonly profileIdent: string;
  readonly profile: DnaProfileData;
  /** What became of it. */
  readonly result: DnaResult;
}

/** The profile itself. */
export interface DnaProfileData {
  readonly profileId: string;
  /** Method by which it was typed; empty if not said. */
  readonly marker: string;
  /** Two values at each locus, as written. */
  readonly loci: RawProfile['loci'];
}

/** What became of a profile. */
export type DnaResult =
  /** U: of a request. */
  | { readonly kind: 'undefined' }
  /** The profile asked for, echoed in the answer with the number of profiles found (quality 0). */
  | { readonly kind: 'asked'; readonly found: number }
  /** A profile that matches. */
  | {
      readonly kind: 'match';
      readonly matchId: string;
      readonly quality: 1 | 2 | 3 | 4;
      readonly matchedAlleles: number;
    }
  /** E: the profile asked for cannot be used. */
  | { readonly kind: 'error'; readonly message: string };

/** Most profiles in a message. */
export const MOST_DATAS = 500;
