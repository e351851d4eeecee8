/**
 * Which alerts on one subject may stand side by side, and which comes first. The Regulation says that alerts for arrest are
 * executed first (1862 Art. 23(4)) and leaves the rest to the SIRENE Manual; the tables are those of Implementing Decision
 * 2013/115/EU, 2.2.1 and 2.2.2. What that manual does not know yet is our own reading, marked below.
 */
import type { Alert, AlertContent } from './alert.js';
import type { AlertCategory } from './category.js';

/** A column of the table. */
export type CompatibilityClass =
  | 'ARR'
  | 'REF'
  | 'RET'
  | 'MIS-P'
  | 'SPC-imm'
  | 'SPC'
  | 'INQ-imm'
  | 'INQ'
  | 'DSC-imm'
  | 'DSC'
  | 'MIS-N'
  | 'JPR'
  | 'INF'
  | 'OBJ-evidence'
  | 'OBJ-invalidated'
  | 'OBJ-seizure';

/** Persons, highest priority first. Ours: RET just below REF, INQ between SPC and DSC, INF last. */
const PERSON_ORDER: readonly CompatibilityClass[] = [
  'ARR',
  'REF',
  'RET',
  'MIS-P',
  'SPC-imm',
  'SPC',
  'INQ-imm',
  'INQ',
  'DSC-imm',
  'DSC',
  'MIS-N',
  'JPR',
  'INF',
];

/** Objects, highest priority first. */
const OBJECT_ORDER: readonly CompatibilityClass[] = [
  'OBJ-evidence',
  'OBJ-invalidated',
  'OBJ-seizure',
  'SPC-imm',
  'SPC',
  'INQ-imm',
  'INQ',
  'DSC-imm',
  'DSC',
];

/** What each class may stand beside. Ours: RET, INQ and INF. INF never stands in the way, nor does anything in its. */
const COMPATIBLE: Readonly<Record<CompatibilityClass, readonly CompatibilityClass[]>> = {
  ARR: ['ARR', 'REF', 'MIS-P', 'MIS-N', 'JPR'],
  REF: ['ARR', 'REF', 'RET'],
  RET: ['REF', 'RET'],
  'MIS-P': ['ARR', 'MIS-P', 'MIS-N', 'JPR'],
  'SPC-imm': ['SPC-imm', 'SPC'],
  SPC: ['SPC-imm', 'SPC'],
  'INQ-imm': ['INQ-imm', 'INQ'],
  INQ: ['INQ-imm', 'INQ'],
  'DSC-imm': ['DSC-imm', 'DSC'],
  DSC: ['DSC-imm', 'DSC'],
  'MIS-N': ['ARR', 'MIS-P', 'MIS-N', 'JPR'],
  JPR: ['ARR', 'MIS-P', 'MIS-N', 'JPR'],
  INF: [],
  'OBJ-evidence': ['OBJ-evidence', 'OBJ-invalidated', 'OBJ-seizure'],
  'OBJ-invalidated': ['OBJ-evidence', 'OBJ-invalidated', 'OBJ-seizure'],
  'OBJ-seizure': ['OBJ-evidence', 'OBJ-invalidated', 'OBJ-seizure'],
};

const CLASS_OF: Readonly<Record<Exclude<AlertCategory, 'SPC' | 'INQ' | 'DSC' | 'OBJ' | 'UNK'>, CompatibilityClass>> = {
  ARR: 'ARR',
  REF: 'REF',
  RSM: 'REF',
  RET: 'RET',
  'MIS-P': 'MIS-P',
  // Ours: as missing persons to be placed under protection.
  'CHI-ABD': 'MIS-P',
  'CHI-TRV': 'MIS-P',
  'VUL-TRV': 'MIS-P',
  'MIS-N': 'MIS-N',
  JPR: 'JPR',
  INF: 'INF',
};

/**
 * The class of an alert; undefined where the table does not apply: an unknown person has no identity that another alert
 * could share, and an object sought to find a person follows the alert on that person.
 */
export function classOf(alert: Alert | AlertContent): CompatibilityClass | undefined {
  const { category } = alert;
  switch (category) {
    case 'UNK':
      return undefined;
    case 'SPC':
    case 'INQ':
    case 'DSC':
      return alert.immediateReporting === true ? `${category}-imm` : category;
    case 'OBJ': {
      if (alert.subject !== 'object') return undefined;
      if (alert.evidence === true) return 'OBJ-evidence';
      return alert.object.documentStatus === 'invalidated' ? 'OBJ-invalidated' : 'OBJ-seizure';
    }
    default:
      return alert.subject === 'object' ? undefined : CLASS_OF[category];
  }
}

/** Whether alerts of both classes may be on one subject. */
export const areCompatible = (a: CompatibilityClass, b: CompatibilityClass): boolean =>
  a === 'INF' || b === 'INF' || COMPATIBLE[a].includes(b);

/** Below 0 if `a` comes before `b`, above 0 if after; 0 for the same place. */
export function comparePriority(a: CompatibilityClass, b: CompatibilityClass): number {
  const order = OBJECT_ORDER.includes(a) && OBJECT_ORDER.includes(b) ? OBJECT_ORDER : PERSON_ORDER;
  return rank(order, a) - rank(order, b);
}

/** The same of two alerts that correspond to one question; what has no class comes last. */
export function compareAlerts(a: Alert, b: Alert): number {
  const [one, other] = [classOf(a), classOf(b)];
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return comparePriority(one, other);
}

/** Missing persons without protection and persons for judicial procedures share the same place. */
const rank = (order: readonly CompatibilityClass[], one: CompatibilityClass): number =>
  order.indexOf(one === 'JPR' ? 'MIS-N' : one);
