import { ALPHABET, codeOf, FULL_EDIT, insertionCost, SUBSTITUTION, TRANSPOSED } from './letter-costs.js';
import { MAX_NAME_LENGTH } from './clean-text.js';

/** Longest words that are compared letter by letter; transliteration may lengthen a name. */
const MAX_LENGTH = 2 * MAX_NAME_LENGTH;

/**
 * Scratch space of one computation. Nothing in here outlives a call, and JavaScript runs one call at a time: this spares
 * an allocation for each of millions of comparisons.
 */
const codesA = new Uint8Array(MAX_LENGTH);
const codesB = new Uint8Array(MAX_LENGTH);
let row = new Int32Array(MAX_LENGTH + 1);
let rowAbove = new Int32Array(MAX_LENGTH + 1);
let rowBefore = new Int32Array(MAX_LENGTH + 1);

/** More than any pair of words can cost. */
export const TOO_MANY = 1 << 24;

/**
 * Cheapest way to turn one word of A–Z and 0–9 into the other, in hundredths of an edit: insertions, deletions,
 * substitutions and exchanges of neighbours. TOO_MANY if it is more than the limit. Symmetric.
 */
export function editCost(a: string, b: string, limit: number): number {
  const lengthA = Math.min(a.length, MAX_LENGTH);
  const lengthB = Math.min(b.length, MAX_LENGTH);
  let start = 0;
  while (start < lengthA && start < lengthB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = lengthA;
  let endB = lengthB;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  // What was cut off in front still says whether a letter is doubled.
  const before = start === 0 ? -1 : codeOf(a.charCodeAt(start - 1));
  const n = endA - start;
  const m = endB - start;
  if (n === 0 && m === 0) return 0;
  for (let i = 0; i < n; i++) codesA[i] = codeOf(a.charCodeAt(start + i));
  for (let j = 0; j < m; j++) codesB[j] = codeOf(b.charCodeAt(start + j));
  return alignCodes(n, m, before, limit);
}

function alignCodes(n: number, m: number, before: number, limit: number): number {
  rowAbove[0] = 0;
  for (let j = 1; j <= m; j++) {
    rowAbove[j] = (rowAbove[j - 1] ?? 0) + insertionCost(codesB[j - 1] ?? 0, j === 1 ? before : (codesB[j - 2] ?? 0));
  }
  for (let i = 1; i <= n; i++) {
    const letter = codesA[i - 1] ?? 0;
    const previous = i === 1 ? before : (codesA[i - 2] ?? 0);
    const deletion = insertionCost(letter, previous);
    let least = (row[0] = (rowAbove[0] ?? 0) + deletion);
    for (let j = 1; j <= m; j++) {
      const other = codesB[j - 1] ?? 0;
      const otherPrevious = j === 1 ? before : (codesB[j - 2] ?? 0);
      let cost = (rowAbove[j - 1] ?? 0) + (SUBSTITUTION[letter * ALPHABET + other] ?? FULL_EDIT);
      const deleted = (rowAbove[j] ?? 0) + deletion;
      if (deleted < cost) cost = deleted;
      const inserted = (row[j - 1] ?? 0) + insertionCost(other, otherPrevious);
      if (inserted < cost) cost = inserted;
      if (i > 1 && j > 1 && letter === otherPrevious && other === previous && letter !== other) {
        const exchanged = (rowBefore[j - 2] ?? 0) + TRANSPOSED;
        if (exchanged < cost) cost = exchanged;
      }
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // An exchange reaches two rows back, so one hopeless row is not enough; but it costs nearly a full edit.
    if (least > limit + TRANSPOSED) return TOO_MANY;
    const reused = rowBefore;
    rowBefore = rowAbove;
    rowAbove = row;
    row = reused;
  }
  const cost = rowAbove[m] ?? TOO_MANY;
  return cost > limit ? TOO_MANY : cost;
}

/** Edits, in hundredths, that two words may differ by, the longer of which has this length: none for three letters. */
export const editBudget = (length: number): number => BUDGETS[length] ?? 0;

/** Logarithmic, as in the published alignment of the scorer that this one is compared with: base 2.35, less two. */
const BUDGETS: Readonly<Record<number, number>> = Array.from({ length: MAX_LENGTH + 1 }, (_, length) =>
  Math.round((100 * Math.log(Math.max(length - 2, 1))) / Math.log(2.35)),
);
