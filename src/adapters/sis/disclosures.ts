import type { Disclosure } from '../adapter.js';
import type { Alert } from './domain/alert.js';
import type { ObjectHit, PersonHit } from './domain/search.js';
import { alertTerms, identityTerm } from './audit-terms.js';

/** Category of an alert as the access scope names it: alerts of Art. 38 go by the letter of their object. */
const categoryOf = (alert: Alert): string =>
  alert.category === 'OBJ' && alert.subject === 'object' ? `OBJ:${alert.object.letter}` : alert.category;

/** What a match on a person discloses. */
export const disclosePersonMatch = ({ alert }: PersonHit): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  fieldGroups: ['identity', ...(alert.warningMarkers.length > 0 ? ['warning'] : []), 'action', 'handling'],
  terms: [identityTerm(alert.identities[0])],
});

/** What a match on an object discloses. */
export const discloseObjectMatch = ({ alert }: ObjectHit): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  fieldGroups: ['object', 'action', 'handling'],
  terms: alertTerms(alert),
});

/** What an alert read in full discloses. */
export function discloseAlert(alert: Alert): Disclosure {
  const groups = {
    identity: alert.subject === 'person',
    document: alert.subject === 'person' && alert.documents.length > 0,
    warning: alert.subject === 'person' && alert.warningMarkers.length > 0,
    object: alert.subject === 'object',
    decision: true,
    action: true,
    handling: true,
  };
  return {
    reference: alert.reference,
    category: categoryOf(alert),
    fieldGroups: Object.entries(groups).flatMap(([group, present]) => (present ? [group] : [])),
    terms: alertTerms(alert),
  };
}
