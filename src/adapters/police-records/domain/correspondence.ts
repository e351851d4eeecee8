/**
 * When a person asked about and one on record correspond. The Regulation leaves it to an implementing act (Art. 44(6)); the
 * rule here is invented. This is the rule itself, name by name; an index applies it to many at a time (record-index.ts).
 */
import { covers } from '../../../matching/dates/birth-date.js';
import { dice } from '../../../matching/pseudonyms/likeness.js';
import type { PseudonymisedName, PseudonymisedPerson } from './pseudonymised.js';

/** Mean likeness from which names correspond. */
export const LEAST_LIKENESS = 0.8;

/** Criteria of first names, family names and date of birth that must have been compared (Art. 43). */
export const LEAST_COMPARED = 2;

/**
 * How well they correspond, from 0.8 to 1: the mean likeness of the names compared, under whichever two of their names it
 * is best. Undefined when they do not. What the record lacks is not compared; nationality, country of birth and gender
 * exclude only where the record says otherwise.
 */
export function correspondence(asked: PseudonymisedPerson, onRecord: PseudonymisedPerson): number | undefined {
  if (contradicts(asked, onRecord)) return undefined;
  const hasDates = asked.dateOfBirth !== undefined && onRecord.dateOfBirth !== undefined;
  if (hasDates && !datesAgree(asked.dateOfBirth, onRecord.dateOfBirth)) return undefined;
  const likenesses = asked.names.flatMap((one) =>
    onRecord.names.flatMap((other) => likenessOf(one, other, hasDates ? 1 : 0) ?? []),
  );
  const best = Math.max(0, ...likenesses);
  return best >= LEAST_LIKENESS ? best : undefined;
}

/** True if what narrows the search says otherwise. */
export function contradicts(
  asked: Omit<PseudonymisedPerson, 'names' | 'dateOfBirth'>,
  onRecord: Omit<PseudonymisedPerson, 'names' | 'dateOfBirth'>,
): boolean {
  return (
    (asked.gender !== undefined && onRecord.gender !== undefined && asked.gender !== onRecord.gender) ||
    (asked.countryOfBirth !== undefined &&
      onRecord.countryOfBirth !== undefined &&
      asked.countryOfBirth !== onRecord.countryOfBirth) ||
    (asked.nationalities.length > 0 &&
      onRecord.nationalities.length > 0 &&
      !asked.nationalities.some((one) => onRecord.nationalities.includes(one)))
  );
}

/** Equal as far as both are known. */
const datesAgree = (a: string, b: string): boolean => a === b || covers(a, b) || covers(b, a);

/** In percent, cut off: 100 is said of nothing less. */
export const qualityOf = (likeness: number): number => Math.floor(likeness * 100 + ROUNDING);

/** Keeps 0.87 × 100 from being 86.99…. */
const ROUNDING = 1e-9;

function likenessOf(asked: PseudonymisedName, onRecord: PseudonymisedName, dates: number): number | undefined {
  const compared = (['firstNames', 'familyNames'] as const).flatMap((part) => {
    const [a, b] = [asked[part], onRecord[part]];
    return a === undefined || b === undefined ? [] : [dice(a, b)];
  });
  if (compared.length === 0 || compared.length + dates < LEAST_COMPARED) return undefined;
  return compared.reduce((sum, one) => sum + one, 0) / compared.length;
}
