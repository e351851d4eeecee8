/**
 * What no table may allow, whoever writes it: prohibitions that stand in the instruments themselves. They are code, so
 * that replacing the tables cannot lift them.
 */
import type { LegalOperation } from '../../../adapters/adapter.js';

/** Whom a prohibition is about, and what it takes away. What is left out means any. */
interface Prohibition {
  readonly kinds?: readonly string[];
  /** Every kind but these. */
  readonly exceptKinds?: readonly string[];
  readonly systems?: readonly string[];
  readonly operations?: readonly LegalOperation[];
  /** Every operation but these. */
  readonly exceptOperations?: readonly LegalOperation[];
  readonly categories?: readonly string[];
  readonly because: string;
}

const LAW_ENFORCEMENT_BEHIND_ACCESS_POINT = ['EES', 'VIS', 'ETIAS', 'EURODAC'];
const PERSONS = ['REF', 'RSM', 'RET', 'ARR', 'MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV', 'JPR'].concat([
  'DSC',
  'INQ',
  'SPC',
  'INF',
  'UNK',
]);
const BIOMETRIC_KEYS = ['VERIFY_BIO', 'IDENT_PRINT', 'IDENT_FACE', 'TRACE_PRINT'] as const;

export const PROHIBITIONS: readonly Prohibition[] = [
  {
    kinds: ['VRS_PRIV', 'BARS_PRIV', 'FRS_PRIV'],
    because: 'non-government registration services never ask themselves (1862 Arts. 45(3), 46(3), 47(4))',
  },
  { kinds: ['EULISA'], because: 'eu-LISA has no access to content (R982 Arts. 52, 66(4), 67(2); 2025/13 Art. 26(3))' },
  { kinds: ['ASY_DET'], systems: ['SIS'], because: 'determining authorities are excluded (1862 Art. 44(1)(e))' },
  {
    kinds: ['NSEC', 'PIU', 'FIU', 'CARRIER', 'NCB', 'EUROJUST', 'OLAF', 'EPPO', 'FRONTEX', 'PUBLIC'],
    systems: ['SIS'],
    because: 'not named in the access articles of SIS, and nothing goes to Interpol (1862 Arts. 44–50, 65)',
  },
  {
    kinds: ['VRS_GOV', 'BARS_GOV'],
    systems: ['SIS'],
    categories: PERSONS,
    because: 'registration services see no persons (1862 Arts. 45, 46)',
  },
  {
    kinds: ['FRS_GOV'],
    systems: ['SIS'],
    categories: PERSONS.filter((category) => !['ARR', 'DSC', 'INQ', 'SPC'].includes(category)),
    because: 'firearms registration sees persons of Arts. 26 and 36 only (1862 Art. 47)',
  },
  {
    kinds: ['EUROJUST_NM'],
    systems: ['SIS'],
    categories: ['DSC', 'INQ', 'SPC', 'OBJ-36', 'OBJ-37A', 'INF', 'REF', 'RSM', 'RET'],
    because: 'Eurojust sees Arts. 26, 32, 34, 38 and 40 only (1862 Art. 49(1))',
  },
  {
    kinds: ['EUROPOL', 'EUROPOL_UNIT', 'EUROPOL_CAP', 'EUROJUST_NM', 'FRONTEX_TEAM', 'ETIAS_CU'],
    systems: ['SIS'],
    operations: ['ENTER', 'UPDATE', 'DELETE'],
    because: 'alerts are entered by Member States (1862 Arts. 6, 37a)',
  },
  {
    exceptKinds: ['NSIS', 'NSIS_PARTIAL'],
    operations: ['COPY'],
    because: 'national copies are kept by N.SIS Offices alone (1862 Arts. 4, 7(1), 9)',
  },
  {
    kinds: ['NSIS', 'NSIS_PARTIAL'],
    exceptOperations: ['COPY'],
    because: 'an N.SIS Office runs the copy; who may search it is for Arts. 44 to 50 of 1862',
  },
  { systems: ['SIS'], operations: ['SEARCH_DNA'], because: 'DNA is never a search key in SIS (1862 Art. 42(3))' },
  {
    systems: ['SIS'],
    operations: ['TRACE_PRINT'],
    categories: ['JPR', 'RET', 'OBJ'],
    because: 'traces are searched in Arts. 26, 32, 36, 37a, 40 and 1861 Arts. 24, 25 only (1862 Art. 43(3))',
  },
  {
    systems: ['SIS'],
    operations: ['FLAG'],
    categories: ['REF', 'RSM', 'RET', 'JPR', 'OBJ', 'UNK'],
    because: 'flags exist for Arts. 26, 32, 36 and 37a only (1862 Art. 24)',
  },
  {
    kinds: ['LEA_UNIT', 'EUROPOL_UNIT'],
    systems: LAW_ENFORCEMENT_BEHIND_ACCESS_POINT,
    exceptOperations: ['REQUEST_FULL'],
    because: 'operating units ask the access point, never the system (EES 31, VIS-R 22n, ETIAS 51, EUD 32)',
  },
  {
    systems: ['ETIAS'],
    operations: [...BIOMETRIC_KEYS],
    because: 'ETIAS has no biometric data (2018/1240 Art. 17)',
  },
  {
    exceptKinds: ['ETIAS_CU', 'ETIAS_NU'],
    systems: ['ETIAS'],
    categories: ['EDUCATION'],
    because: 'education is never disclosed to anybody else (2018/1240 Art. 52)',
  },
  {
    kinds: ['POL', 'CUS', 'BOR', 'LEA_UNIT'],
    systems: ['ECRIS_TCN'],
    because: 'only central authorities and the bodies named ask (2019/816 Arts. 7, 14)',
  },
  {
    exceptKinds: ['POL', 'SIR', 'BOR', 'VISA', 'ETIAS_CU', 'ETIAS_NU', 'CRA'],
    systems: ['CIR'],
    categories: ['IDENTITY', 'DOCUMENT', 'BIOMETRIC'],
    because: 'law enforcement learns from the CIR which systems hold data, nothing else (817 and 818 Art. 22)',
  },
  {
    kinds: ['EUROJUST', 'EUROJUST_NM', 'OLAF', 'EPPO', 'VIS_DES'],
    systems: ['EUROPOL'],
    exceptOperations: ['FLAG_QUERY'],
    because: 'hit or no hit only (2016/794 Arts. 20a, 21)',
  },
  {
    systems: ['EUROPOL'],
    operations: ['SEARCH_ALPHA', 'SEARCH_OBJ', 'READ'],
    categories: ['OPERATIONAL'],
    because: 'operational analysis data are hit or no hit only (2016/794 Art. 20(2))',
  },
  {
    exceptKinds: ['TERR_CORR', 'EUROJUST', 'EUROJUST_NM'],
    systems: ['CTR'],
    because: 'nobody else reads it at national level (2018/1727 Art. 25(3))',
  },
  {
    kinds: ['CARRIER'],
    exceptOperations: ['STATUS', 'ENTER'],
    because: 'carriers learn OK or NOT OK, and transmit (EES 13, ETIAS 45, 2016/681 Art. 8)',
  },
  {
    exceptKinds: ['PIU', 'CARRIER'],
    systems: ['API'],
    categories: ['OTHER-PNR'],
    because: 'passenger information units only (2025/13 Art. 10)',
  },
  {
    kinds: ['DPA', 'DPO'],
    exceptOperations: ['LOG_READ', 'READ', 'REVIEW', 'OVERSEE'],
    because: 'supervision reads, it makes no operational search (1862 Arts. 12(6), 69)',
  },
  {
    exceptKinds: ['DPO'],
    operations: ['OVERSEE'],
    because: 'the data protection officer watches the unit, and nobody in the officer’s place (2016/681 Art. 5)',
  },
  {
    exceptKinds: ['DPA', 'DPO'],
    operations: ['LOG_READ'],
    because: 'logs are for data-protection monitoring (1862 Arts. 12(6), 18(6); R982 Art. 55)',
  },
  {
    kinds: ['PIU', 'LEA_UNIT', 'EUROPOL'],
    systems: ['APPROVALS'],
    because: 'whoever asks or answers does not approve (EES 29(3); C-817/19)',
  },
];

/** Why this kind may not do this with any of these categories of the system; undefined when it may. */
export function prohibition(
  kind: string,
  system: string,
  operation: LegalOperation | undefined,
  categories: ReadonlySet<string>,
): string | undefined {
  return PROHIBITIONS.find((rule) => {
    if (rule.kinds !== undefined && !rule.kinds.includes(kind)) return false;
    if (rule.exceptKinds?.includes(kind) === true) return false;
    if (rule.systems !== undefined && !rule.systems.includes(system)) return false;
    if (rule.categories !== undefined && !rule.categories.some((category) => categories.has(category))) return false;
    const anyOperation = rule.operations === undefined && rule.exceptOperations === undefined;
    if (operation === undefined) return anyOperation;
    return (rule.operations?.includes(operation) ?? true) && rule.exceptOperations?.includes(operation) !== true;
  })?.because;
}
