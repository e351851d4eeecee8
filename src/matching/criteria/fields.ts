/**
 * What criteria may ask about: a closed list. Whatever is not here cannot be a ground, and nothing that reveals what
 * Directive (EU) 2016/681 Art. 6(4) protects is here.
 */

/** What a fact is, and so how it may be compared. */
export type FieldKind = 'boolean' | 'number' | 'code' | 'codes';

/** A field. */
export interface Field {
  readonly kind: FieldKind;
  /** Whether it is told of the whole booking, or of each traveller. */
  readonly of: 'booking' | 'traveller';
  /** Numbers are whole, and lie between these. */
  readonly range?: readonly [min: number, max: number];
  /** What a code looks like. */
  readonly form?: RegExp;
  /**
   * Ground of Art. 21 of the Charter that it is, or stands for: allowed with a written justification only, beside at
   * least two other grounds, and never to exonerate.
   */
  readonly protected?: string;
  /**
   * It speaks for a traveller and never against one: asked among what exonerates alone, and only whether it is at least so
   * much. It is told of what the unit holds besides the record.
   */
  readonly onlyExonerates?: true;
  readonly meaning: string;
}

const HOURS_OF_A_YEAR = 8_784;
const COUNT = [0, 99] as const;
/** Of what is never none: "at least one" must be seen to be no ground. */
const SOME = [1, 99] as const;
const AIRPORT = /^[A-Z]{3}$/;
const STATE = /^[A-Z]{1,3}$/;

export const FIELDS = {
  'booking.leadHours': {
    kind: 'number',
    of: 'booking',
    range: [0, HOURS_OF_A_YEAR],
    meaning:
      'hours from the booking (universal time) to the departure of the flight (local time, so up to 14 hours off)',
  },
  'ticketing.leadDays': {
    kind: 'number',
    of: 'booking',
    range: [0, 366],
    meaning: 'days from the issue of the first ticket to the departure of the flight',
  },
  'ticketing.issued': { kind: 'boolean', of: 'booking', meaning: 'whether a ticket has been issued' },
  'itinerary.oneWay': {
    kind: 'boolean',
    of: 'booking',
    meaning: 'whether the journey ends elsewhere than where it began',
  },
  'itinerary.segments': { kind: 'number', of: 'booking', range: SOME, meaning: 'flights of the journey' },
  'itinerary.stayNights': {
    kind: 'number',
    of: 'booking',
    range: [0, 366],
    meaning: 'longest stay between two flights, in nights; of a journey with one flight there is none',
  },
  'itinerary.via': {
    kind: 'codes',
    of: 'booking',
    form: AIRPORT,
    meaning: 'airports where the next flight leaves on the day of the arrival or on the day after it',
  },
  'itinerary.carriers': { kind: 'codes', of: 'booking', form: /^[A-Z0-9]{2,3}$/, meaning: 'carriers of the flights' },
  'payment.forms': {
    kind: 'codes',
    of: 'booking',
    form: /^[A-Z]{2}$/,
    meaning: 'forms of payment: CC card, CA cash, GR government, MS other',
  },
  'payment.payerIsTraveller': {
    kind: 'boolean',
    of: 'booking',
    meaning: 'whether every payer named is one of the travellers; no name is told',
  },
  'agency.iataNumber': { kind: 'code', of: 'booking', form: /^\d{7,8}$/, meaning: 'number of the accredited agency' },
  'agency.country': { kind: 'code', of: 'booking', form: /^[A-Z]{2}$/, meaning: 'state in which the agency is' },
  'agency.isCarrier': { kind: 'boolean', of: 'booking', meaning: 'whether a carrier took the booking itself' },
  'party.size': { kind: 'number', of: 'booking', range: SOME, meaning: 'travellers named' },
  'party.children': {
    kind: 'number',
    of: 'booking',
    range: COUNT,
    protected: 'age',
    meaning: 'children and infants among them',
  },
  'split.parts': { kind: 'number', of: 'booking', range: COUNT, meaning: 'bookings that it was split into or from' },
  'contacts.phones': { kind: 'number', of: 'booking', range: COUNT, meaning: 'telephone numbers told' },
  'contacts.emails': { kind: 'number', of: 'booking', range: COUNT, meaning: 'e-mail addresses told' },
  'seating.rows': { kind: 'number', of: 'booking', range: COUNT, meaning: 'rows of the flight that the party sits in' },
  'baggage.pieces': { kind: 'number', of: 'booking', range: [0, 999], meaning: 'bags checked in for the flight' },
  'baggage.kilograms': { kind: 'number', of: 'booking', range: [0, 9_999], meaning: 'their weight' },
  'history.changes': { kind: 'number', of: 'booking', range: [0, 999], meaning: 'changes that the record tells of' },
  'history.flightChanges': {
    kind: 'number',
    of: 'booking',
    range: [0, 999],
    meaning: 'changes among them that add or cancel a flight',
  },
  'history.sameRouteTrips12m': {
    kind: 'number',
    of: 'traveller',
    range: COUNT,
    onlyExonerates: true,
    meaning: 'flights between the same airports in the twelve months before, as far as the unit still holds them',
  },
  'history.trips12m': {
    kind: 'number',
    of: 'traveller',
    range: COUNT,
    onlyExonerates: true,
    meaning: 'the same between any airports',
  },
  'document.type': { kind: 'code', of: 'traveller', form: /^[A-Z]{1,2}$/, meaning: 'P passport, I identity card' },
  'document.count': { kind: 'number', of: 'traveller', range: COUNT, meaning: 'documents told' },
  'document.daysToExpiry': {
    kind: 'number',
    of: 'traveller',
    range: [-36_600, 36_600],
    meaning: 'days from the flight to the expiry of the document that expires first; less than 0 if it has expired',
  },
  'document.issuer': {
    kind: 'code',
    of: 'traveller',
    form: STATE,
    protected: 'nationality',
    meaning: 'state or body that issued the first document',
  },
  'traveller.nationality': {
    kind: 'code',
    of: 'traveller',
    form: STATE,
    protected: 'nationality',
    meaning: 'as in the first document',
  },
  'traveller.ageYears': {
    kind: 'number',
    of: 'traveller',
    range: [0, 130],
    protected: 'age',
    meaning: 'age on the day of the flight',
  },
  'traveller.frequentFlyer': { kind: 'boolean', of: 'traveller', meaning: 'whether a frequent flyer number is told' },
  'traveller.checkedIn': { kind: 'boolean', of: 'traveller', meaning: 'whether checked in for the flight' },
} as const satisfies Readonly<Record<string, Field>>;

