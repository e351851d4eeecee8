import type { SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import type { LegalOperation } from '../../../adapter.js';
import type { ReferenceKind } from '../../exchange/domain/reference-number.js';

/** What a state holds, each kind apart (Decision 2008/616/JHA, Annex, chapter 2). */
export type Collection = 'ten_print' | 'palm' | 'trace' | 'palm_trace';

/** What is searched with: prints of a person, or a trace. */
export type ProbeKind = 'fingers' | 'palms' | 'finger trace' | 'palm trace';

const PROBES: Readonly<Record<SearchMode, ProbeKind>> = {
  'TP/TP': 'fingers',
  'TP/UL': 'fingers',
  'PP/ULP': 'palms',
  'LT/TP': 'finger trace',
  'LT/UL': 'finger trace',
  'LP/PP': 'palm trace',
  'LP/ULP': 'palm trace',
};

const COLLECTIONS: Readonly<Record<SearchMode, Collection>> = {
  'TP/TP': 'ten_print',
  'LT/TP': 'ten_print',
  'LP/PP': 'palm',
  'TP/UL': 'trace',
  'LT/UL': 'trace',
  'PP/ULP': 'palm_trace',
  'LP/ULP': 'palm_trace',
};

/** What a mode searches with. */
export const probeOf = (mode: SearchMode): ProbeKind => PROBES[mode];

/** What it searches in. */
export const collectionOf = (mode: SearchMode): Collection => COLLECTIONS[mode];

/** Whether a mode searches with prints of a person. */
export const isOfPerson = (mode: SearchMode): boolean => !mode.startsWith('L');

/** Whether a trace is on either side: traces lie any way round. */
export const isOfTraces = (mode: SearchMode): boolean => mode !== 'TP/TP';

/** Whether data of a collection are of persons who are known, or of nobody known. */
export const kindOfCollection = (collection: Collection): ReferenceKind =>
  collection === 'ten_print' || collection === 'palm' ? 'identified' : 'unidentified';

/** Kind of the data that a mode searches in. */
export const searchedKind = (mode: SearchMode): ReferenceKind => kindOfCollection(COLLECTIONS[mode]);

/** Operation of the legal basis: with prints of a person, or with a trace. */
export const legalOperationOf = (mode: SearchMode): LegalOperation =>
  isOfPerson(mode) ? 'IDENT_PRINT' : 'TRACE_PRINT';
