/** What PNRGOV XML has no place for, as far as public documents and messages show it. */
import type { PnrMessage } from '../message.js';
import type { CheckedInTraveller, ItinerarySegment, Pnr, SpecialService, Ticket, Traveller } from '../pnr.js';
import { contactOfAddress } from '../texts/contacts.js';
import { SEAT_SERVICES } from './read-service.js';
import { KIND_OF_TYPE, kindOfFares } from './read-passenger.js';

type Check<Part> = readonly [field: string, isLost: (part: Part) => boolean];

const KINDS = new Set(['', ...KIND_OF_TYPE.values()]);

const OF_RECORD: readonly Check<Pnr>[] = [
  ['cancelled', ({ cancelled }) => cancelled],
  ['locators.createdAt', ({ locators }) => locators.slice(1).some(({ createdAt }) => createdAt !== undefined)],
  ['agency.location', ({ agency }) => agency !== undefined && agency.location !== ''],
  ['addresses.purpose', ({ addresses }) => addresses.some(({ purpose }) => purpose !== '700')],
  [
    'addresses.text',
    ({ addresses }) => addresses.some(({ text }) => text !== '' && contactOfAddress(text)?.kind !== 'phone'),
  ],
  ['contacts.code', ({ contacts }) => contacts.some(({ kind, code }) => code !== (kind === 'email' ? 'CTCE' : 'ADD'))],
  ['otherServices', ({ otherServices }) => otherServices.length > 0],
  ['remarks', ({ remarks }) => remarks.length > 0],
  ['split', ({ split }) => split !== undefined],
  ['history', ({ history }) => history.length > 0],
  ['unknown', ({ unknown }) => unknown.length > 0],
];

/** A fare without a basis is read as the kind of the traveller, who has one. */
function losesFare({ kind, fares }: Traveller): boolean {
  const told = kind === '' || !KINDS.has(kind) ? kindOfFares(fares) : kind;
  return fares.some(({ passengerType, bases }) => {
    const type = KIND_OF_TYPE.get(passengerType);
    return bases.length === 0 && type !== undefined && type !== told;
  });
}

const OF_TRAVELLER: readonly Check<Traveller>[] = [
  ['travellers.kind', ({ kind }) => !KINDS.has(kind)],
  ['travellers.fares', losesFare],
  ['travellers.infantReference', ({ infantReference }) => infantReference !== ''],
  ['travellers.otherNames', ({ otherNames }) => otherNames.length > 0],
  ['travellers.uniqueReference', ({ uniqueReference }) => uniqueReference !== ''],
];

const OF_TICKET: readonly Check<Ticket>[] = [
  ['travellers.tickets.amounts', ({ amounts }) => amounts.some(({ kind }) => kind !== 'T')],
  [
    'travellers.tickets.conditions',
    ({ conditions: one }) => one !== undefined && (one.flags !== 'NR' || one.deadline !== '' || one.carrier !== ''),
  ],
  ['travellers.tickets.payments.payer', ({ payments }) => payments.some(({ payer }) => payer.length > 0)],
  ['travellers.tickets.payments.addresses', ({ payments }) => payments.some(({ addresses }) => addresses.length > 0)],
];

const OF_SERVICE: readonly Check<SpecialService>[] = [
  ['services.text', ({ code, text }) => SEAT_SERVICES.has(code) && text !== ''],
  ['services.details', ({ code, details }) => !SEAT_SERVICES.has(code) && details.some(({ value }) => value !== '')],
];

const OF_SEGMENT: readonly Check<ItinerarySegment>[] = [
  ['itinerary.locators', ({ locators }) => locators.length > 0],
  ['itinerary.remarks', ({ remarks }) => remarks.length > 0],
  ['itinerary.checkIns.agent', ({ checkIns }) => checkIns.some(({ agent }) => agent !== '')],
];

const OF_CHECKED_IN: readonly Check<CheckedInTraveller>[] = [
  [
    'itinerary.checkIns.travellers.surname',
    ({ travellerReference, surname, givenNames }) => travellerReference === '' && surname + givenNames !== '',
  ],
  ['itinerary.checkIns.travellers.baggage', ({ baggage }) => baggage.length > 0],
];

/** Names of the fields that are lost, each once. */
export function omissionsOf({ push, records }: PnrMessage): string[] {
  const lost = new Set<string>();
  const check = <Part>(checks: readonly Check<Part>[], parts: readonly Part[]): void => {
    for (const [field, isLost] of checks) if (parts.some(isLost)) lost.add(field);
  };
  if (push.kind !== 'other') lost.add('push.kind');
  if (push.recipient !== '') lost.add('push.recipient');
  if (push.errors.length > 0) lost.add('push.errors');
  const travellers = records.flatMap((pnr) => pnr.travellers);
  const segments = records.flatMap(({ itinerary }) => itinerary);
  check(OF_RECORD, records);
  check(OF_TRAVELLER, travellers);
  check(
    OF_TICKET,
    travellers.flatMap(({ tickets }) => tickets),
  );
  check(
    OF_SERVICE,
    [...records, ...segments].flatMap(({ services }) => services),
  );
  check(OF_SEGMENT, segments);
  check(
    OF_CHECKED_IN,
    segments.flatMap(({ checkIns }) => checkIns.flatMap((one) => one.travellers)),
  );
  return [...lost];
}
