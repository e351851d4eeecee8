/**
 * The legal-basis model: which article lets whom do what, where, for which purpose and under which conditions. The
 * tables themselves are data (data/policy), read by tables/load.ts.
 */
import type { LegalOperation, LogScope } from '../../adapters/adapter.js';
import type { RetentionClass } from '../../audit/leaf/bucket.js';
import type { Offence, PersonCategory, Purpose } from './request.js';

/**
 * A condition that an article puts on the single access, besides threshold and person category.
 *
 * - SPECIFIC_CASE: the access belongs to one case, named in access.case_reference.
 * - NATIONAL_LAW: national law gives the authority this task; declared by access.national_law_empowered.
 * - CAP_APPROVAL, VA_APPROVAL, PRIOR_AUTHORISATION: an approver of the row (central access point; Eurodac verifying
 *   authority; court, independent authority or issuing state) has approved this very question. Emergency access, where
 *   the row allows it, comes in its place and is reviewed afterwards.
 * - NATIONAL_SEARCH, PRUM_SEARCH, CIR_FLAG, EES_SEARCH, EUROPOL_SEARCH: an entry of access.prior_searches of that kind
 *   with a result that the policies admit (data/policy/general.cedar).
 * - CONSENT: explicit consent; its reference in access.consent_reference.
 * - ON_BEHALF_OF: whoever the question is put for is named in access.on_behalf_of.
 * - PERSON_CATEGORY, AIM: stated at all (Reg. (EU) 2024/982 Art. 33 wants them logged).
 * - IMMINENT_DANGER: access.urgency says so.
 */
export type Precondition =
  | 'SPECIFIC_CASE'
  | 'NATIONAL_LAW'
  | 'CAP_APPROVAL'
  | 'VA_APPROVAL'
  | 'PRIOR_AUTHORISATION'
  | 'NATIONAL_SEARCH'
  | 'PRUM_SEARCH'
  | 'CIR_FLAG'
  | 'EES_SEARCH'
  | 'EUROPOL_SEARCH'
  | 'CONSENT'
  | 'ON_BEHALF_OF'
  | 'PERSON_CATEGORY'
  | 'AIM'
  | 'IMMINENT_DANGER';

/** When a set of rules applies. */
export interface Regime {
  readonly id: string;
  /** First day, YYYY-MM-DD; undefined: not yet in force. */
  readonly from: string | undefined;
  /** Last day, YYYY-MM-DD; undefined: no end known. */
  readonly until: string | undefined;
}

/** How grave the offence must be. Nothing set: no offence is asked for. */
export interface OffenceThreshold {
  /** The offence's greatest penalty must reach this many months of deprivation of liberty; 0: any offence, but named. */
  readonly penaltyMonths: number | undefined;
  /** A terrorist offence suffices, whatever its penalty and whether listed or not. */
  readonly terrorist: boolean;
  /** The offence must stand in Annex II of Directive (EU) 2016/681 or in Art. 2(2) of Decision 2002/584/JHA. */
  readonly offenceList: 'PNR' | 'EAW' | undefined;
}

/** One row of the table. */
export interface LegalBasis {
  readonly id: string;
  /** Code of the system, e.g. "SIS". */
  readonly system: string;
  readonly regime: Regime;
  readonly instrument: string;
  readonly article: string;
  readonly purposes: ReadonlySet<Purpose>;
  readonly authorityKinds: ReadonlySet<string>;
  readonly operations: ReadonlySet<LegalOperation>;
  /** What the article covers, in the system's codes. For SIS: "ARR", "OBJ", "OBJ:a". */
  readonly categories: ReadonlySet<string>;
  readonly threshold: OffenceThreshold;
  /** Whom the question may be about; empty: anybody. */
  readonly personCategories: ReadonlySet<PersonCategory>;
  /** All must be met. */
  readonly preconditions: ReadonlySet<Precondition>;
  /** Kinds of authority that may give the approval which a precondition asks for. */
  readonly approvers: ReadonlySet<string>;
  /** Whether an emergency may come in place of the approval. */
  readonly breakGlass: boolean;
}

