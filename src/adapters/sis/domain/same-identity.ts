/**
 * When two descriptions are of the same subject. Persons: the "same" identity of Delegated Regulation (EU) 2023/333: one
 * surname and one forename, the date of birth, the gender, and a nationality equal. Objects: one identifier equal.
 */
import { compareNames, names } from '../../../matching/names/compare-names.js';
import type { Alert, AlertContent } from './alert.js';
import type { Identity } from './identity.js';
import type { AlertObject, IdentifierKind } from './object-category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS } from './object-identifier.js';

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

/** An identifier tells an object from others of its category, one that a state gave only together with the state. */
function isSameObject(a: AlertObject, b: AlertObject): boolean {
  return a.letter === b.letter && IDENTIFIER_KINDS.some((kind) => isEqual(kind, a, b));
}

function isEqual(kind: IdentifierKind, a: AlertObject, b: AlertObject): boolean {
  const [one, other] = [a[kind], b[kind]];
  if (one === undefined || other === undefined) return false;
  const { canonical } = IDENTIFIERS[kind];
  if (canonical(one) !== canonical(other)) return false;
  switch (kind) {
    case 'plate':
      return a.plateState === b.plateState;
    case 'number':
      return a.issuingCountry === b.issuingCountry;
    case 'serial':
      // Numbered by makers: the same number on a thing of another make is another thing.
      return a.issuingCountry === b.issuingCountry && a.make === b.make && a.model === b.model;
    default:
      return true;
  }
}
