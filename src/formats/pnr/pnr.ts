/**
 * A passenger name record as a carrier hands it over, whatever encoding it came in. The numbers are those of the nineteen
 * elements in Annex I to Directive (EU) 2016/681. Days are YYYY-MM-DD, times HH:MM, local to the airport unless said
 * otherwise; what the carrier did not say is left out. Nothing is masked or dropped here.
 */

/** A day, and a time of that day if it was told. */
export interface Moment {
  readonly day: string;
  /** HH:MM. */
  readonly time?: string | undefined;
}

/** 1: where a booking is known under which locator. */
export interface Locator {
  /** Carrier or system, e.g. "DL". */
  readonly system: string;
  readonly code: string;
  /** "C" for the departure control system; empty for a reservation system. */
  readonly kind: string;
  /** Universal time. */
  readonly createdAt?: Moment | undefined;
}

/** 4, 17: somebody named in the record. */
export interface Traveller {
  /** By which the record refers to this traveller, without leading zeros; empty if it has none. */
  reference: string;
  surname: string;
  givenNames: string;
  /** "MR", "MSTR" and the like, split off the given names. */
  title: string;
  /** "A" adult, "C" child, "IN" infant, "G" group. */
  kind: string;
  /** Reference of the infant on this traveller's lap; empty if there is none. */
  infantReference: string;
  /** 17: other names. */
  otherNames: string[];
  /** The carrier's unique reference of this passenger. */
  uniqueReference: string;
  /** 8. */
  readonly frequentFlyer: FrequentFlyer[];
  /** 13. */
  readonly fares: Fare[];
  readonly tickets: Ticket[];
  /** 18: documents, places of residence and destination, of SSR DOCS, DOCO and DOCA. */
  readonly documents: TravelDocument[];
  readonly otherDocuments: OtherDocument[];
  readonly addresses: StatedAddress[];
}

/** 8. */
export interface FrequentFlyer {
  readonly carrier: string;
  readonly number: string;
  readonly tier: string;
}

/** 13: what fare was paid for whom. */
export interface Fare {
  readonly passengerType: string;
  readonly bases: readonly string[];
}

/** 13. */
export interface Ticket {
  /** Empty for what is paid without a ticket; with the first traveller that is what is paid for all. */
  readonly number: string;
  /** "T" ticket. */
  readonly kind: string;
  issuedOn?: Moment | undefined;
  /** Non-refundable and other flags, and the deadline as the carrier wrote it: senders disagree about the order of its digits. */
  conditions?: { readonly flags: string; readonly deadline: string; readonly carrier: string } | undefined;
  /** 6: amounts, each with its kind ("B" base, "T" total). */
  readonly amounts: Amount[];
  readonly taxes: Amount[];
  /** 6. */
  readonly payments: Payment[];
}

export interface Amount {
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
}

/** 6: how it was paid. */
export interface Payment {
  /** "CC" card, "CA" cash, "GR" government, "MS" other. */
  readonly form: string;
  readonly amount: string;
  /** Of a card: its scheme, e.g. "VI". */
  readonly vendor: string;
  readonly account: string;
  /** MMYY. */
  readonly expiry: string;
  readonly holder: string;
  /** Name, address and telephone number of the payer, as they were written. */
  readonly payer: string[];
  readonly addresses: PostalAddress[];
}

/** 5, 6: an address. */
export interface PostalAddress {
  /** "700" contact; other purposes as the carrier coded them. */
  readonly purpose: string;
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly postcode: string;
  /** What follows: often a telephone number, or a contact in the words of a remark. */
  readonly text: string;
}

/** 5. */
export interface Contact {
  readonly kind: 'email' | 'phone' | 'other';
  readonly value: string;
  /** The code it was given under, e.g. "CTCE". */
  readonly code: string;
}

/** 18: SSR DOCS. */
export interface TravelDocument {
  /** "P" passport, "I" identity card. */
  readonly type: string;
  readonly issuer: string;
  readonly number: string;
  readonly nationality: string;
  readonly birth?: string | undefined;
  /** M, F, U, X; of an infant MI or FI. */
  readonly sex: string;
  readonly expiry?: string | undefined;
  readonly surname: string;
  readonly givenNames: readonly string[];
}

/** 18: SSR DOCO. */
export interface OtherDocument {
  readonly placeOfBirth: string;
  /** "V" visa, "R" redress number, "K" known traveller number. */
  readonly type: string;
  readonly number: string;
  readonly placeOfIssue: string;
  readonly issuedOn?: string | undefined;
  readonly country: string;
}

/** 18: SSR DOCA. */
export interface StatedAddress {
  /** "R" residence, "D" destination. */
  readonly type: string;
  readonly country: string;
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
}

/** 3, 7, 10, 14, 15: a part of the journey. */
export interface ItinerarySegment {
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment | undefined;
  readonly arrival?: Moment | undefined;
  /** Under whose number it is sold. */
  readonly carrier: string;
  readonly flight: string;
  readonly bookingClass: string;
  /** 15: who flies, and under which number, if that is told. */
  operatedBy?: { readonly carrier: string; readonly flight: string } | undefined;
  /** 10: "HK", "UN" and the like. */
  status: string;
  equipment: string;
  readonly locators: Locator[];
  readonly services: SpecialService[];
  readonly remarks: Remark[];
  readonly checkIns: CheckIn[];
}

