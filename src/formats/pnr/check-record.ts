/** What can be said of a record once all of it is read, whatever encoding it came in. */
import type { Tell } from './diagnostic.js';
import type { Pnr, SpecialService } from './pnr.js';
import { travellersByReference } from './references.js';

/** Tells of a record without a locator, and of services for travellers that it does not have. */
export function checkRecord(pnr: Pnr, tell: Tell): void {
  if (pnr.locators.length === 0) tell('LOCATOR_MISSING');
  const named = travellersByReference(pnr.travellers);
  const hasStrangers = ({ details }: SpecialService): boolean =>
    details.some(({ travellerReference: one }) => one !== '' && named(one).length === 0);
  if (pnr.services.some(hasStrangers) || pnr.itinerary.some(({ services }) => services.some(hasStrangers)))
    tell('TRAVELLER_UNKNOWN');
}
