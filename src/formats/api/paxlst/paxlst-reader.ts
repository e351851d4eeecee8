/** PAXLST (UN/EDIFACT directories D.02B to D.24A): lists of passengers and crew, person by person. */
import type { MessageHeader } from '../../edifact/envelope.js';
import { EdifactMessages, type EdifactPlace } from '../../edifact/messages.js';
import type { Segment } from '../../edifact/segment.js';
import type { ApiDiagnostic, ApiFault } from '../diagnostic.js';
import { type ApiPerson, dayOfFlight, type ListKind, type PassengerList } from '../passenger-list.js';
import { countCodeOf, LIST_KINDS, PERSON_KINDS } from './codes.js';
import { readPrepared } from '../../pnr/texts/dates.js';
import { readFlightMoment } from './dates.js';
import { legsOf, type NamedPlace } from './legs.js';
import { PersonReader } from './person-reader.js';

/** Who is told. */
export interface PaxlstHandler {
  /** A list, as soon as its first person begins, or it ends without one. */
  list(list: PassengerList): void;
  /** The next person on it. */
  person(person: ApiPerson): void;
  diagnostic(diagnostic: ApiDiagnostic): void;
}

/** Flights and places that may stand before the people. */
const MAX_FLIGHTS = 50;
const MAX_PLACES = 200;

/** A flight under the reader's hand. */
interface OpenFlight {
  readonly stage: string;
  readonly carrier: string;
  readonly number: string;
  readonly places: NamedPlace[];
}

/** A party under the reader's hand. */
interface OpenParty {
  readonly isSender: boolean;
  name: string;
  phone: string;
  fax: string;
  email: string;
}

/** What stands before the people, under the reader's hand. */
interface OpenList {
  readonly header: MessageHeader;
  kind: ListKind;
  status: string;
  transaction: string;
  revision: string;
  /** Who sends the message (MS), else whoever is named first. */
  party: OpenParty | undefined;
  /** The party named last: what is said next is about it. */
  named: OpenParty | undefined;
  readonly flights: OpenFlight[];
  places: number;
}

/** Takes an interchange in pieces of any size, holds no more than one person, and never throws for what is in it. */
export class PaxlstReader {
  readonly #handler: PaxlstHandler;
  readonly #today: string;
  readonly #messages: EdifactMessages;
  #list: OpenList | undefined;
  #told = false;
  #referenceDay = '';
  #people = 0;
  #declared: number | undefined;
  #person: PersonReader | undefined;

