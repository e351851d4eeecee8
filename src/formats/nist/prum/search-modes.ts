/**
 * Searches of dactyloscopic data between Member States: Decision 2008/616/JHA, Annex, chapter 2. TP ten-print, PP palm print,
 * LT trace of a finger, LP trace of a palm, UL and ULP the unsolved ones.
 */

/** Types of transaction that ask. */
export const REQUEST_TYPES = ['CPS', 'PMS', 'MPS', 'MMS'] as const;
export type RequestType = (typeof REQUEST_TYPES)[number];

export type SearchMode = 'TP/TP' | 'TP/UL' | 'PP/ULP' | 'LT/TP' | 'LP/PP' | 'LT/UL' | 'LP/ULP';

/** What a mode asks with and for. */
export interface SearchModeRule {
  readonly transaction: RequestType;
  /** Candidates that an answer may name at most. */
  readonly maxCandidates: number;
}

/**
 * Candidates: figures of the Austrian treaty collection no. 20008450 Art. 9(2), which are those of the chapter. Regulation
 * (EU) 2024/982 Art. 14(2) leaves them to an implementing act.
 */
export const SEARCH_MODES: Readonly<Record<SearchMode, SearchModeRule>> = {
  'TP/TP': { transaction: 'CPS', maxCandidates: 1 },
  'TP/UL': { transaction: 'PMS', maxCandidates: 5 },
  'PP/ULP': { transaction: 'PMS', maxCandidates: 5 },
  'LT/TP': { transaction: 'MPS', maxCandidates: 10 },
  'LP/PP': { transaction: 'MPS', maxCandidates: 5 },
  'LT/UL': { transaction: 'MMS', maxCandidates: 5 },
  'LP/ULP': { transaction: 'MMS', maxCandidates: 5 },
};

/** The modes of a transaction: of fingers, and of palms where there are any. */
export const MODES_OF: Readonly<Record<RequestType, { readonly finger: SearchMode; readonly palm?: SearchMode }>> = {
  CPS: { finger: 'TP/TP' },
  PMS: { finger: 'TP/UL', palm: 'PP/ULP' },
  MPS: { finger: 'LT/TP', palm: 'LP/PP' },
  MMS: { finger: 'LT/UL', palm: 'LP/ULP' },
};

/** Codes of palms begin here (ANSI/NIST-ITL 1-2011 Table 8). */
const FIRST_PALM = 20;
const LAST_PALM = 38;
/** Palms with writer's palm, and with the fingers, of later versions. */
const FIRST_LATER_PALM = 81;
const LAST_LATER_PALM = 86;

/** True for the code of a palm or a part of one. */
export const isPalm = (position: number): boolean =>
  (position >= FIRST_PALM && position <= LAST_PALM) || (position >= FIRST_LATER_PALM && position <= LAST_LATER_PALM);
