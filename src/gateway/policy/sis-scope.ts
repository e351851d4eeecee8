/**
 * What of SIS may be seen: by kind of authority (the access articles read as a matrix) and by legal basis (the
 * instrument of the row, narrowed where its article is narrower). A request sees the intersection.
 *
 * Categories are alert categories ("ARR"), and "OBJ:" with the letter of Regulation (EU) 2018/1862 Art. 38(2) for
 * objects. An object alert is seen only when both its category and its letter are in scope.
 */
import type { Purpose } from './request.js';

const OBJECT_LETTERS = 'abcdefghijklmnopqr';
const objects = (letters: string): string[] => letters.split('').map((letter) => `OBJ:${letter}`);

const ART_32 = ['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV'];
const ART_36 = ['DSC', 'INQ', 'SPC'];
const REFUSAL = ['REF', 'RSM'];
const SEIZURE = ['OBJ', ...objects(OBJECT_LETTERS)];
const POLICE_JUDICIAL = ['ARR', ...ART_32, 'JPR', ...ART_36, 'INF', 'UNK', ...SEIZURE];
const EVERYTHING = [...REFUSAL, 'RET', ...POLICE_JUDICIAL];
const documentsOnly = (categories: readonly string[]): string[] => [
  ...categories.filter((category) => !category.startsWith('OBJ')),
  'OBJ',
  ...objects('kl'),
];
const without = (categories: readonly string[], ...left: string[]): string[] =>
  categories.filter((category) => !left.includes(category));

/** Access matrix: Reg. (EU) 2018/1860 Art. 17, 2018/1861 Arts. 34–36b, 2018/1862 Arts. 44–50 and 7(2). */
const BY_KIND: Readonly<Record<string, readonly string[]>> = {
  BOR: EVERYTHING,
  POL: EVERYTHING,
  CUS: EVERYTHING,
  LEA_UNIT: EVERYTHING,
  IMM: EVERYTHING,
  ASY_SEC: EVERYTHING,
  NAT: EVERYTHING,
  JUD: EVERYTHING,
  SIR: EVERYTHING,
  FRONTEX_TEAM: EVERYTHING,
  EUROPOL: EVERYTHING,
  VISA: [...REFUSAL, 'RET', 'OBJ', ...objects('kl')],
  VIS_DES: without(EVERYTHING, 'UNK'),
  VRS_GOV: ['OBJ', ...objects('abcmp')],
  BARS_GOV: ['OBJ', ...objects('efhi')],
  FRS_GOV: ['ARR', ...ART_36, 'OBJ', ...objects('j')],
  EUROJUST_NM: ['ARR', ...ART_32, 'JPR', 'UNK', ...SEIZURE],
  ETIAS_CU: documentsOnly(without(EVERYTHING, 'RET', 'INF', 'UNK')),
  ETIAS_NU: documentsOnly(without(EVERYTHING, 'INF', 'UNK')),
};

/** What one legal basis serves and covers. */
interface BasisScope {
  readonly purposes: readonly Purpose[];
  readonly categories: readonly string[];
  /** The article speaks of an authority that asks for somebody else, who must be named. */
  readonly onBehalf?: true;
}

