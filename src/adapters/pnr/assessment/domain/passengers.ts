/** What databases are searched for (Art. 6(3)(a)): each name with a date of birth, and each document, its bearer and itself. */
import { canonicalName } from '../../../../matching/names/name-form.js';
import type { KeptRecord } from '../../domain/kept-record.js';
import { travellerReferences } from './assess-record.js';

/** One search. */
export type Comparison =
  | {
      readonly by: 'name';
      readonly surname: string;
      readonly givenNames: string;
      /** YYYY-MM-DD. */
      readonly birth: string;
    }
  /** A person who is sought under this document. */
  | { readonly by: 'document'; readonly number: string }
  /** The document itself: stolen, lost, invalidated, false. */
  | { readonly by: 'object'; readonly number: string };

/** A traveller with the searches that the record allows. */
export interface Passenger {
  /** As in FoundMatch. */
  readonly reference: string;
  /** None: the carrier told neither a date of birth nor a document. */
  readonly comparisons: readonly Comparison[];
}

/** Shortest number of a document that is searched for. */
const SHORTEST_NUMBER = 4;

/** The travellers of a record. */
export function passengersOf(record: Pick<KeptRecord, 'sealed'>): readonly Passenger[] {
  const { a, f } = record.sealed;
  return travellerReferences(record).flatMap(({ reference, kind }, at) => {
    const traveller = a.travellers[at];
    if (traveller === undefined || kind === 'G') return [];
    const documents = f.documents.filter((document) => document.traveller === traveller.reference);
    const births = [traveller.birth, ...documents.map(({ birth }) => birth)].filter((birth) => birth !== undefined);
    const named = [
      { surname: traveller.surname, givenNames: traveller.givenNames },
      ...documents.map(({ surname, givenNames }) => ({ surname, givenNames: givenNames.join(' ') })),
    ].filter(({ surname }) => /\p{L}/u.test(surname) && isName(surname));
    const byName = distinct(births).flatMap((birth) =>
      named.map(({ surname, givenNames }): Comparison => ({
        ...{ by: 'name', surname, birth },
        givenNames: isName(givenNames) ? givenNames : '',
      })),
    );
    const numbers = documents.map(({ number }) => number.replace(/[^A-Za-z0-9]/g, ''));
    const byNumber = distinct(numbers)
      .filter((number) => number.length >= SHORTEST_NUMBER)
      .flatMap((number): Comparison[] => [
        { by: 'document', number },
        { by: 'object', number },
      ]);
    return [{ reference, comparisons: withoutRepeats([...byName, ...byNumber]) }];
  });
}

/** False of "-" and the like, which stand for no name: there is nothing to compare, and databases refuse it. */
const isName = (text: string): boolean => canonicalName(text) !== '';

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const withoutRepeats = (all: readonly Comparison[]): Comparison[] => [
  ...new Map(all.map((one) => [JSON.stringify(one).toUpperCase(), one])).values(),
];
