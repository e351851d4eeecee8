/**
 * What the unit keeps of a passenger name record: the nineteen elements of Annex I to Directive (EU) 2016/681 and nothing
 * else. It has two halves. The open half answers questions as long as the record lives; the sealed half is what Art. 12(2)
 * has masked after six months. They are apart from the first day, so masking takes nothing out of the open half.
 */
import type {
  Agency,
  Contact,
  FrequentFlyer,
  Locator,
  Moment,
  OtherDocument,
  PostalAddress,
  StatedAddress,
  TravelDocument,
} from '../../../formats/pnr/pnr.js';

/** Letters of Art. 12(2). */
export const MASKED_LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
export type MaskedLetter = (typeof MASKED_LETTERS)[number];

/**
 * Elements 1 to 3, 7, 9 to 11, 13, 15, 16 and 19: what masking leaves. Nothing in it names anybody, and nothing in it tells a
 * booking of many from one of a single traveller (docs/adr/0060-an-open-half-is-as-of-one-traveller.md, field by field).
 */
export interface OpenHalf {
  /** 1. */
  readonly locators: readonly Locator[];
  /** 2: last change, and issue of the ticket; universal time. */
  readonly changedAt?: Moment | undefined;
  readonly ticketedAt?: Moment | undefined;
  /** 9. */
  readonly agency?: Agency | undefined;
  /** 3, 7, 10, 15. */
  readonly itinerary: readonly KeptSegment[];
  /** 7: hotel, car, rail. */
  readonly otherServices: readonly KeptService[];
  /** 11. */
  readonly split?: { readonly locators: readonly Locator[] } | undefined;
  /** 13: facts of tickets, each once. */
  readonly ticketing: readonly KeptTicketing[];
  /** 13: those that one adult could have flown on, without discounts. */
  readonly fareBases: readonly string[];
  /** 6, without what identifies anybody. */
  readonly paymentForms: readonly string[];
  /** 16: of the whole booking, for each unit of weight. */
  readonly baggage: readonly BaggageTotal[];
  /** 16: as "number unit", each unit once. */
  readonly excessBaggage: readonly string[];
  /** 19: each once, and what is not of the journey once a day. */
  readonly changes: readonly KeptChange[];
}

/** 3, 7, 10, 15: a part of the journey. */
export interface KeptSegment {
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment | undefined;
  readonly arrival?: Moment | undefined;
  readonly carrier: string;
  readonly flight: string;
  readonly bookingClass: string;
  readonly operatedBy?: { readonly carrier: string; readonly flight: string } | undefined;
  /** "HK", "UN" and the like. */
  readonly status: string;
  readonly equipment: string;
  readonly locators: readonly Locator[];
  /** First event of the check-in, if anybody was checked in. */
  readonly checkIn?: { readonly at?: Moment | undefined; readonly agent: string } | undefined;
}

/** 7. */
export interface KeptService {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly begins?: Moment | undefined;
  readonly ends?: Moment | undefined;
  /** Code of the provider; never its name in words. */
  readonly provider: string;
}

/** 13: what of tickets is no traveller's own. */
export interface KeptTicketing {
  readonly kind: string;
  /** A day, without a time. */
  readonly issuedOn?: Moment | undefined;
  readonly conditions: string;
}

/** 13. */
export interface KeptTicket extends KeptTicketing {
  readonly number: string;
  readonly amounts: readonly { readonly kind: string; readonly amount: string; readonly currency: string }[];
  /** Whose; empty where that is not told. */
  readonly traveller: string;
}

/** 16: bags together. */
export interface BaggageTotal {
  readonly pieces: string;
  readonly weight: string;
  readonly unit: string;
}

/** 10, 14, 16: somebody checked in. */
export interface KeptCheckIn {
  /** Index in the itinerary. */
  readonly segment: number;
  /** Reference of the traveller; empty where that is not told. */
  readonly traveller: string;
  readonly seat: string;
  readonly boardingNumber: string;
  readonly baggage: readonly KeptBaggage[];
}

/** 16. */
export interface KeptBaggage {
  readonly pieces: string;
  readonly weight: string;
  readonly unit: string;
  readonly tags: readonly {
    readonly carrier: string;
    readonly first: string;
    readonly count: string;
    readonly to: string;
  }[];
}

/** 19: a change. Of what was changed the itinerary alone is told; of the rest only which segment it was. */
export interface KeptChange {
  readonly action: string;
  readonly at?: Moment | undefined;
  readonly items: readonly string[];
}

/** What Art. 12(2) has masked, by its letters. */
export interface SealedHalf {
  /** Names, other names, and the number of those who travel together: so also what there is as often as travellers. */
  readonly a: {
    readonly travellers: readonly KeptTraveller[];
    readonly checkedIn: readonly KeptCheckIn[];
    /** 13. */
    readonly tickets: readonly KeptTicket[];
    /** 13: all of them. */
    readonly fareBases: readonly string[];
    /** 14: seats that were asked for, in the order of their numbers. */
    readonly seats: readonly string[];
    /** 19: all of them. */
    readonly changes: readonly KeptChange[];
    /** 11: how many travellers a split was of, as the carrier counts them. */
    readonly splitCount: string;
  };
  /** Address and contact. */
  readonly b: { readonly contacts: readonly Contact[]; readonly addresses: readonly PostalAddress[] };
  /** Payment, in so far as it identifies. */
  readonly c: { readonly payments: readonly KeptPayment[] };
  /** Frequent flyer information. */
  readonly d: { readonly frequentFlyers: readonly (FrequentFlyer & { readonly traveller: string })[] };
  /** General remarks: of these only that a minor travels alone, and how old (C-817/19). */
  readonly e: { readonly remarks: readonly { readonly kind: 'UNACCOMPANIED_MINOR'; readonly text: string }[] };
  /** API data. */
  readonly f: {
    readonly documents: readonly (TravelDocument & { readonly traveller: string })[];
    readonly otherDocuments: readonly (OtherDocument & { readonly traveller: string })[];
    readonly statedAddresses: readonly (StatedAddress & { readonly traveller: string })[];
  };
}

/** 4, 17. */
export interface KeptTraveller {
  /** By which the rest of the record refers to this traveller. */
  readonly reference: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly title: string;
  readonly kind: string;
  readonly infantReference: string;
  readonly otherNames: readonly string[];
  /** YYYY-MM-DD, of a document or of the words for a child; left out if it was not told. */
  readonly birth?: string | undefined;
}

/** 6. */
export interface KeptPayment {
  readonly form: string;
  readonly amount: string;
  readonly vendor: string;
  /** Last four characters of the account. */
  readonly account: string;
  readonly expiry: string;
  readonly holder: string;
  readonly payer: readonly string[];
  readonly addresses: readonly PostalAddress[];
}

/** Both halves. */
export interface KeptRecord {
  readonly open: OpenHalf;
  readonly sealed: SealedHalf;
}
