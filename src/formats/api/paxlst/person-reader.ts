/** Reads the segments of one person (PAXLST group 4 and those in it). */
import type { Segment } from '../../edifact/segment.js';
import type { ApiFault } from '../diagnostic.js';
import type { ApiDocument, ApiPerson } from '../passenger-list.js';
import { PERSON_KINDS, PLACES, UNITS } from './codes.js';
import { readBirthDay, readExpiryDay } from './dates.js';

/** Segments that one person may have, and bytes of all of them. */
export const MAX_PERSON_SEGMENTS = 2_000;
const MAX_PERSON_BYTES = 262_144;
/** Documents that one person may have: group 5 repeats 5 times. Each is kept with all that is told of its holder. */
const MAX_DOCUMENTS = 20;

/** Somebody, from NAD. A name in one piece is a surname. */
export function beginPerson(segment: Segment, number: number): ApiPerson {
  const names = Array.from({ length: segment.components(3) }, (_, at) => segment.text(3, at).trim());
  const [surname = '', ...givenNames] = names;
  return {
    number,
    kind: PERSON_KINDS.get(segment.text(0).trim()) ?? 'other',
    surname,
    givenNames: givenNames.filter((name) => name !== ''),
    address: addressOf(segment),
    sex: '',
    nationality: '',
    places: {},
    locator: '',
    uniqueReference: '',
    seat: '',
    otherReferences: {},
    baggage: { tags: [] },
    documents: [],
    remarks: [],
  };
}

/** Street, city, region, postcode, country; a region has a code, or else a name behind it. */
function addressOf(segment: Segment): string[] {
  const street = Array.from({ length: segment.components(4) }, (_, at) => segment.text(4, at).trim());
  const parts = [
    street.filter((line) => line !== '').join(' '),
    segment.text(5).trim(),
    segment.text(6).trim() || segment.text(6, 3).trim(),
    segment.text(7).trim(),
    segment.text(8).trim(),
  ];
  return parts.every((part) => part === '') ? [] : parts;
}

type Tell = (fault: ApiFault) => void;
type Taker = (reader: PersonReader, segment: Segment) => void;

/** See above. */
export class PersonReader {
  readonly person: ApiPerson;
  readonly #tell: Tell;
  readonly #referenceDay: string;
  #segments = 0;
  #bytes = 0;
  #full = false;
  #document: ApiDocument | undefined;

  /** `referenceDay` is the day of the flight: it settles centuries. */
  constructor(segment: Segment, number: number, referenceDay: string, tell: Tell) {
    this.person = beginPerson(segment, number);
    this.#referenceDay = referenceDay;
    this.#tell = tell;
    if (this.person.surname === '') tell('NAME_MISSING');
  }

