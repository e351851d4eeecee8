/**
 * Whether prints are good enough to be searched with. The requested state checks it without delay and says so if they are not
 * (Decision 2008/616/JHA, Annex, chapter 2; Regulation (EU) 2024/982 Arts. 13(2), 38); the asking gateway need not send them
 * then. No adopted text has numbers: these are those of the simulated exchange, all of them here.
 */
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import type { ErmCode } from '../../../../formats/nist/erm-codes.js';
import { isPalm } from '../../../../formats/nist/prum/search-modes.js';
import type { ProbeKind } from './search-mode.js';

/** Least number of minutiae of a print or a trace that is any use. */
export const LEAST_MINUTIAE: Readonly<Record<ProbeKind, number>> = {
  fingers: 12,
  palms: 40,
  'finger trace': 8,
  'palm trace': 12,
};

/** Least quality of a print of a person, of 100; one that is not reported is taken for good enough. */
export const LEAST_QUALITY = 20;

/** Least number of fingers of a person that are any use: two, since one alone is too often another person's by chance. */
export const LEAST_FINGERS = 2;

const LAST_FINGER = 10;

/** Why nothing can be searched with, in the codes of field 2.074. */
export interface Unsuitable {
  readonly code: ErmCode;
  /** What the rule demands. */
  readonly demand: string;
}

/** What of the prints can be searched with, or why nothing can. Of a person, prints that are no use are left out. */
export function suitablePrints(
  kind: ProbeKind,
  prints: readonly PrintTemplate[],
): readonly PrintTemplate[] | Unsuitable {
  return kind === 'fingers' || kind === 'palms' ? suitableOfPerson(kind, prints) : suitableTrace(kind, prints);
}

function suitableOfPerson(
  kind: 'fingers' | 'palms',
  prints: readonly PrintTemplate[],
): readonly PrintTemplate[] | Unsuitable {
  const isRight = ({ position }: PrintTemplate): boolean =>
    kind === 'palms' ? isPalm(position) : position >= 1 && position <= LAST_FINGER;
  if (prints.length === 0 || !prints.every(isRight)) {
    return { code: '502', demand: `must hold ${kind} of known position and nothing else` };
  }
  if (new Set(prints.map(({ position }) => position)).size < prints.length) {
    return { code: '503', demand: 'must hold each position once' };
  }
  const useful = prints.filter((print) => isUseful(kind, print));
  const least = kind === 'fingers' ? LEAST_FINGERS : 1;
  if (useful.length >= least) return useful;
  const each = `${LEAST_MINUTIAE[kind]} minutiae and, if it is reported, a quality of ${LEAST_QUALITY}`;
  return { code: '501', demand: `must hold at least ${least} of the ${kind} with at least ${each}` };
}

function suitableTrace(
  kind: 'finger trace' | 'palm trace',
  prints: readonly PrintTemplate[],
): readonly PrintTemplate[] | Unsuitable {
  const [trace] = prints;
  const isRight = (position: number): boolean => (kind === 'palm trace' ? isPalm(position) : position <= LAST_FINGER);
  if (trace === undefined || prints.length > 1 || !isRight(trace.position)) {
    return { code: '502', demand: `must hold one ${kind} and nothing else` };
  }
  if (trace.minutiae.length >= LEAST_MINUTIAE[kind]) return [trace];
  return { code: '501', demand: `must hold a trace with at least ${LEAST_MINUTIAE[kind]} minutiae` };
}

/** The quality of a trace says little: whoever marked it decides. */
const isUseful = (kind: ProbeKind, { minutiae, quality }: PrintTemplate): boolean =>
  minutiae.length >= LEAST_MINUTIAE[kind] && (quality ?? LEAST_QUALITY) >= LEAST_QUALITY;
