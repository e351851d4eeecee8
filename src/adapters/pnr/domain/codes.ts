/**
 * Fields that hold a code and nothing else. Carriers write other things into them, too: a name, a remark, the number of a card.
 * So a text is kept where it has the shape of its code, and deleted and counted where it has not (Art. 6(1)).
 */
import type { Agency, Locator } from '../../../formats/pnr/pnr.js';
import type { DeletionCount } from './deletion.js';

/** Shapes, as IATA (AIRIMP, Resolutions 724, 762, 763, 830d), ISO 3166 and PADIS have them; of an aircraft also ICAO Doc 8643. */
const SHAPES = {
  airport: /^[A-Z]{3}$/,
  /** A carrier or another system. */
  system: /^[A-Z0-9]{2,3}$/,
  flight: /^(?:\d{1,5}[A-Z]?|OPEN|ARNK)$/,
  bookingClass: /^[A-Z]{1,2}$/,
  status: /^[A-Z]{2}$/,
  /** "320", "B77W", "BCS3"; of letters alone there is one airliner. */
  equipment: /^(?:[A-Z0-9]{3}|(?=[A-Z]*\d)[A-Z][A-Z0-9]{3}|CRJX)$/,
  /** "7C789A"; a reference of departure control is longer, as "89QM3LABML", which letters alone (a name) or digits (a card) are not. */
  locator: /^(?:[A-Z0-9]{5,8}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{9,20})$/,
  locatorKind: /^[A-Z0-9]$/,
  /** Seven or eight digits of IATA, or what an airline numbers its offices with: "55107". */
  iataNumber: /^\d{5,9}$/,
  /** "LON", "DDGS", "B4T0", "PARAF0980". */
  office: /^(?:[A-Z]{3,4}|(?=[A-Z]*\d)[A-Z0-9]{2,9})$/,
  agencyKind: /^[A-Z]$/,
  country: /^[A-Z]{2,3}$/,
  /** "GS", "D050517". */
  agent: /^(?:[A-Z]{1,3}|(?=[A-Z]*\d)[A-Z0-9]{1,9})$/,
  ticket: /^\d{10,14}$/,
  ticketKind: /^[A-Z0-9]{1,2}$/,
  ticketFlags: /^[A-Z0-9]{1,3}$/,
  /** "YLE3M/CH25": the fare basis, and behind it up to two designators, as of the discount. */
  fareBasis: /^[A-Z][A-Z0-9]{0,7}(?:\/[A-Z0-9]{1,10}){0,2}$/,
  amountKind: /^[A-Z0-9]{1,2}$/,
  amount: /^\d{1,9}(?:\.\d{1,3})?$/,
  currency: /^[A-Z]{3}$/,
  /** "CC", "CA": some senders write the whole card in its place. */
  paymentForm: /^[A-Z]{2,3}$/,
  cardScheme: /^[A-Z0-9]{2}$/,
  cardExpiry: /^\d{4}$/,
  seat: /^\d{1,3}[A-Z]$/,
  boardingNumber: /^(?:[A-Z]{1,3}-?)?\d{1,5}$/,
  bagCount: /^\d{1,4}$/,
  /** Of weight: "kg", "lb", "KGM". */
  massUnit: /^[A-Za-z]{1,3}$/,
  bagTag: /^\d{1,10}$/,
  serviceKind: /^[A-Z0-9]{1,2}$/,
} as const;

export type Code = keyof typeof SHAPES;

/** The text where it is such a code; else it is counted, if there was one, and nothing. */
export function keepCode(code: Code, text: string, deleted: DeletionCount): string {
  if (text === '' || SHAPES[code].test(text)) return text;
  deleted.add('FREE_TEXT');
  return '';
}

/** 1: locators that are some. */
export const keepLocators = (locators: readonly Locator[], deleted: DeletionCount): readonly Locator[] =>
  locators.flatMap(({ system, code, kind, createdAt }) => {
    const kept = keepCode('locator', code, deleted);
    const locator = {
      system: keepCode('system', system, deleted),
      code: kept,
      kind: keepCode('locatorKind', kind, deleted),
      createdAt,
    };
    return kept === '' ? [] : [locator];
  });

/** 9: who made the booking, in codes. */
export const keepAgency = (agency: Agency, deleted: DeletionCount): Agency => ({
  system: keepCode('system', agency.system, deleted),
  location: keepCode('airport', agency.location, deleted),
  iataNumber: keepCode('iataNumber', agency.iataNumber, deleted),
  office: keepCode('office', agency.office, deleted),
  city: keepCode('airport', agency.city, deleted),
  kind: keepCode('agencyKind', agency.kind, deleted),
  country: keepCode('country', agency.country, deleted),
  agent: keepCode('agent', agency.agent, deleted),
});

/** Each once, and none that is empty. */
export const distinct = (values: readonly string[]): string[] => [...new Set(values)].filter((value) => value !== '');

/** Each once, by all that it says. */
export const distinctObjects = <Item extends object>(items: readonly Item[]): readonly Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
