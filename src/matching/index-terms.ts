/**
 * Terms under which an access is found in the audit log, from what was asked and by whom. Who writes and who searches
 * must make the same term of the same thing, so both make it here.
 */
import type { IndexTerm } from '../shared/index-term.js';
import { canonicalIdentifier } from './identifiers/canonical-identifier.js';
import type { Names } from './names/compare-names.js';
import type { NameForm } from './names/name-form.js';

/** The officer who asked, by the identifier in the token, which is unique within the authority. */
export const officerTerm = (id: string): IndexTerm => ({ field: 'officer', value: id });

/** The officer who asked, by the pseudonym under which they appeared towards another state. */
export const pseudonymTerm = (pseudonym: string): IndexTerm => ({ field: 'pseudonym', value: pseudonym });

/** The unit that asked. */
export const unitTerm = (unit: string): IndexTerm => ({ field: 'unit', value: canonicalIdentifier(unit) });

/** The case for which it was asked. */
export const caseTerm = (reference: string): IndexTerm => ({ field: 'case', value: canonicalIdentifier(reference) });

/** A document, by its number. */
export const documentTerm = (number: string): IndexTerm => ({ field: 'document', value: canonicalIdentifier(number) });

/** A vehicle, by its licence plate. */
export const plateTerm = (plate: string): IndexTerm => ({ field: 'plate', value: canonicalIdentifier(plate) });

/** A vehicle, by its identification number. */
export const vinTerm = (vin: string): IndexTerm => ({ field: 'vin', value: canonicalIdentifier(vin) });

/** A person asked about: surname in the recommended transliteration, then the date of birth (YYYY-MM-DD). */
export const personTerm = ({ surname }: Names, dateOfBirth: string): IndexTerm => ({
  field: 'subject',
  value: `${surname.canonical}:${dateOfBirth}`,
});

/**
 * The same where either may not have been asked for: a search may be by surname and forename, or by forename and date of
 * birth. Forenames are not told apart.
 */
export const partialPersonTerm = (surname: NameForm | undefined, dateOfBirth: string | undefined): IndexTerm => ({
  field: 'subject',
  value: `${surname?.canonical ?? NO_SURNAME}:${dateOfBirth ?? NO_DATE}`,
});

/**
 * Every term under which somebody may have asked about a person: one for each transliteration of the surname and for
 * the date of birth in whole, then for what is left of the date when its day, its month or both were not known; then those
 * of questions without a date, or without a surname.
 */
export const personSearchTerms = ({ surname }: Names, dateOfBirth: string): readonly IndexTerm[] => {
  const dates = datesAskedFor(dateOfBirth);
  return [
    ...[...dates, NO_DATE].flatMap((date) => surname.variants.map((variant) => `${variant}:${date}`)),
    ...dates.map((date) => `${NO_SURNAME}:${date}`),
  ].map((value) => ({ field: 'subject', value }));
};

/** No name has it, and no date. */
const NO_SURNAME = '';
const NO_DATE = '0000-00-00';

/** A date YYYY-MM-DD as it is, and with 00 in place of what it says of day and month. */
function datesAskedFor(date: string): readonly string[] {
  const [year, month, day] = [date.slice(0, 4), date.slice(5, 7), date.slice(8)];
  return [...new Set([date, `${year}-${month}-00`, `${year}-00-${day}`, `${year}-00-00`])];
}
