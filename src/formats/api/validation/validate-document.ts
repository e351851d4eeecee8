/** Rules about travel documents (ICAO Doc 9303; Regulations (EU) 2025/12 and 2025/13, Art. 4(2)(c) and (d)). */
import { isBirthDate } from '../../../matching/dates/birth-date.js';
import { hasAppended } from '../../cross-check/compare-fields.js';
import { threeLettersOf } from '../../mrz/compare-states.js';
import { isIssuer, isNationality } from '../../mrz/states.js';
import type { ApiDocument } from '../passenger-list.js';
import type { Findings } from './finding.js';

/** Characters of a number in a passport; cards let longer ones go on elsewhere (Doc 9303-4 and -5). */
const PASSPORT_NUMBER = 9;

/** Looks at one document. `day` is that of the flight. */
export function validateDocument(
  { type, number, issuer, expiry }: ApiDocument,
  where: { readonly person: number; readonly document: number },
  day: string,
  findings: Findings,
): void {
  if (type === '') findings.add('document_type', 'missing', where);
  else if (!/^[A-Z]{1,2}$/.test(type)) findings.add('document_type', 'unknown_code', where);
  validateNumber(number, type, where, findings);
  if (issuer === '') findings.add('issuer', 'missing', where);
  else if (threeLettersOf(issuer) !== undefined) findings.add('issuer', 'two_letters', where);
  else if (!isIssuer(issuer)) findings.add('issuer', isNationality(issuer) ? 'no_issuer' : 'unknown_code', where);
  if (expiry === undefined) findings.add('date_of_expiry', 'missing', where);
  else if (!isBirthDate(expiry)) findings.add('date_of_expiry', 'no_such_day', where);
  else if (hasExpired(expiry, day)) findings.add('date_of_expiry', 'expired', where, 'warning');
}

function validateNumber(
  number: string,
  type: string,
  where: { readonly person: number; readonly document: number },
  findings: Findings,
): void {
  if (number === '') findings.add('document_number', 'missing', where);
  else if (!/^[A-Z0-9]+$/.test(number)) findings.add('document_number', 'characters', where);
  else if (type.startsWith('P') && number.length > PASSPORT_NUMBER) {
    const isAppended = hasAppended(number, number.slice(0, PASSPORT_NUMBER));
    findings.add('document_number', isAppended ? 'check_digit_appended' : 'too_long', where);
  }
}

/** A document is good on the day on which it expires, and through a month or year of which no day is told. */
const hasExpired = (expiry: string, day: string): boolean => expiry.replaceAll('-00', '-99') < day;
