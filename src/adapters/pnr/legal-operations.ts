/** What each operation of the contract needs of a legal basis (data/policy/legal-basis.csv). docs/law says what follows. */
import type { PnrAssessmentServiceService } from '../../gen/ostiary/pnr/v1/assessment.js';
import type { PnrOversightServiceService } from '../../gen/ostiary/pnr/v1/oversight.js';
import type { PnrServiceService } from '../../gen/ostiary/pnr/v1/pnr.js';
import type { LegalOperation } from '../adapter.js';

/** An operation of the unit; those with a stream of requests are calls of another one. */
export type UnitOperation =
  | Exclude<keyof typeof PnrServiceService, 'pushPnrs'>
  | keyof typeof PnrAssessmentServiceService
  | keyof typeof PnrOversightServiceService;

/** All that is named must be allowed. */
export const NEEDED = {
  pushPnr: ['ENTER'],
  searchPnrs: ['CONSULT'],
  requestPnrs: ['REQUEST_FULL', 'READ'],
  getPnr: ['READ'],
  unmaskPnr: ['UNMASK'],
  flagPnr: ['UPDATE'],
  assessFlight: ['ASSESS'],
  listMatches: ['REVIEW'],
  reviewMatch: ['REVIEW'],
  releaseMatch: ['NOTIFY'],
  // Not READ: a released match opens no other record to its recipient.
  listReceivedMatches: ['NOTICE'],
  receiveMatch: ['NOTICE'],
  tryCriterion: ['ANALYSE'],
  getCriteriaQuality: ['ANALYSE'],
  listFlightPushes: ['STATUS'],
  listRequestCopies: ['REQUEST_COPY'],
  listUnmaskings: ['OVERSEE'],
  reviewUnmasking: ['OVERSEE'],
  getPnrStatistics: ['OVERSEE'],
} as const satisfies Readonly<Record<UnitOperation, readonly LegalOperation[]>>;

/** GetPnr of the record of a match: part of the match's review (Art. 6(5)), so that no basis of READ opens it, and none of it READ. */
export const NEEDED_FOR_REVIEW = ['REVIEW'] as const satisfies readonly LegalOperation[];

/** Both, as docs/law is made of them. */
export const NEEDS = { operations: NEEDED, getPnrForReview: NEEDED_FOR_REVIEW };
