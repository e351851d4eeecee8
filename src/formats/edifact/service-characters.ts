/** The characters that divide an interchange (ISO 9735-1, annex A), and how a sender announces them: the UNA. */

/** Service characters as bytes. */
export interface ServiceCharacters {
  readonly component: number;
  readonly element: number;
  /** The byte after it is data, whatever it is. */
  readonly release: number;
  readonly terminator: number;
}

const code = (character: string): number => character.charCodeAt(0);

/** What holds if no UNA says otherwise. */
export const DEFAULT_CHARACTERS: ServiceCharacters = {
  component: code(':'),
  element: code('+'),
  release: code('?'),
  terminator: code("'"),
};

/** Bytes of a UNA: the tag and six characters. */
export const UNA_LENGTH = 9;

/**
 * Service characters of a UNA, or undefined if it is none: the six must differ and be no letters or digits. The decimal
 * mark and the fifth character (a space, or the repetition separator of syntax 4, which neither PNRGOV nor PAXLST uses)
 * divide nothing.
 */
export function readUna(bytes: Uint8Array, at: number): ServiceCharacters | undefined {
  const [component = 0, element = 0, decimal = 0, release = 0, reserved = 0, terminator = 0] = bytes.subarray(
    at + 3,
    at + UNA_LENGTH,
  );
  const six = [component, element, decimal, release, reserved, terminator];
  return new Set(six).size === 6 && !six.some(isAlphanumeric) ? { component, element, release, terminator } : undefined;
}

/** True for what is no service character of anybody: letters, digits, and NUL. */
export const isAlphanumeric = (byte: number): boolean =>
  byte === 0 || (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** True for CR, LF, SOH, STX, ETX and FF, which lines, frames and printers leave behind anywhere, also inside a tag. */
export const isFraming = (byte: number): boolean =>
  byte === 13 || byte === 10 || byte === 1 || byte === 2 || byte === 3 || byte === 12;

/** The first byte from one on that is none of those, looked for up to a place. */
export function skipFraming(bytes: Uint8Array, from: number, to: number = bytes.length): number {
  let at = from;
  while (at < to && isFraming(bytes[at] ?? 0)) at += 1;
  return at;
}

/** Likewise the first byte that is neither of those nor a blank. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number = bytes.length): number {
  let at = from;
  while (at < to && (bytes[at] === 32 || isFraming(bytes[at] ?? 0))) at += 1;
  return at;
}