/** 10: an event of the check-in, and who was checked in. */
export interface CheckIn {
  readonly at?: Moment | undefined;
  agent: string;
  readonly travellers: CheckedInTraveller[];
}

/** 10, 14, 16: somebody checked in. */
export interface CheckedInTraveller {
  readonly boardingNumber: string;
  travellerReference: string;
  surname: string;
  givenNames: string;
  /** Without leading zeros; empty if none was given. */
  seat: string;
  cabin: string;
  readonly baggage: Baggage[];
}

/** 16. */
export interface Baggage {
  readonly pieces: string;
  readonly weight: string;
  /** "kg", "lb" or empty. */
  readonly unit: string;
  /** A pool shares its bags: they are the head's, and a member has none of its own. */
  readonly pool?: { readonly role: 'head' | 'member'; readonly reference: string } | undefined;
  readonly tags: readonly BagTags[];
}

/** 16: consecutive tags. */
export interface BagTags {
  readonly carrier: string;
  readonly first: string;
  readonly count: string;
  readonly to: string;
}

/** A special service request, as it came. DOCS, DOCO and DOCA of a known traveller are with the traveller as well. */
export interface SpecialService {
  readonly code: string;
  readonly status: string;
  readonly quantity: string;
  readonly carrier: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** 14: what is asked for each traveller, e.g. a seat. */
  readonly details: readonly { readonly value: string; readonly travellerReference: string }[];
  /** Traveller in whose part of the record it stands; empty if it stands elsewhere. */
  readonly travellerReference: string;
}

/** 12, 13: interactive free text. */
export interface Remark {
  /** "28" other service information, "43" payer, "15" fare calculation. */
  readonly type: string;
  readonly carrier: string;
  readonly text: string;
  /** Traveller in whose part of the record it stands; empty if it stands elsewhere. */
  readonly travellerReference: string;
}

/** 9. */
export interface Agency {
  /** System and its place, e.g. "1A", "MUC". */
  readonly system: string;
  readonly location: string;
  /** Number of an agency accredited by IATA; empty for an office of the carrier. */
  readonly iataNumber: string;
  readonly office: string;
  readonly city: string;
  /** "A" airline, "T" travel agent. */
  readonly kind: string;
  readonly country: string;
  readonly agent: string;
}

/** 7: hotel, car, rail. */
export interface OtherService {
  /** "1" air, "2" car, "8" hotel. */
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly begins?: Moment | undefined;
  readonly ends?: Moment | undefined;
  readonly provider: string;
}

/** 19: a change. */
export interface HistoryItem {
  /** "A" added, "X" cancelled; empty for text without structure. */
  action: string;
  readonly agent: string;
  /** Universal time. */
  readonly at?: Moment | undefined;
  /** The segments that it consists of, each with its tag, elements joined by blanks. */
  readonly items: string[];
}

/** One record. */
export interface Pnr {
  /** Number in its message, from 1. */
  readonly number: number;
  /** The carrier tells that nothing is left of it. */
  cancelled: boolean;
  readonly locators: Locator[];
  /** 2: last change, universal time. */
  changedAt?: Moment | undefined;
  /** 2: issue of the ticket, if it stands with the record. */
  ticketedAt?: Moment | undefined;
  agency?: Agency | undefined;
  readonly travellers: Traveller[];
  /** 5. */
  readonly contacts: Contact[];
  readonly addresses: PostalAddress[];
  readonly itinerary: ItinerarySegment[];
  readonly otherServices: OtherService[];
  readonly services: SpecialService[];
  /** 12. */
  readonly remarks: Remark[];
  /** 16: excess baggage, as "number unit". */
  readonly excessBaggage: string[];
  /** 11. */
  split?: { readonly count: string; readonly locators: Locator[] } | undefined;
  readonly history: HistoryItem[];
  /** Segments that the reader has no place for, with their tags. */
  readonly unknown: string[];
}

/** A record in which nothing is told yet. */
export const emptyPnr = (number: number): Pnr => ({
  number,
  cancelled: false,
  locators: [],
  travellers: [],
  contacts: [],
  addresses: [],
  itinerary: [],
  otherServices: [],
  services: [],
  remarks: [],
  excessBaggage: [],
  history: [],
  unknown: [],
});

/** What a carrier tells of a flight: the records, and what stands before them. */
export interface PnrPush {
  /** Format, e.g. "PNRGOV 13:1" or "PNRGOV XML 13.1". */
  readonly format: string;
  readonly sender: string;
  readonly recipient: string;
  /** When it was prepared, universal time. */
  readonly preparedAt?: Moment | undefined;
  /** Common access reference: the same in all parts of a transmission. */
  readonly reference: string;
  /** Number of this part, and whether it is the last one. A message in one piece is part 1 and the last. */
  readonly part: { readonly number: number; readonly last: boolean };
  /** "full": every record of the flight; "update": those that changed; "other": not told, as in XML. */
  readonly kind: 'full' | 'update' | 'other';
  readonly carrier: string;
  readonly flight?: PushedFlight | undefined;
  /** Records in the whole transmission, as the sender counts them. */
  readonly declaredRecords?: number | undefined;
  /** Codes of errors that the sender reports. */
  readonly errors: readonly string[];
}

/** The flight of a push. */
export interface PushedFlight {
  readonly carrier: string;
  readonly flight: string;
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment | undefined;
  readonly arrival?: Moment | undefined;
}
