/** Check digits of identifiers. They validate what we generate; a query is never rejected for a wrong one. */

/** Check digit of a field of a machine-readable zone: weights 7, 3, 1, modulo 10 (ICAO Doc 9303-3, 4.9). */
export function mrzCheckDigit(field: string): string {
  const weights = [7, 3, 1] as const;
  let sum = 0;
  for (const [at, character] of Array.from(field).entries()) {
    if (!/^[A-Z0-9<]$/.test(character)) throw new RangeError('A machine-readable field holds A-Z, 0-9 and < only');
    sum += (character === '<' ? 0 : Number.parseInt(character, 36)) * (weights[at % 3] ?? 0);
  }
  return String(sum % 10);
}

/** Check digit of a container number of four letters and six digits (ISO 6346). */
export function containerCheckDigit(number: string): string {
  if (!/^[A-Z]{4}\d{6}$/.test(number)) throw new RangeError('A container number has four letters and six digits');
  let sum = 0;
  // Letters count from 10 up, but multiples of 11 are left out.
  for (const [at, character] of Array.from(number).entries()) {
    const value = Number.parseInt(character, 36);
    sum += (value < 10 ? value : value + Math.floor((value - 1) / 10)) * 2 ** at;
  }
  return String((sum % 11) % 10);
}

/** Luhn check digit of a number in decimal digits, as an IMEI has (ISO/IEC 7812-1, Annex B). */
export function luhnCheckDigit(digits: string): string {
  if (!/^\d+$/.test(digits)) throw new RangeError('Only decimal digits have a Luhn check digit');
  let sum = 0;
  for (const [at, character] of Array.from(digits).reverse().entries()) {
    const value = at % 2 === 0 ? Number(character) * 2 : Number(character);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}
