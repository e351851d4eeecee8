/** What can be said of a record once all of it is read, whatever encoding it came in. */
import type { Tell } from './diagnostic.js';
import type { Pnr, SpecialService } from './pnr.js';

/** Tells of a record without a locator, and of services for travellers that it does not have. */
export function checkRecord(pnr: Pnr, tell: Tell): void {
  if (pnr.locators.length === 0) tell('LOCATOR_MISSING');
  const known = new Set(pnr.travellers.map(({ reference }) => reference).concat(''));
  const hasStrangers = ({ details }: SpecialService): boolean =>
    details.some(({ travellerReference }) => !known.has(travellerReference) && !known.has(simple(travellerReference)));
  if (pnr.services.some(hasStrangers) || pnr.itinerary.some(({ services }) => services.some(hasStrangers)))
    tell('TRAVELLER_UNKNOWN');
}

/** "1.1" is traveller 1 of a record that counts simply. */
const simple = (reference: string): string => reference.split('.')[0] ?? '';
