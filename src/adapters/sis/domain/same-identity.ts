/**
 * When two descriptions are of the same subject. Persons: the "same" identity of Delegated Regulation (EU) 2023/333: one
 * surname and one forename, the date of birth, the gender, and a nationality equal. Objects: one identifier equal.
 */
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { compareNames, names } from '../../../matching/names/compare-names.js';
import type { Alert, AlertContent } from './alert.js';
import type { Identity } from './identity.js';
import type { AlertObject } from './object-category.js';

/** Whether both are about the same subject; an unknown person is nobody else. */
export function isSameSubject(a: Alert | AlertContent, b: Alert | AlertContent): boolean {
  if (a.subject === 'person' && b.subject === 'person') {
    // A misused identity is somebody else's.
    const own = (identities: readonly Identity[]) => identities.filter(({ status }) => status !== 'misused');
    return own(a.identities).some((one) => own(b.identities).some((other) => isSameIdentity(one, other)));
  }
  return a.subject === 'object' && b.subject === 'object' && isSameObject(a.object, b.object);
}

/** Whether two identities are the same. What one of them does not state is not equal. */
export function isSameIdentity(a: Identity, b: Identity): boolean {
  return (
    a.dateOfBirth === b.dateOfBirth &&
    a.gender !== undefined &&
    a.gender === b.gender &&
    a.nationalities.some((nationality) => b.nationalities.includes(nationality)) &&
    hasSameNames(a, b)
  );
}

function hasSameNames(a: Identity, b: Identity): boolean {
  const [one, other] = [names(a.surname, a.forename), names(b.surname, b.forename)];
  if ((one.forename === undefined) !== (other.forename === undefined)) return false;
  const level = compareNames(one, other)?.level;
  return level === 'exact' || level === 'transliterated';
}

function isSameObject(a: AlertObject, b: AlertObject): boolean {
  if (a.letter !== b.letter) return false;
  return (
    isEqual(a.vin, b.vin) ||
    (isEqual(a.plate, b.plate) && a.plateState === b.plateState) ||
    (isEqual(a.number, b.number) && a.issuingCountry === b.issuingCountry)
  );
}

const isEqual = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && canonicalIdentifier(a) === canonicalIdentifier(b);
