/**
 * Canonical form of a licence plate, VIN, serial or document number: upper case, letters and digits only (spaces,
 * hyphens, dots and other separators do not count). Letters of any script stay. Idempotent; may be empty.
 */
export function canonicalIdentifier(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{Nd}]+/gu, '');
}

/** How part of an identifier corresponds to the whole. */
export type PartialCorrespondence = 'begins_with' | 'ends_with';

/** Characters that part of an identifier must have before it is searched. */
export const MIN_PARTIAL_LENGTH = 3;

/** Compares canonical identifiers of which the first may be the beginning or the end of the second. */
export function compareIdentifiers(asked: string, stored: string): 'equal' | PartialCorrespondence | undefined {
  if (asked === stored) return 'equal';
  if (asked.length < MIN_PARTIAL_LENGTH) return undefined;
  if (stored.startsWith(asked)) return 'begins_with';
  return stored.endsWith(asked) ? 'ends_with' : undefined;
}