  /** `today` (YYYY-MM-DD) settles centuries where the day of the flight is not told. */
  constructor(handler: PaxlstHandler, today: string) {
    this.#handler = handler;
    this.#today = today;
    this.#messages = new EdifactMessages({
      begin: (header) => this.#beginMessage(header),
      segment: (segment) => {
        if (this.#list !== undefined) this.#take(this.#list, segment);
      },
      end: () => this.#endMessage(),
      fault: (fault, place) => this.#tell(fault, place),
    });
  }

  /** Takes the next piece; its bytes may be reused when this returns. */
  write(piece: Uint8Array): void {
    this.#messages.write(piece);
  }

  /** The input has ended. */
  end(): void {
    this.#messages.end();
  }

  #beginMessage(header: MessageHeader): void {
    if (header.type !== 'PAXLST') {
      this.#tell('NOT_PAXLST');
      return;
    }
    this.#told = false;
    this.#people = 0;
    this.#declared = undefined;
    this.#list = {
      header,
      kind: 'other',
      status: '',
      transaction: '',
      revision: '',
      party: undefined,
      named: undefined,
      flights: [],
      places: 0,
    };
  }

  #take(list: OpenList, segment: Segment): void {
    const { tag } = segment;
    if (tag === 'NAD' && this.#isPerson(segment)) this.#beginPerson(list, segment);
    else if (tag === 'CNT') this.#takeCount(list, segment);
    else if (tag === 'AUT') this.#endPerson();
    else if (this.#person !== undefined) this.#person.take(segment);
    else this.#takeHeader(list, segment);
  }

  /** Before the first person others are parties. Behind one nobody else is, and what follows is not of the person before. */
  #isPerson(segment: Segment): boolean {
    return this.#person !== undefined || PERSON_KINDS.has(segment.text(0).trim());
  }

  #takeHeader(list: OpenList, segment: Segment): void {
    const flight = list.flights.at(-1);
    switch (segment.tag) {
      case 'BGM':
        list.kind = LIST_KINDS.get(segment.text(0, 0).trim()) ?? 'other';
        list.status = segment.text(1).trim();
        return;
      case 'RFF':
        if (segment.text(0, 0).trim() === 'TN') {
          list.transaction ||= segment.text(0, 1).trim();
          list.revision ||= segment.text(0, 4).trim();
        }
        return;
      case 'NAD':
        list.named = {
          isSender: segment.text(0).trim() === 'MS',
          name: segment.text(3).trim() || segment.text(1).trim(),
          phone: '',
          fax: '',
          email: '',
        };
        if (list.party === undefined || (list.named.isSender && !list.party.isSender)) list.party = list.named;
        return;
      case 'CTA':
        return;
      case 'COM':
        this.#takeContact(list, segment);
        return;
      case 'TDT':
        if (list.flights.length >= MAX_FLIGHTS) this.#tell('LIST_TOO_LARGE');
        else
          list.flights.push({
            stage: segment.text(0).trim(),
            number: segment.text(1).trim(),
            carrier: segment.text(4).trim(),
            places: [],
          });
        return;
      case 'LOC':
        if (flight === undefined) return;
        list.places += 1;
        if (list.places > MAX_PLACES) this.#tell('LIST_TOO_LARGE');
        else flight.places.push({ qualifier: segment.text(0).trim(), place: segment.text(1).trim() });
        return;
      case 'DTM':
        this.#takeFlightTime(flight, segment);
        return;
      default:
        this.#tell(KNOWN.has(segment.tag) ? 'OUT_OF_PLACE' : 'TAG_UNKNOWN');
    }
  }

  #takeContact({ named: party }: OpenList, segment: Segment): void {
    if (party === undefined) {
      this.#tell('OUT_OF_PLACE');
      return;
    }
    for (let element = 0; element < segment.length; element++) {
      const value = segment.text(element, 0).trim();
      const code = segment.text(element, 1).trim();
      if (code === 'TE') party.phone ||= value;
      else if (code === 'FX') party.fax ||= value;
      else if (code === 'EM') party.email ||= value;
    }
  }

  #takeFlightTime(flight: OpenFlight | undefined, segment: Segment): void {
    const place = flight?.places.at(-1);
    if (place === undefined) return;
    const moment = readFlightMoment(segment.text(0, 1).trim());
    if (moment === undefined) this.#tell('DATE_INVALID');
    else if (segment.text(0, 0).trim() === '189') place.departure ??= moment;
    else if (segment.text(0, 0).trim() === '232') place.arrival ??= moment;
  }

  #beginPerson(list: OpenList, segment: Segment): void {
    this.#endPerson();
    this.#tellList(list);
    this.#people += 1;
    const number = this.#people;
    this.#person = new PersonReader(segment, number, this.#referenceDay, (fault) =>
      this.#tell(fault, this.#messages.here, number),
    );
  }

  #endPerson(): void {
    if (this.#person === undefined) return;
    this.#handler.person(this.#person.person);
    this.#person = undefined;
  }

  /** The plus for a colon occurs. */
  #takeCount({ kind }: OpenList, segment: Segment): void {
    this.#endPerson();
    const code = segment.text(0, 0).trim();
    const count = Number(segment.text(0, 1).trim() || segment.text(1).trim());
    if (code === countCodeOf(kind) && Number.isInteger(count)) this.#declared = count;
  }

  #tellList(list: OpenList): void {
    if (this.#told) return;
    this.#told = true;
    const { header, kind, status, transaction, revision, party } = list;
    const flights = list.flights.map(({ places, ...flight }) => ({ ...flight, legs: legsOf(places) }));
    this.#referenceDay = dayOfFlight(flights) ?? this.#today;
    this.#handler.list({
      format: `PAXLST ${header.version}`,
      sender: header.sender,
      recipient: header.recipient,
      preparedAt: readPrepared(header.preparedOn, header.preparedTime),
      reference: header.accessReference,
      transaction,
      revision,
      part: header.part,
      kind,
      status,
      reportingParty: party && { name: party.name, phone: party.phone, fax: party.fax, email: party.email },
      flights,
    });
  }

  #endMessage(): void {
    if (this.#list !== undefined) {
      this.#endPerson();
      this.#tellList(this.#list);
      const { part } = this.#list.header;
      // In a transmission of several parts the number is that of all of them, with some senders.
      if (part.number === 1 && part.last && this.#declared !== undefined && this.#declared !== this.#people)
        this.#tell('PERSON_COUNT');
    }
    this.#list = undefined;
  }

  #tell(
    fault: ApiFault,
    place: EdifactPlace = this.#messages.here,
    person: number | undefined = this.#person?.person.number,
  ): void {
    this.#handler.diagnostic({ fault, ...place, person });
  }
}

/** Tags that persons have, and lists do not. */
const KNOWN = new Set(['ATT', 'MEA', 'FTX', 'NAT', 'GEI', 'DOC', 'EMP', 'CPI', 'QTY', 'GID']);
