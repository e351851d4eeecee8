/** Serial numbers that never repeat, whoever else has got one. */

/** Letters that no document number or plate confuses with digits. */
export const LETTERS = 'ABCDEFGHJKLMNPRSTVWXYZ';

/** Numbers that begin with T are those of the test persons and objects. */
const FIRST_LETTERS = LETTERS.replace('T', '');

/** Letters and digits of a serial number. */
export interface Serial {
  readonly letters: string;
  readonly digits: string;
}

/**
 * The serial number at a place in a series: different for every place up to the size of the series, which is
 * 21 × 22^(letters−1) × 10^digits, and without an order that the eye sees.
 */
export function serialAt(place: number, letters: number, digits: number): Serial {
  const size = 10 ** digits;
  // Coprime to every power of ten, so that ten to the power of digits successive places get as many different digits.
  const scattered = ((place % size) * 6_180_339) % size;
  // For fixed digits, successive rounds of the series differ in the letters.
  let rest = Math.floor(place / size) + (scattered % 9_973) * 271;
  let text = FIRST_LETTERS.charAt(rest % FIRST_LETTERS.length);
  rest = Math.floor(rest / FIRST_LETTERS.length);
  for (let at = 1; at < letters; at++) {
    text += LETTERS.charAt(rest % LETTERS.length);
    rest = Math.floor(rest / LETTERS.length);
  }
  return { letters: text, digits: String(scattered).padStart(digits, '0') };
}
