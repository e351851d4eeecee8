/** Values of letters; digits count for themselves. I, O and Q do not occur. */
const VALUES: Readonly<Record<string, number>> = Object.fromEntries(
  ['ABCDEFGH', 'JKLMN', 'P', 'R', 'STUVWXYZ'].flatMap((run, at) =>
    Array.from(run, (letter, place) => [letter, place + ([1, 1, 7, 9, 2][at] ?? 0)]),
  ),
);
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;

/**
 * Check digit of a vehicle identification number, whatever stands in position 9 (49 CFR 565.15(c)). North America and
 * China require it; ISO 3779 and the European Union do not, so a wrong one says nothing about a European vehicle.
 */
export function vinCheckDigit(vin: string): string {
  if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(vin)) {
    throw new RangeError('A vehicle identification number has 17 characters, without I, O and Q');
  }
  let sum = 0;
  for (let at = 0; at < WEIGHTS.length; at++) {
    const character = vin.charAt(at);
    sum += (VALUES[character] ?? Number(character)) * (WEIGHTS[at] ?? 0);
  }
  const rest = sum % 11;
  return rest === 10 ? 'X' : String(rest);
}
