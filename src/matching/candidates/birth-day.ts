/**
 * Dates of birth as one number, so that four bytes a person hold them: year × 512 + month × 32 + day, 0 where a part is
 * not known, and 0 for no date.
 */
export type BirthDay = number;

/** The number of YYYY-MM-DD, YYYY-MM or YYYY, parts that are not known being 00 or left out. */
export function birthDay(date: string | undefined): BirthDay {
  const [year = 0, month = 0, day = 0] = date === undefined || date === '' ? [] : date.split('-').map(Number);
  return year * 512 + month * 32 + day;
}

/** YYYY-MM-DD with 00 for unknown parts; undefined for no date. */
export function printBirthDay(birthDay: BirthDay): string | undefined {
  if (birthDay === 0) return undefined;
  const [year, month, day] = [birthDay >>> 9, (birthDay >>> 5) & 15, birthDay & 31];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/**
 * What dates of birth add to the rank of a candidate, or take from it, in shares of the name asked for. It only decides
 * who is compared, so it is coarse, and likelier errors than it knows are left to the score.
 */
export const AGREEMENT = { equal: 0.05, possible: 0, unknown: -0.02, different: -0.2 } as const;

export function agreement(asked: BirthDay, stored: BirthDay): number {
  if (asked === stored) return asked === 0 ? AGREEMENT.unknown : AGREEMENT.equal;
  if (asked === 0 || stored === 0) return AGREEMENT.unknown;
  const [year, month, day] = [asked >>> 9, (asked >>> 5) & 15, asked & 31];
  const [otherYear, otherMonth, otherDay] = [stored >>> 9, (stored >>> 5) & 15, stored & 31];
  if (month * day * otherMonth * otherDay === 0) {
    const covers =
      year === otherYear && isSame(month, otherMonth) && (month * otherMonth === 0 || isSame(day, otherDay));
    return covers ? AGREEMENT.possible : AGREEMENT.different;
  }
  if (year === otherYear && month === otherDay && day === otherMonth) return AGREEMENT.possible;
  const [sameYear, sameMonth, sameDay] = [year === otherYear, month === otherMonth, day === otherDay];
  // One of the three parts is wrong, by one digit or by one.
  const possible =
    (sameMonth && sameDay && isNear(year, otherYear)) ||
    (sameYear && sameDay && isNear(month, otherMonth)) ||
    (sameYear && sameMonth && isNear(day, otherDay));
  return possible ? AGREEMENT.possible : AGREEMENT.different;
}

/** Equal, or one of them not known. */
const isSame = (a: number, b: number): boolean => a === b || a === 0 || b === 0;

function isNear(a: number, b: number): boolean {
  if (Math.abs(a - b) === 1) return true;
  let [left, right, differing] = [a, b, 0];
  for (; left > 0 || right > 0; left = Math.floor(left / 10), right = Math.floor(right / 10)) {
    if (left % 10 !== right % 10) differing++;
  }
  return differing === 1;
}