/** Read from the articles named in data/legal-basis.csv; every row with a search or read operation is here. */
const BY_BASIS: Readonly<Record<string, BasisScope>> = {
  'SIS62-44-1-A': { purposes: ['BORDER_CONTROL'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-B': { purposes: ['POLICE_CUSTOMS_CHECK'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-C': { purposes: ['CRIMINAL_OFFENCE'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-D': { purposes: ['ENTRY_STAY_RETURN'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-E': { purposes: ['ASYLUM_SECURITY_CHECK'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-F': { purposes: ['IDENTITY_VERIFICATION'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-G': { purposes: ['VISA'], categories: POLICE_JUDICIAL },
  'SIS62-44-1-H': { purposes: ['TRAVEL_AUTHORISATION'], categories: POLICE_JUDICIAL },
  'SIS62-44-2': { purposes: ['NATURALISATION'], categories: POLICE_JUDICIAL },
  'SIS62-44-3': { purposes: ['JUDICIAL'], categories: POLICE_JUDICIAL },
  'SIS62-45-1': { purposes: ['REGISTRATION'], categories: ['OBJ', ...objects('abcmp')] },
  'SIS62-45-3': { purposes: ['REGISTRATION'], categories: ['OBJ', ...objects('abcmp')], onBehalf: true },
  'SIS62-46-1': { purposes: ['REGISTRATION'], categories: ['OBJ', ...objects('efhi')] },
  'SIS62-46-3': { purposes: ['REGISTRATION'], categories: ['OBJ', ...objects('efhi')], onBehalf: true },
  'SIS62-47-1': { purposes: ['REGISTRATION'], categories: ['ARR', ...ART_36, 'OBJ', ...objects('j')] },
  'SIS62-47-4': { purposes: ['REGISTRATION'], categories: ['ARR', ...ART_36, 'OBJ', ...objects('j')], onBehalf: true },
  'SIS62-48-1': { purposes: ['UNION_BODY_MANDATE'], categories: POLICE_JUDICIAL },
  'SIS62-49-1': { purposes: ['UNION_BODY_MANDATE'], categories: ['ARR', ...ART_32, 'JPR', 'UNK', ...SEIZURE] },
  'SIS62-49A': { purposes: ['TRAVEL_AUTHORISATION'], categories: POLICE_JUDICIAL },
  'SIS62-50-1': { purposes: ['BORDER_CONTROL', 'UNION_BODY_MANDATE'], categories: POLICE_JUDICIAL },
  'SIS62-56-5': { purposes: ['CRIMINAL_OFFENCE', 'JUDICIAL'], categories: POLICE_JUDICIAL },
  'SIS62-7-2': { purposes: ['SUPPLEMENTARY_INFORMATION'], categories: POLICE_JUDICIAL },
  'SIS61-34-1-A': { purposes: ['BORDER_CONTROL'], categories: REFUSAL },
  'SIS61-34-1-B': { purposes: ['POLICE_CUSTOMS_CHECK'], categories: REFUSAL },
  'SIS61-34-1-C': { purposes: ['CRIMINAL_OFFENCE'], categories: REFUSAL },
  'SIS61-34-1-D': { purposes: ['ENTRY_STAY_RETURN'], categories: REFUSAL },
  'SIS61-34-1-E': { purposes: ['ASYLUM_SECURITY_CHECK'], categories: REFUSAL },
  'SIS61-34-1-F': { purposes: ['VISA'], categories: REFUSAL },
  'SIS61-34-1-G': { purposes: ['IDENTITY_VERIFICATION'], categories: REFUSAL },
  'SIS61-34-1-H': { purposes: ['TRAVEL_AUTHORISATION'], categories: REFUSAL },
  'SIS61-34-2': { purposes: ['NATURALISATION'], categories: REFUSAL },
  'SIS61-34-3': { purposes: ['JUDICIAL'], categories: REFUSAL },
  'SIS61-34-4': { purposes: ['VISA'], categories: ['OBJ', ...objects('kl')] },
  'SIS61-35': { purposes: ['UNION_BODY_MANDATE'], categories: REFUSAL },
  'SIS61-36': { purposes: ['BORDER_CONTROL', 'UNION_BODY_MANDATE'], categories: REFUSAL },
  'SIS61-36B': { purposes: ['TRAVEL_AUTHORISATION'], categories: REFUSAL },
  'SIS60-17-1': {
    purposes: [
      'BORDER_CONTROL',
      'POLICE_CUSTOMS_CHECK',
      'ENTRY_STAY_RETURN',
      'ASYLUM_SECURITY_CHECK',
      'VISA',
      'NATURALISATION',
      'JUDICIAL',
      'TRAVEL_AUTHORISATION',
    ],
    categories: ['RET'],
  },
  'SIS60-17-2': { purposes: ['UNION_BODY_MANDATE'], categories: ['RET'] },
  'SIS60-17-3': { purposes: ['BORDER_CONTROL', 'ENTRY_STAY_RETURN'], categories: ['RET'] },
};

const NOTHING: ReadonlySet<string> = new Set();

/** Categories that an authority of this kind may see on this basis. Unknown kinds and bases see nothing. */
export function sisScope(authorityKind: string, basisId: string): ReadonlySet<string> {
  const kind = BY_KIND[authorityKind];
  const basis = BY_BASIS[basisId];
  if (kind === undefined || basis === undefined) return NOTHING;
  return new Set(basis.categories.filter((category) => kind.includes(category)));
}

/** Purposes that the basis serves. */
export function sisPurposes(basisId: string): readonly Purpose[] {
  return BY_BASIS[basisId]?.purposes ?? [];
}

/** Whether the basis asks for the name of the service on whose behalf the question is put. */
export function asksOnBehalf(basisId: string): boolean {
  return BY_BASIS[basisId]?.onBehalf ?? false;
}
