/** What criteria may know of one traveller. */
import type { Facts } from '../../../matching/criteria/fields.js';
import type { ItinerarySegment, PushedFlight, Traveller } from '../pnr.js';
import { ageOn, daysBetween } from './spans.js';

/** Facts of a traveller on the day of the flight; `segment` is that flight in the record. */
export function travellerFacts(
  traveller: Traveller,
  { departure }: PushedFlight,
  segment: ItinerarySegment | undefined,
): Facts {
  const { documents, frequentFlyer } = traveller;
  const [first] = documents;
  const left = documents.flatMap(({ expiry }) => daysBetween(departure?.day, expiry) ?? []);
  const birth = documents.map((document) => document.birth).find((day) => day !== undefined);
  return {
    'document.type': told(first?.type),
    'document.count': documents.length,
    'document.daysToExpiry': left.length === 0 ? undefined : Math.min(...left),
    'document.issuer': told(first?.issuer),
    'traveller.nationality': told(first?.nationality),
    'traveller.ageYears': ageOn(departure?.day, birth),
    'traveller.frequentFlyer': frequentFlyer.some(({ number }) => number !== ''),
    'traveller.checkedIn': checkedIn(traveller, segment),
  };
}

/** Undefined as long as nobody of the booking is checked in. */
function checkedIn(
  { reference, surname, givenNames }: Traveller,
  segment: ItinerarySegment | undefined,
): boolean | undefined {
  const present = segment?.checkIns.flatMap(({ travellers }) => travellers) ?? [];
  if (present.length === 0) return undefined;
  return present.some((one) =>
    one.travellerReference === '' || reference === ''
      ? one.surname === surname && one.givenNames === givenNames
      : one.travellerReference === reference,
  );
}

const told = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