/** What a kind of authority may see of a system at all, whatever the article. */
export interface AccessMatrix {
  /** Categories in the system's codes; empty for whoever has no line. */
  categories(system: string, authorityKind: string): ReadonlySet<string>;
}

/** How long entries about each system are kept, and who may read them. */
export interface LogTable {
  /**
   * Class of the entries about an access to a system on a row. An act about an approval is kept as the access that it is
   * about, which its row names. Undefined where no system of the table is named.
   */
  retentionOf(system: string, legalBasisId?: string): RetentionClass | undefined;
  /** What a row that allows LOG_READ opens. */
  openedOn(legalBasisId: string): LogScope;
  /** Rows on which the log of a system is read. */
  readOn(system: string): readonly string[];
}

/** The tables of one folder, checked. */
export interface PolicyTables {
  readonly bases: ReadonlyMap<string, LegalBasis>;
  readonly matrix: AccessMatrix;
  /** Kinds of authority that exist. */
  readonly kinds: ReadonlySet<string>;
  /** Categories that exist, by system. */
  readonly categories: ReadonlyMap<string, ReadonlySet<string>>;
  readonly logs: LogTable;
  /** SHA-256 in hex of the files: equal files, equal decisions. */
  readonly sha256: string;
}

/** Whether the regime applies on the day (YYYY-MM-DD). */
export function inForce({ from, until }: Regime, day: string): boolean {
  return from !== undefined && from <= day && (until === undefined || day <= until);
}

/**
 * Whether a row lets operations be asked on the day. To look back at accesses is lawful once there were any, and as long as
 * there is something to see: a regime that has ended leaves its logs, and the duty to check them, behind.
 */
export function applies({ regime, system }: LegalBasis, operations: readonly LegalOperation[], day: string): boolean {
  // Reading a log, and reviewing an emergency access: neither is an access to the system.
  const isLookingBack = (operation: LegalOperation): boolean =>
    operation === 'LOG_READ' || (operation === 'REVIEW' && system === 'APPROVALS');
  const looksBack = operations.length > 0 && operations.every(isLookingBack);
  return inForce(looksBack ? { ...regime, until: undefined } : regime, day);
}

/** Whether the offence reaches the threshold. */
export function reaches(offence: Offence | undefined, threshold: OffenceThreshold): boolean {
  const { penaltyMonths, terrorist, offenceList } = threshold;
  if (penaltyMonths === undefined && offenceList === undefined && !terrorist) return true;
  if (offence === undefined) return false;
  if (terrorist && offence.terrorist) return true;
  if (penaltyMonths === undefined && offenceList === undefined) return false;
  return (
    offence.maximumPenaltyMonths >= (penaltyMonths ?? 0) &&
    (offenceList === undefined || standsIn(offenceList, offence.listedAs))
  );
}

/** Entries of the lists: Annex II of Directive (EU) 2016/681, Art. 2(2) of Framework Decision 2002/584/JHA. */
const LIST_LENGTH = { PNR: 26, EAW: 32 } as const;

/** Whether "PNR-04" is an entry of the list; there is no number nought, and none beyond the last. */
function standsIn(list: keyof typeof LIST_LENGTH, listedAs = ''): boolean {
  const [, name, number] = /^([A-Z]{3})-([0-9]{2})$/.exec(listedAs) ?? [];
  return name === list && Number(number) >= 1 && Number(number) <= LIST_LENGTH[list];
}

/** What is seen on this basis by an authority of this kind: what the article covers and the matrix lets it see. */
export function visible({ matrix }: Pick<PolicyTables, 'matrix'>, basis: LegalBasis, kind: string): Set<string> {
  const seen = matrix.categories(basis.system, kind);
  return new Set([...basis.categories].filter((category) => seen.has(category)));
}
