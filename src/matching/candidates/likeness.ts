import { isOneSwapApart } from '../names/edits.js';
import { classesOf } from '../names/name-classes.js';
import { TRUNCATED_LENGTH, type TokenTraits } from './token-keys.js';

/** Columns that the distance keeps: longer tokens are not compared letter by letter. */
const MAX_LENGTH = 64;

const scratch = [0, 1, 2].map(() => new Uint8Array(MAX_LENGTH + 1)) as [Uint8Array, Uint8Array, Uint8Array];

/**
 * Letters to insert, delete, substitute, or exchange with their neighbour, to turn one token into the other (optimal
 * string alignment); limit + 1 if it is more than the limit.
 */
export function distance(a: string, b: string, limit: number): number {
  const [rows, columns] = [a.length, b.length];
  if (Math.abs(rows - columns) > limit || rows > MAX_LENGTH || columns > MAX_LENGTH) return limit + 1;
  if (rows === 0 || columns === 0) return Math.max(rows, columns);
  let [before, last, current] = scratch;
  for (let column = 0; column <= columns; column++) last[column] = column;
  for (let row = 1; row <= rows; row++) {
    const letter = a.charCodeAt(row - 1);
    const from = Math.max(1, row - limit);
    const to = Math.min(columns, row + limit);
    // Outside the band every alignment costs more than the limit.
    current[from - 1] = from === 1 ? row : limit + 1;
    let least = limit + 1;
    for (let column = from; column <= to; column++) {
      const other = b.charCodeAt(column - 1);
      let cost = (last[column - 1] ?? 0) + (letter === other ? 0 : 1);
      const above = column === row + limit ? limit + 1 : (last[column] ?? 0) + 1;
      if (above < cost) cost = above;
      const left = (current[column - 1] ?? 0) + 1;
      if (left < cost) cost = left;
      if (
        row > 1 &&
        column > 1 &&
        letter !== other &&
        letter === b.charCodeAt(column - 2) &&
        other === a.charCodeAt(row - 2)
      ) {
        const swapped = (before[column - 2] ?? 0) + 1;
        if (swapped < cost) cost = swapped;
      }
      current[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    [before, last, current] = [last, current, before];
  }
  return Math.min(last[columns] ?? 0, limit + 1);
}

/** Edits that may be between two spellings of a name of so many letters. */
export const maxEdits = (length: number): number => (length < 2 ? 0 : length < 6 ? 1 : length < 12 ? 2 : 3);

/** What a name cut off, or two letters exchanged far apart, are worth beside an equal token. */
const TRUNCATED = 0.7;

/** How like two tokens are by their letters, from 0 (nothing in common that matters) to 1 (equal). Symmetric. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const length = Math.max(a.length, b.length);
  const limit = maxEdits(length);
  const edits = distance(a, b, limit);
  if (edits <= limit) return 1 - edits / (length + 1);
  if (isOneSwapApart(a, b)) return 1 - 1 / (length + 1);
  return isCutOff(a, b) || isCutOff(b, a) ? TRUNCATED : 0;
}

const isCutOff = (short: string, long: string): boolean => short.length >= TRUNCATED_LENGTH && long.startsWith(short);

/** What tokens are worth beside equal ones that are known, or sound, as one name. */
const KIN = { sameName: 0.9, stem: 0.88, sound: 0.85, shortForm: 0.75, bothShortForms: 0.6, skeleton: 0.6 } as const;

/** How like two tokens are by what they are names for, their stem, sound or consonants: 0 to 1. Symmetric. */
export function kinship(a: string, traits: TokenTraits, b: string, otherTraits: TokenTraits): number {
  const named = asNames(a, b);
  if (named > 0) return named;
  if (traits.stem === otherTraits.stem) return KIN.stem;
  if (traits.sound !== 0 && traits.sound === otherTraits.sound) return KIN.sound;
  // Consonants alone are little where both sides have vowels.
  return traits.skeleton !== 0 &&
    traits.skeleton === otherTraits.skeleton &&
    traits.isConsonantal !== otherTraits.isConsonantal
    ? KIN.skeleton
    : 0;
}

function asNames(a: string, b: string): number {
  const [one, other] = [classesOf(a), classesOf(b)];
  if (shareNumber(one.classes, other.classes)) return KIN.sameName;
  if (shareNumber(one.shortFor, other.classes) || shareNumber(one.classes, other.shortFor)) return KIN.shortForm;
  return shareNumber(one.shortFor, other.shortFor) ? KIN.bothShortForms : 0;
}

const shareNumber = (a: readonly number[], b: readonly number[]): boolean => a.some((number) => b.includes(number));
