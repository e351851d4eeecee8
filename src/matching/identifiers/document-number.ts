import { canonicalIdentifier } from './canonical-identifier.js';

/** Characters of a document number that are looked at. */
export const MAX_DOCUMENT_NUMBER_LENGTH = 40;

/** The number of an identity document, ready to be stored under its keys or compared. */
export interface DocumentNumberForm {
  /** Upper case, letters and digits only. */
  readonly canonical: string;
  /**
   * O as 0 and I as 1: the one retry that a question without an exact answer is worth. Equal to the canonical form of
   * many numbers, so a hit under it must be marked inexact.
   */
  readonly confusionKey: string;
}

/** Prepares a document number. Never throws. */
export function documentNumberForm(text: string): DocumentNumberForm {
  const canonical = canonicalIdentifier(text.slice(0, 4 * MAX_DOCUMENT_NUMBER_LENGTH)).slice(
    0,
    MAX_DOCUMENT_NUMBER_LENGTH,
  );
  return { canonical, confusionKey: canonical.replaceAll('O', '0').replaceAll('I', '1') };
}

/** equal is exact; confusable (O for 0, I for 1) is not. Undefined for different, or if nothing is left. Symmetric. */
export function compareDocumentNumbers(
  asked: DocumentNumberForm,
  stored: DocumentNumberForm,
): 'equal' | 'confusable' | undefined {
  if (asked.canonical === '') return undefined;
  if (asked.canonical === stored.canonical) return 'equal';
  return asked.confusionKey === stored.confusionKey ? 'confusable' : undefined;
}
