import type { Disclosure } from '../adapter.js';
import type { Alert } from './domain/alert.js';
import type { PersonHit } from './domain/search.js';
import { alertTerms, identityTerm } from './audit-terms.js';

/** Category of an alert as the access scope names it: alerts of Art. 38 go by the letter of their object. */
const categoryOf = (alert: Alert): string =>
  alert.category === 'OBJ' && alert.subject === 'object' ? `OBJ:${alert.object.letter}` : alert.category;

/** A match on a person, as the log names it. */
export const disclosePersonMatch = ({ alert }: PersonHit): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  terms: [identityTerm(alert.identities[0])],
});

/** An alert of which all that it is about is told, as the log names it. */
export const discloseAlert = (alert: Alert): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  terms: alertTerms(alert),
});
