import type { Disclosure } from '../adapter.js';
import type { Alert } from './domain/alert.js';
import { isOfMinor } from './domain/life-cycle.js';
import type { PersonHit } from './domain/search.js';
import { alertTerms, identityTerms } from './audit-terms.js';

/** Category of an alert as the access scope names it: alerts of Art. 38 go by the letter of their object. */
export const categoryOf = (alert: Alert): string =>
  alert.category === 'OBJ' && alert.subject === 'object' ? `OBJ:${alert.object.letter}` : alert.category;

/** A match on a person, as the log names it: whom the alert is on, and whom the answer shows, be it an alias or a victim. */
export const disclosePersonMatch = ({ alert, identity }: PersonHit, today: string): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  ...(isOfMinor(alert, today) && { ofMinor: true }),
  terms: identityTerms(new Set([alert.identities[0], identity])),
});

/** An alert of which all that it is about is told, as the log names it. Without a day it is told of no child: a copy is kept. */
export const discloseAlert = (alert: Alert, today?: string): Disclosure => ({
  reference: alert.reference,
  category: categoryOf(alert),
  ...(today !== undefined && isOfMinor(alert, today) && { ofMinor: true }),
  terms: alertTerms(alert),
});
