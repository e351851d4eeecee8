/**
 * Reference numbers of data: a retrieval number, a code for the state that holds them, and one that says whether they are
 * of an identified person (Regulation (EU) 2024/982 Arts. 7, 12, 21). The form, "DNA-XB-I-" and a ULID, is invented. It
 * identifies nobody (Art. 5(1)).
 */
import type { FollowedCategory } from '../category.js';

/** Whether data are of a person who is known. */
export type ReferenceKind = 'identified' | 'unidentified';

const LETTER: Readonly<Record<ReferenceKind, string>> = { identified: 'I', unidentified: 'U' };

/** Puts a number together. `id` is a ULID. */
export const referenceNumber = (
  { prefix }: FollowedCategory,
  memberState: string,
  kind: ReferenceKind,
  id: string,
): string => `${prefix}-${memberState}-${LETTER[kind]}-${id}`;

/** State in a number of the right form. */
export const stateOf = (reference: string): string => reference.slice(4, 6);

/** Kind in a number of the right form. */
export const kindOf = (reference: string): ReferenceKind =>
  reference.startsWith(LETTER.identified, 7) ? 'identified' : 'unidentified';

const FORM = /^[A-Z]{3}-[A-Z]{2}-[IU]-[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether a number has the right form, and is the state's, of the category. */
export const isReferenceOf = (reference: string, { prefix }: FollowedCategory, memberState: string): boolean =>
  FORM.test(reference) && reference.startsWith(`${prefix}-${memberState}-`);
