/**
 * Codes of field 2.074 (ERM): why a transaction could not be processed. INTERPOL's implementation of ANSI/NIST-ITL (INT-I),
 * which Decision 2008/616/JHA, Annex, chapter 2 follows.
 */
export const ERM_CODES = {
  '001': 'record not found',
  '002': 'record exists already',
  '003': 'unauthorised access',
  '101': 'mandatory field missing',
  '102': 'invalid record type',
  '103': 'undefined field',
  '104': 'too many occurrences',
  '105': 'invalid number of subfields',
  '106': 'too short',
  '107': 'too long',
  '108': 'not a number',
  '109': 'too small',
  '110': 'too big',
  '111': 'invalid character',
  '112': 'invalid date',
  '113': 'invalid time',
  '114': 'invalid date or time',
  '115': 'invalid value of an item',
  '116': 'invalid type of transaction',
  '117': 'invalid record data',
  '118': 'invalid size of an image',
  '201': 'invalid transaction control number',
  '501': 'insufficient quality of fingerprints',
  '502': 'missing fingerprints',
  '503': 'the check of the sequence of fingers failed',
  '999': 'any other error',
} as const;

export type ErmCode = keyof typeof ERM_CODES;

export const isErmCode = (code: string): code is ErmCode => Object.hasOwn(ERM_CODES, code);
