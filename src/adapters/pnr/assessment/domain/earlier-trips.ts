/** Earlier trips of the same traveller: what speaks for somebody and no single record tells (Art. 6(4); C-817/19). */
import type { Facts } from '../../../../matching/criteria/fields.js';
import type { KeptRecord } from '../../domain/kept-record.js';
import { birthTerm, documentTerm } from '../../domain/search-terms.js';

/** By what somebody is known again: a document, and the date of birth in it or told with it. One alone is not enough. */
export interface Identity {
  readonly document: string;
  readonly birth: string;
}

/** Earlier trips of somebody, as far as the unit still holds them. */
export interface Trips {
  /** From the same airport to the same airport. */
  readonly sameRoute: number;
  readonly all: number;
}

/** A number with fewer signs is hardly one. */
const SHORTEST_NUMBER = 5;
/** Documents of a traveller that are looked for. */
const MOST_DOCUMENTS = 4;
/** More are not told apart. */
const MOST_TRIPS = 99;

/** How travellers of a record are known again, in the order in which facts are told of them; groups have none. */
export function identitiesOf({ sealed: { a, f } }: Pick<KeptRecord, 'sealed'>): readonly (readonly Identity[])[] {
  const uses = (reference: string): number => a.travellers.filter((one) => one.reference === reference).length;
  return a.travellers
    .filter(({ kind }) => kind !== 'G')
    .map(({ reference, birth: told }) => {
      // A document of two travellers is nobody's: it must not speak for the other one.
      if (uses(reference) > 1) return [];
      const identities = f.documents
        .filter((document) => document.traveller === reference)
        .flatMap(({ number, birth = told }): Identity[] => {
          const document = documentTerm(number);
          const isNumber = document.length - documentTerm('').length >= SHORTEST_NUMBER;
          return birth === undefined || !isNumber ? [] : [{ document, birth: birthTerm(birth) }];
        });
      return [...new Map(identities.map((identity) => [identity.document, identity])).values()].slice(
        0,
        MOST_DOCUMENTS,
      );
    });
}

/** As facts. Undefined are trips of somebody who cannot be known again: then nothing is told of them, not even none. */
export const tripFacts = (trips: Trips | undefined): Facts =>
  trips === undefined
    ? {}
    : {
        'history.sameRouteTrips12m': Math.min(MOST_TRIPS, trips.sameRoute),
        'history.trips12m': Math.min(MOST_TRIPS, trips.all),
      };