/** Name of a field. */
export type FieldName = keyof typeof FIELDS;

/** A fact of any kind. */
export type FactValue = boolean | number | string | readonly string[];

interface ValueOfKind {
  readonly boolean: boolean;
  readonly number: number;
  readonly code: string;
  readonly codes: readonly string[];
}

/** What is known of a booking and one of its travellers; what the carrier did not tell is undefined or left out. */
export type Facts = { readonly [Name in FieldName]?: ValueOfKind[(typeof FIELDS)[Name]['kind']] | undefined };

/** A field by its name; undefined if criteria may not ask about it. */
export const fieldOf = (name: string): Field | undefined =>
  Object.hasOwn(FIELDS, name) ? FIELDS[name as FieldName] : undefined;

/** Words in names of fields that somebody may wish for, and why no criterion gets them. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/sex|gender/i, 'sex is no ground (Charter Art. 21)'],
  [/name/i, 'names stand for ethnic origin (Art. 6(4))'],
  [/meal|diet|food/i, 'meals reveal religion or health (Art. 6(4), 13(4))'],
  [/health|medical|disab|wheelchair|pregnan/i, 'health is no ground (Art. 6(4))'],
  [/relig|belief|faith|philosoph/i, 'religion and belief are no grounds (Art. 6(4))'],
  [/race|ethnic|colou?r|skin/i, 'race and ethnic origin are no grounds (Art. 6(4))'],
  [/politic|union|party\.member/i, 'political opinions and trade unions are no grounds (Art. 6(4))'],
  [/orientation|sexual/i, 'sexual life and orientation are no grounds (Art. 6(4))'],
  [/birth|language|residence/i, 'it stands for origin (Charter Art. 21)'],
  [/remark|text|ssr|service|osi|note/i, 'free text and special services may reveal what is protected (Art. 13(4))'],
];

/** Why a field that is not on the list never will be; undefined if it is merely unknown. */
export const refusalOf = (name: string): string | undefined => REFUSED.find(([words]) => words.test(name))?.[1];
