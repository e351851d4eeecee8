/** The question that the policy answers: domain values only. */
import type { LegalOperation } from '../../adapters/adapter.js';
import type { Authority, Officer } from '../identity/peer.js';

/** Purposes of access: the names of ostiary.common.v1.Purpose. */
export type Purpose =
  | 'BORDER_CONTROL'
  | 'POLICE_CUSTOMS_CHECK'
  | 'CRIMINAL_OFFENCE'
  | 'ENTRY_STAY_RETURN'
  | 'ASYLUM_SECURITY_CHECK'
  | 'IDENTITY_VERIFICATION'
  | 'VISA'
  | 'TRAVEL_AUTHORISATION'
  | 'NATURALISATION'
  | 'JUDICIAL'
  | 'REGISTRATION'
  | 'UNION_BODY_MANDATE'
  | 'SUPPLEMENTARY_INFORMATION'
  | 'DATA_PROTECTION_REVIEW'
  | 'PRUM_SEARCH'
  | 'MISSING_PERSON'
  | 'PNR'
  | 'POLICE_IDENTIFICATION'
  | 'ASYLUM'
  | 'CRIMINAL_RECORD'
  | 'RECORD_KEEPING'
  | 'CARRIER'
  | 'FINANCIAL_INVESTIGATION'
  | 'DOCUMENT_EXAMINATION'
  | 'SCREENING';

/** How fast an answer is needed: the names of ostiary.common.v1.Urgency. */
export type Urgency = 'ROUTINE' | 'LIVE_CHECK' | 'IMMINENT_DANGER' | 'BULK';

/** An offence as far as a threshold of seriousness needs it. */
export interface Offence {
  readonly code: string;
  /** Greatest penalty in months of deprivation of liberty. */
  readonly maximumPenaltyMonths: number;
  /** Of Articles 3 to 14 of Directive (EU) 2017/541. */
  readonly terrorist: boolean;
  /** Number in a list of offences, "PNR-04" or "EAW-12"; undefined when none is named. */
  readonly listedAs: string | undefined;
}

/** Where an earlier search was made: the names of ostiary.common.v1.PriorSearchKind. */
export type PriorSearchKind = 'NATIONAL' | 'PRUM_DACTYLOSCOPIC' | 'CIR' | 'EES' | 'EUROPOL';

/** What it brought: the names of ostiary.common.v1.PriorSearchResult. */
export type PriorSearchResult = 'NO_MATCH' | 'MATCH' | 'NOT_COMPLETED' | 'FUTILE';

/** A search that was made before this one, as the caller declares it. */
export interface PriorSearch {
  readonly kind: PriorSearchKind;
  readonly reference: string;
  readonly result: PriorSearchResult;
}

/** Whom a question is about: the names of ostiary.common.v1.PersonCategory. */
export type PersonCategory = 'SUSPECT' | 'CONVICTED' | 'VICTIM' | 'MISSING' | 'REMAINS' | 'UNKNOWN';

/** What a question is to bring: the names of ostiary.common.v1.SearchAim. */
export type SearchAim = 'IDENTIFY' | 'OBTAIN_MORE';

/** Why a question is put, parsed from AccessContext. */
export interface AccessGrounds {
  readonly legalBasisId: string;
  readonly purpose: Purpose;
  readonly caseReference: string;
  readonly justification: string;
  readonly urgency: Urgency;
  readonly operatingUnit: string;
  /** Kind asserted by the caller; undefined when it left the choice to the registry. */
  readonly authorityKind: string | undefined;
  readonly offence: Offence | undefined;
  readonly nationalLawEmpowered: boolean;
  readonly onBehalfOf: string | undefined;
  /** Approval that the question is put under; unverified until ApprovalService has confirmed it. */
  readonly approvalId: string | undefined;
  /** The emergency in words, when the caller claims one. */
  readonly emergency: string | undefined;
  readonly priorSearches: readonly PriorSearch[];
  readonly personCategory: PersonCategory | undefined;
  readonly aim: SearchAim | undefined;
  readonly consentReference: string | undefined;
}

/** An approval that ApprovalService found granted, alive, unused and bound to this very question. */
export interface ApprovalFact {
  readonly id: string;
  /** Kind in which the approving body acted, e.g. "CAP". */
  readonly approverKind: string;
}

/** One question to the policy. */
export interface PolicyRequest {
  readonly authority: Authority;
  readonly officer: Officer;
  readonly grounds: AccessGrounds;
  /** Code of the system to be asked. */
  readonly system: string;
  readonly operations: readonly LegalOperation[];
  /** Undefined when the question names no approval. One that does not hold never comes here: it is refused before. */
  readonly approval: ApprovalFact | undefined;
  /** Day of the question, YYYY-MM-DD in UTC. */
  readonly today: string;
}
