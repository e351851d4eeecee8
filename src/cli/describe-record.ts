/** Passenger name records, in lines for a person: what is masked or not told is shown as that, and never as nothing. */
import { PnrCategory, type PassengerNameRecord, type PnrSegment } from '../gen/ostiary/pnr/v1/record.js';
import { describeElements, nameOf } from './describe-elements.js';
import { handlingLine } from './handling-line.js';
import { labelled, printable, spaced } from './phrases.js';

/** A record in short: which it is, how it corresponds, who travels where. */
export const describeListed = (record: PassengerNameRecord): string[] =>
  [
    ...frameOf(record),
    ...matchOf(record),
    ...describeTraveller(record),
    ...labelled('[masked]', maskedInShort(record)),
    ...handlingOf(record),
  ].map(printable);

/** All that was told of a record. */
export const describeRecord = (record: PassengerNameRecord): string[] =>
  [
    ...frameOf(record),
    ...matchOf(record),
    ...describeElements(record),
    ...untold(record),
    ...record.maskedElements.flatMap(({ letter, element, article }) =>
      labelled('[masked]', `(${letter}) ${element}: ${article}`),
    ),
    ...handlingOf(record),
  ].map(printable);

/** Who a record is about, and how they travel. */
export const describeTraveller = (record: PassengerNameRecord): string[] =>
  [
    ...untold(record),
    ...record.travellers.flatMap(({ surname, givenNames }) => labelled('who', nameOf(surname, givenNames))),
    ...record.documents.flatMap(({ type, issuer, number, dateOfBirth, expiresOn }) =>
      labelled(
        'document',
        `${spaced(type, issuer, number)}${dateOfBirth === '' ? '' : `, born ${dateOfBirth}`}${expiresOn === '' ? '' : `, until ${expiresOn}`}`,
      ),
    ),
    ...record.itinerary.flatMap((segment) => labelled('flight', flightLine(segment))),
  ].map(printable);

/** A part of a journey, without its locators. */
const flightLine = ({ carrier, flight, origin, destination, departure }: PnrSegment): string =>
  spaced(carrier, flight, `${origin}–${destination}`, departure);

const CATEGORIES: ReadonlyMap<PnrCategory, string> = new Map([
  [PnrCategory.PASSENGER, 'of the first six months'],
  [PnrCategory.MASKED, 'masked'],
  [PnrCategory.UNMASKED, 'masked for others, shown in full'],
]);

function frameOf(record: PassengerNameRecord): string[] {
  const { recordReference, category, flagged, cancelled, flight, locators, version, receivedAt } = record;
  return [
    [
      `${recordReference} ${CATEGORIES.get(category) ?? 'of a category unknown here'}`,
      ...(flagged ? ['flagged'] : []),
      ...(cancelled ? ['cancelled'] : []),
    ].join(', '),
    ...labelled(
      'sent for',
      flight === undefined
        ? ''
        : `${spaced(flight.carrier, flight.number, `${flight.origin}–${flight.destination}`)} of ${flight.departsOn}`,
    ),
    ...labelled('booking', locators.map(({ system, code, kind }) => spaced(system, code, kind)).join(', ')),
    ...labelled('received', `${receivedAt}, version ${version}; ${termOf(record)}`),
  ];
}

/** What becomes of the record, and when (Art. 12; C-817/19). */
function termOf({ category, flagged, maskedFrom, deletedFrom }: PassengerNameRecord): string {
  if (category !== PnrCategory.PASSENGER) return `deleted from ${deletedFrom}`;
  return flagged
    ? `masked from ${maskedFrom}, deleted from ${deletedFrom}`
    : `masked or deleted from ${maskedFrom} unless it is flagged`;
}

/** How it corresponds to what was asked; nothing where the answer does not tell it. */
function matchOf({ match, travellers }: PassengerNameRecord): string[] {
  if (match === undefined || match.travellerReferences.length === 0) return [];
  const who = match.travellerReferences.map((reference) => {
    const traveller = travellers.find((one) => one.reference === reference);
    return traveller === undefined ? `traveller ${reference}` : nameOf(traveller.surname, traveller.givenNames);
  });
  const name = match.nameQuality === 0 ? [] : [`name ${match.nameQuality} %, ${birthOf(match.birthDateConfirmed)}`];
  return labelled('match', [...who, ...name].join(', '));
}

const birthOf = (confirmed: boolean): string =>
  confirmed ? 'date of birth the same' : 'date of birth not known to the carrier: the name alone corresponds';

/** A carrier that sends no traveller and a legal basis that tells none look the same here, so neither is claimed. */
const untold = (record: PassengerNameRecord): string[] =>
  record.maskedElements.length > 0 || isAnybodyTold(record)
    ? []
    : labelled('[not told]', 'who travels: not on this legal basis, unless the carrier sent nobody');

const isAnybodyTold = ({ travellerCount, ...told }: PassengerNameRecord): boolean =>
  travellerCount > 0 ||
  [told.travellers, told.contacts, told.payments, told.frequentFlyers, told.documents].some(({ length }) => length > 0);

/** "(a) (b) of Directive (EU) 2016/681 Art. 12(2)": whether or not there is anything behind them. */
function maskedInShort({ maskedElements }: PassengerNameRecord): string {
  const [first] = maskedElements;
  if (first === undefined) return '';
  const letters = maskedElements.map(({ letter }) => `(${letter})`).join(' ');
  return `${letters} of ${first.article.replace(/\([a-z]\)$/, '')}, among them who travels`;
}

const handlingOf = ({ handling }: PassengerNameRecord): string[] =>
  handling === undefined ? [] : labelled('handling', handlingLine(handling));