  /** Takes the next segment. */
  take(segment: Segment): void {
    if (this.#full) return;
    this.#segments += 1;
    this.#bytes += segment.end - segment.offset;
    if (this.#segments > MAX_PERSON_SEGMENTS || this.#bytes > MAX_PERSON_BYTES) {
      this.#full = true;
      this.#tell('PERSON_TOO_LARGE');
      return;
    }
    const take = TAKERS.get(segment.tag);
    if (take === undefined) this.#tell('TAG_UNKNOWN');
    else take(this, segment);
  }

  /** Sex, of the attributes. */
  takeAttribute(segment: Segment): void {
    if (segment.text(0).trim() === '2') this.person.sex ||= segment.text(2).trim();
  }

  takeDate(segment: Segment): void {
    const [qualifier, text] = [segment.text(0, 0).trim(), segment.text(0, 1).trim()];
    if (qualifier === '329') {
      this.person.birth ??= readBirthDay(text, this.#referenceDay);
      if (this.person.birth === undefined && text !== '') this.#tell('DATE_INVALID');
    } else if (qualifier === '36' && this.#document !== undefined) {
      this.#document.expiry ??= readExpiryDay(text, this.#referenceDay);
      if (this.#document.expiry === undefined && text !== '') this.#tell('DATE_INVALID');
    }
  }

  /** Number and weight of bags; the value stands behind the unit, or in its place. */
  takeMeasure(segment: Segment): void {
    const { baggage } = this.person;
    const [unit, value] = [segment.text(2, 0).trim(), segment.text(2, 1).trim()];
    if (segment.text(0).trim() === 'CT') baggage.pieces ??= value || unit;
    else if (segment.text(0).trim() === 'WT') {
      baggage.weight ??= value || unit;
      if (value !== '' && unit !== '') baggage.unit ??= UNITS.get(unit) ?? unit;
    }
  }

  takeText(segment: Segment): void {
    if (segment.text(0).trim() === 'BAG') {
      const [tag, count] = [segment.text(3, 0).trim(), segment.text(3, 1).trim()];
      if (tag !== '') this.person.baggage.tags.push(count === '' ? tag : `${tag} (${count})`);
      return;
    }
    const text = segment
      .toArrays()
      .slice(3)
      .map((element) => element.join(':').trim())
      .join(' ')
      .trim();
    if (text !== '') this.person.remarks.push(text);
  }

  /** Behind a document 91 is who issued it. */
  takePlace(segment: Segment): void {
    const qualifier = segment.text(0).trim();
    const place = segment.text(1, 0).trim() || segment.text(1, 3).trim();
    if (qualifier === '91' && this.#document !== undefined) this.#document.issuer ||= place;
    else {
      const name = PLACES.get(qualifier);
      if (name !== undefined) this.person.places[name] ||= place;
    }
  }

  takeNationality(segment: Segment): void {
    if (segment.text(0).trim() === '2') this.person.nationality ||= segment.text(1, 0).trim();
  }

  takeReference(segment: Segment): void {
    const [code, value] = [segment.text(0, 0).trim(), segment.text(0, 1).trim()];
    if (code === 'AVF') this.person.locator ||= value;
    else if (code === 'ABO') this.person.uniqueReference ||= value;
    else if (code === 'SEA') this.person.seat ||= value;
    else if (/^[A-Z]{2,3}$/.test(code)) this.person.otherReferences[code] ??= value;
  }

  takeVerification(segment: Segment): void {
    if (segment.text(0).trim() !== '4') return;
    const code = segment.text(1, 0).trim();
    if (code === '173' || code === '174') this.person.verified ??= code === '173';
  }

  takeDocument(segment: Segment): void {
    const [type, number] = [segment.text(0, 0).trim(), segment.text(1, 0).trim()];
    this.#document = { type, number, issuer: '' };
    if (type === '' && number === '') this.#tell('DOCUMENT_EMPTY');
    else if (this.person.documents.length < MAX_DOCUMENTS) this.person.documents.push(this.#document);
    else {
      this.#full = true;
      this.#tell('PERSON_TOO_LARGE');
    }
  }
}

/** By tag. Those that say nothing the law asks for are known, and passed over. */
const TAKERS: ReadonlyMap<string, Taker> = new Map<string, Taker>([
  ['ATT', (reader, segment) => reader.takeAttribute(segment)],
  ['DTM', (reader, segment) => reader.takeDate(segment)],
  ['MEA', (reader, segment) => reader.takeMeasure(segment)],
  ['FTX', (reader, segment) => reader.takeText(segment)],
  ['LOC', (reader, segment) => reader.takePlace(segment)],
  ['NAT', (reader, segment) => reader.takeNationality(segment)],
  ['RFF', (reader, segment) => reader.takeReference(segment)],
  ['GEI', (reader, segment) => reader.takeVerification(segment)],
  ['DOC', (reader, segment) => reader.takeDocument(segment)],
  ...['COM', 'EMP', 'CPI', 'QTY', 'GID', 'TDT'].map((tag): [string, Taker] => [tag, () => undefined]),
]);
