/** What is left of a justification when everything that differs from case to case is taken away. */
import { toAscii } from './fold.js';

/**
 * The text without its case reference, numbers, case, marks and signs: justifications that differ in nothing else are
 * copies of one another. Words of a–z, one space between them; may be empty.
 */
export function justificationForm(justification: string, caseReference: string | undefined): string {
  const words = toAscii(justification.normalize('NFKC').toLowerCase());
  const reference = caseReference === undefined ? '' : toAscii(caseReference.normalize('NFKC').toLowerCase());
  const own = reference === '' ? words : ` ${words} `.replaceAll(` ${reference} `, ' ');
  return own
    .split(' ')
    .filter((word) => word !== '' && !/[0-9]/.test(word))
    .join(' ');
}
