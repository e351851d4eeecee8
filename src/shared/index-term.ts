/** What an entry of the audit log can be found by, besides what its leaf shows. */

/** Kinds of term. */
export type IndexField = 'officer' | 'pseudonym' | 'subject' | 'document' | 'plate' | 'vin' | 'case' | 'unit';

/** A term, normalised by whoever names it (src/matching/index-terms.ts): equal spellings, equal terms. */
export interface IndexTerm {
  readonly field: IndexField;
  /** At most 2,048 bytes of UTF-8. Personal data: it never leaves the process but as a token. */
  readonly value: string;
}
