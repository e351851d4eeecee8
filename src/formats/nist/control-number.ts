/**
 * Transaction control numbers (field 1.009): year, serial number, check character. The character is the remainder of year
 * and serial number, read as one number, by 23. INT-I writes two digits of the year and twelve of the serial number, and
 * divides the fourteen digits; Decision 2008/616/JHA, Annex, chapter 2 writes two and eight, and its printed example
 * (0200000004F) comes out only if the four-digit year is divided.
 */
export type ControlNumberForm = 'INT-I' | 'Prüm';

/** By remainder; I, O and S are not used. */
const CHARACTERS = 'ZABCDEFGHJKLMNPQRTUVWXY';

/** The short form was defined in 2008, and nothing older is transmitted: its years are of this century. */
const CENTURY = 2_000;

const SERIAL_DIGITS = { 'INT-I': 12, Prüm: 8 } as const;

/** The control number of a year and serial number. Throws a RangeError if the form has no room for them. */
export function controlNumber(year: number, serial: number, form: ControlNumberForm): string {
  const digits = SERIAL_DIGITS[form];
  if (!Number.isInteger(year) || year < CENTURY || year > CENTURY + 99)
    throw new RangeError('Years are of this century');
  if (!Number.isSafeInteger(serial) || serial < 0 || serial >= 10 ** digits) {
    throw new RangeError(`Serial numbers have at most ${digits} digits`);
  }
  const body = String(year - CENTURY).padStart(2, '0') + String(serial).padStart(digits, '0');
  return body + checkCharacter(body);
}

/** True for a number of either form whose check character is right. */
export const isControlNumber = (text: string): boolean =>
  /^(?:\d{10}|\d{14})[A-Z]$/.test(text) && checkCharacter(text.slice(0, -1)) === text.slice(-1);

function checkCharacter(body: string): string {
  const divided = body.length === 10 ? CENTURY * 10 ** 8 + Number(body) : Number(body);
  return CHARACTERS.charAt(divided % 23);
}
