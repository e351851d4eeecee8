/** The closed lists of the policy tables. Each is complete by its type: a name added there must be added here. */
import type { LegalOperation } from '../../../adapters/adapter.js';
import type { Precondition } from '../legal-basis.js';
import type { PersonCategory, Purpose } from '../request.js';

const namesOf = <Name extends string>(named: Readonly<Record<Name, unknown>>): ReadonlySet<Name> =>
  new Set(Object.keys(named) as Name[]);

export const PURPOSES = namesOf<Purpose>({
  BORDER_CONTROL: 1,
  POLICE_CUSTOMS_CHECK: 1,
  CRIMINAL_OFFENCE: 1,
  ENTRY_STAY_RETURN: 1,
  ASYLUM_SECURITY_CHECK: 1,
  IDENTITY_VERIFICATION: 1,
  VISA: 1,
  TRAVEL_AUTHORISATION: 1,
  NATURALISATION: 1,
  JUDICIAL: 1,
  REGISTRATION: 1,
  UNION_BODY_MANDATE: 1,
  SUPPLEMENTARY_INFORMATION: 1,
  DATA_PROTECTION_REVIEW: 1,
  PRUM_SEARCH: 1,
  MISSING_PERSON: 1,
  PNR: 1,
  POLICE_IDENTIFICATION: 1,
  ASYLUM: 1,
  CRIMINAL_RECORD: 1,
  RECORD_KEEPING: 1,
  CARRIER: 1,
  FINANCIAL_INVESTIGATION: 1,
  DOCUMENT_EXAMINATION: 1,
  SCREENING: 1,
});

/** Purposes for which something is asked about somebody. */
const ASKING = new Set(PURPOSES);
ASKING.delete('RECORD_KEEPING');
ASKING.delete('DATA_PROTECTION_REVIEW');

const only = (...purposes: Purpose[]): ReadonlySet<Purpose> => new Set(purposes);

/** Purposes that an operation can serve at all. */
export const PURPOSES_BY_OPERATION: Readonly<Record<LegalOperation, ReadonlySet<Purpose>>> = {
  SEARCH_ALPHA: ASKING,
  SEARCH_DOC: ASKING,
  SEARCH_OBJ: ASKING,
  SEARCH_DNA: only('PRUM_SEARCH', 'MISSING_PERSON', 'UNION_BODY_MANDATE'),
  COMPARE_DNA: only('PRUM_SEARCH'),
  STATE_QUERY: only('PRUM_SEARCH'),
  VERIFY_BIO: ASKING,
  IDENT_PRINT: ASKING,
  IDENT_FACE: ASKING,
  TRACE_PRINT: only('CRIMINAL_OFFENCE', 'PRUM_SEARCH', 'MISSING_PERSON', 'UNION_BODY_MANDATE'),
  READ: PURPOSES,
  COPY: only('RECORD_KEEPING'),
  ENTER: PURPOSES,
  UPDATE: PURPOSES,
  DELETE: only('RECORD_KEEPING'),
  FLAG: only('SUPPLEMENTARY_INFORMATION'),
  LINK: only('RECORD_KEEPING', 'SUPPLEMENTARY_INFORMATION'),
  SUPPL_INFO: ASKING,
  FLAG_QUERY: ASKING,
  REQUEST_FULL: ASKING,
  CONSULT: ASKING,
  STATUS: only('CARRIER', 'BORDER_CONTROL', 'ENTRY_STAY_RETURN'),
  NOTIFY: ASKING,
  NOTICE: only('RECORD_KEEPING', 'SUPPLEMENTARY_INFORMATION', 'UNION_BODY_MANDATE', 'PNR'),
  REQUEST_COPY: only('PNR'),
  CONFIRM: only('PRUM_SEARCH', 'MISSING_PERSON', 'UNION_BODY_MANDATE'),
  CORE_DATA: only('PRUM_SEARCH', 'MISSING_PERSON', 'UNION_BODY_MANDATE'),
  ASSESS: only('PNR'),
  ANALYSE: only('PNR'),
  UNMASK: only('PNR'),
  APPROVE: PURPOSES,
  REVIEW: PURPOSES,
  OVERSEE: only('DATA_PROTECTION_REVIEW'),
  LOG_READ: only('DATA_PROTECTION_REVIEW'),
};

export const OPERATIONS = namesOf<LegalOperation>(PURPOSES_BY_OPERATION);

export const PERSON_CATEGORIES = namesOf<PersonCategory>({
  SUSPECT: 1,
  CONVICTED: 1,
  VICTIM: 1,
  MISSING: 1,
  REMAINS: 1,
  UNKNOWN: 1,
});

/** Kinds of authority that can give the approval which a precondition asks for; no kinds: no approval meets it. */
export const APPROVER_KINDS: Readonly<Record<Precondition, readonly string[]>> = {
  SPECIFIC_CASE: [],
  NATIONAL_LAW: [],
  CAP_APPROVAL: ['CAP', 'EUROPOL_CAP'],
  VA_APPROVAL: ['EUD_VA', 'EUROPOL_CAP'],
  PRIOR_AUTHORISATION: ['JUD', 'INDEP', 'SIR'],
  NATIONAL_SEARCH: [],
  PRUM_SEARCH: [],
  CIR_FLAG: [],
  EES_SEARCH: [],
  EUROPOL_SEARCH: [],
  CONSENT: [],
  ON_BEHALF_OF: [],
  PERSON_CATEGORY: [],
  AIM: [],
  IMMINENT_DANGER: [],
};

export const PRECONDITIONS = namesOf<Precondition>(APPROVER_KINDS);
