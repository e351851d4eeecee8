/** The question that the policy answers: domain values only. */
import type { LegalOperation } from '../../adapters/adapter.js';
import type { Authority } from '../identity/peer.js';

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
  | 'DATA_PROTECTION_REVIEW';

/** How fast an answer is needed: the names of ostiary.common.v1.Urgency. */
export type Urgency = 'ROUTINE' | 'LIVE_CHECK' | 'IMMINENT_DANGER';

/** An offence as far as a threshold of seriousness needs it. */
export interface Offence {
  readonly code: string;
  /** Greatest penalty in months of deprivation of liberty. */
  readonly maximumPenaltyMonths: number;
  /** Of Articles 3 to 14 of Directive (EU) 2017/541. */
  readonly terrorist: boolean;
}

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
}

/** One question to the policy. */
export interface PolicyRequest {
  readonly authority: Authority;
  readonly grounds: AccessGrounds;
  /** Code of the system to be asked. */
  readonly system: string;
  readonly operations: readonly LegalOperation[];
}
