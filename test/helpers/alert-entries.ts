/** Alerts that can be entered: about invented people, complete for their category, changed as asked. */
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { AlertContent, type DeepPartial } from '../../src/gen/ostiary/sis/v1/alerts.js';
import {
  AlertCategory,
  AttachmentKind,
  CheckCircumstance,
  DeparturePeriod,
  Gender,
  IdentityStatus,
  RefusalBasis,
} from '../../src/gen/ostiary/sis/v1/sis.js';

/** Who keeps alerts on a legal basis. */
export const keeping = (legalBasisId: string, changes: DeepPartial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId,
    purpose: Purpose.RECORD_KEEPING,
    caseReference: 'FILE-2026-77',
    justification: 'alert requested by the competent authority',
    operatingUnit: 'Alerts desk',
    nationalLawEmpowered: true,
    ...changes,
  });

/** An invented person of a third country, of full age. */
export const person = (surname: string, changes: DeepPartial<AlertContent['identities'][number]> = {}) => ({
  status: IdentityStatus.CONFIRMED,
  surname,
  forename: 'Prova',
  dateOfBirth: '1984-06-17',
  gender: Gender.FEMALE,
  nationalities: ['UA'],
  placeOfBirth: 'Kharkiv',
  ...changes,
});

const warrant = {
  kind: AttachmentKind.EUROPEAN_ARREST_WARRANT,
  reference: 'EAW 2026/17',
  language: 'de',
  issuedOn: '2026-01-15',
  sha256: Buffer.alloc(32, 7),
};

type Category = Exclude<keyof typeof AlertCategory, 'UNSPECIFIED' | 'UNRECOGNIZED' | 'OBJ' | 'UNK'>;

/** What a category asks for beyond a person and a reason. */
const BEYOND: Readonly<Record<Category, DeepPartial<AlertContent>>> = {
  RET: {
    decisionReference: 'RET 2026/1',
    returnDecision: { departurePeriod: DeparturePeriod.NONE_GRANTED, entryBan: true },
  },
  REF: { decisionReference: 'REF 2026/1', refusalBasis: RefusalBasis.SERIOUS_THREAT },
  RSM: { decisionReference: 'CFSP 2026/1', refusalBasis: RefusalBasis.RESTRICTIVE_MEASURE },
  ARR: { attachments: [warrant], offenceType: 'Armed robbery' },
  MIS_P: { caseType: 'Unexplained disappearance' },
  MIS_N: {},
  CHI_ABD: { decisionReference: 'Family court 2026/1' },
  CHI_TRV: { decisionReference: 'Family court 2026/2' },
  VUL_TRV: { decisionReference: 'Prosecutor 2026/3' },
  JPR: {},
  DSC: { circumstance: CheckCircumstance.INDICATION },
  INQ: { circumstance: CheckCircumstance.INDICATION },
  SPC: { circumstance: CheckCircumstance.INDICATION },
  INF: { informationProposal: { europolReference: 'EP 2026/1', suspectedOf: 'Terrorism' } },
};

/** An alert on a person that has all that its category asks for. */
export function alertOn(surname: string, category: Category, changes: DeepPartial<AlertContent> = {}): AlertContent {
  const isChild = category === 'CHI_ABD' || category === 'CHI_TRV';
  return AlertContent.fromPartial({
    category: AlertCategory[category],
    reason: 'Entered by a test',
    identities: [person(surname, isChild ? { dateOfBirth: '2018-02-03' } : {})],
    ...BEYOND[category],
    ...changes,
  });
}

/** Why it is adequate, relevant and important enough. */
export const PROPORTIONATE = 'The offence is grave, and no milder means would do';
