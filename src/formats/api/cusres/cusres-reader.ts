/** CUSRES (UN/EDIFACT directories from D.02B on) as the answer to a list of passengers, by the guide of WCO, IATA and ICAO. */
import type { EdifactFault } from '../../edifact/diagnostic.js';
import type { EnvelopeFault, MessageHeader } from '../../edifact/envelope.js';
import { EdifactMessages, type EdifactPlace } from '../../edifact/messages.js';
import type { Segment } from '../../edifact/segment.js';
import type { AnsweredLeg, BoardingResponse, ResponseKind } from '../boarding-response.js';
import { readFlightMoment } from '../paxlst/dates.js';
import { statusOf, type VerdictCodes } from '../verdict-codes.js';

/** What may be wrong with an answer. */
export type CusresFault =
  | EdifactFault
  | EnvelopeFault
  /** The message is of another type; its segments are passed over. */
  | 'NOT_CUSRES'
  /** A segment that the message does not have. */
  | 'TAG_UNKNOWN'
  /** A segment where none of its kind belongs. */
  | 'OUT_OF_PLACE'
  | 'DATE_INVALID'
  /** More legs, verdicts, codes or texts than an answer may have; what follows is dropped. */
  | 'RESPONSE_TOO_LARGE'
  /** A verdict without a code, or with one that the table lacks: nobody boards by it. */
  | 'CODE_UNKNOWN';

/** One of them, and where. */
export interface CusresDiagnostic extends EdifactPlace {
  readonly fault: CusresFault;
}

/** Who is told. */
export interface CusresHandler {
  /** A message, when it has ended. */
  response(response: BoardingResponse): void;
  diagnostic(diagnostic: CusresDiagnostic): void;
}

/** Verdicts of one message: a flight with everybody on it, twice over. */
const MAX_VERDICTS = 2_000;
/** Legs of one message, and codes, references and texts of one verdict. */
const MAX_PARTS = 50;

/** BGM, document name (1001). */
export const RESPONSE_KINDS: ReadonlyMap<string, ResponseKind> = new Map([
  ['962', 'answer'],
  ['132', 'unsolicited'],
  ['312', 'acknowledgement'],
  ['963', 'error'],
]);

/** Segments that say nothing about boarding. */
const PASSED_OVER = new Set([
  'GEI',
  'EQD',
  'NAD',
  'CTA',
  'COM',
  'DOC',
  'CNT',
  'AUT',
  'TAX',
  'MOA',
  'STS',
  'GIS',
  'UNS',
]);

/** A leg under the reader's hand: times stand before places. */
interface OpenLeg {
  readonly flight: string;
  readonly places: { readonly qualifier: string; readonly place: string }[];
  departure?: AnsweredLeg['departure'];
  arrival?: AnsweredLeg['arrival'];
}

/** A verdict under the reader's hand. */
interface OpenVerdict {
  readonly section: string;
  readonly references: Map<string, string>;
  readonly codes: string[];
  readonly texts: string[];
}

/** A message under the reader's hand. */
interface OpenResponse {
  readonly header: MessageHeader;
  kind: ResponseKind;
  transaction: string;
  readonly legs: OpenLeg[];
  readonly remarks: string[];
  readonly verdicts: OpenVerdict[];
}

/** Takes an interchange in pieces of any size and never throws for what is in it. */
export class CusresReader {
  readonly #handler: CusresHandler;
  readonly #codes: VerdictCodes;
  readonly #messages: EdifactMessages;
  #response: OpenResponse | undefined;

  /** `codes` is the table of the authority that answers. */
  constructor(handler: CusresHandler, codes: VerdictCodes) {
    this.#handler = handler;
    this.#codes = codes;
    this.#messages = new EdifactMessages({
      begin: (header) => this.#begin(header),
      segment: (segment) => {
        if (this.#response !== undefined) this.#take(this.#response, segment);
      },
      end: () => this.#end(),
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

  #begin(header: MessageHeader): void {
    if (header.type !== 'CUSRES') {
      this.#tell('NOT_CUSRES');
      return;
    }
    this.#response = { header, kind: 'other', transaction: '', legs: [], remarks: [], verdicts: [] };
  }

  #take(response: OpenResponse, segment: Segment): void {
    const verdict = response.verdicts.at(-1);
    switch (segment.tag) {
      case 'BGM':
        response.kind = RESPONSE_KINDS.get(segment.text(0, 0).trim()) ?? 'other';
        return;
      case 'ERP':
        this.#add(response.verdicts, MAX_VERDICTS, {
          section: segment.text(0, 0).trim(),
          references: new Map(),
          codes: [],
          texts: [],
        });
        return;
      case 'RFF':
        if (verdict === undefined) this.#takeReference(response, segment);
        else this.#takeVerdictReference(verdict, segment);
        return;
      case 'ERC':
        if (verdict === undefined) this.#tell('OUT_OF_PLACE');
        else this.#add(verdict.codes, MAX_PARTS, segment.text(0, 0).trim());
        return;
      case 'FTX':
        this.#takeText(verdict?.texts ?? response.remarks, segment);
        return;
      case 'TDT':
        this.#beginLeg(response, segment.text(1).trim());
        return;
      case 'DTM':
        this.#takeTime(response, segment);
        return;
      case 'LOC':
        this.#takePlace(response, segment);
        return;
      default:
        if (!PASSED_OVER.has(segment.tag)) this.#tell('TAG_UNKNOWN');
    }
  }

  #takeReference(response: OpenResponse, segment: Segment): void {
    const [code, value] = [segment.text(0, 0).trim(), segment.text(0, 1).trim()];
    if (code === 'TN') response.transaction ||= value;
    else if (code === 'AF') this.#beginLeg(response, value);
  }

  #takeVerdictReference({ references }: OpenVerdict, segment: Segment): void {
    const code = segment.text(0, 0).trim();
    if (!/^[A-Z]{2,3}$/.test(code) || references.has(code)) return;
    if (references.size < MAX_PARTS) references.set(code, segment.text(0, 1).trim());
    else this.#tell('RESPONSE_TOO_LARGE');
  }

  #takeText(texts: string[], segment: Segment): void {
    const text = segment
      .toArrays()
      .slice(3)
      .map((element) => element.join(':').trim())
      .join(' ')
      .trim();
    if (text !== '') this.#add(texts, MAX_PARTS, text);
  }

  #beginLeg(response: OpenResponse, flight: string): void {
    if (response.verdicts.length > 0) this.#tell('OUT_OF_PLACE');
    else this.#add(response.legs, MAX_PARTS, { flight, places: [] });
  }

  /** Before the first flight stands the time of the message itself. */
  #takeTime({ legs, verdicts }: OpenResponse, segment: Segment): void {
    const leg = legs.at(-1);
    if (leg === undefined || verdicts.length > 0) return;
    const qualifier = segment.text(0, 0).trim();
    if (qualifier !== '189' && qualifier !== '232') return;
    const moment = readFlightMoment(segment.text(0, 1).trim());
    if (moment === undefined) this.#tell('DATE_INVALID');
    else if (qualifier === '189') leg.departure ??= moment;
    else leg.arrival ??= moment;
  }

  #takePlace({ legs, verdicts }: OpenResponse, segment: Segment): void {
    const leg = legs.at(-1);
    if (leg === undefined || verdicts.length > 0) return;
    this.#add(leg.places, 2, { qualifier: segment.text(0).trim(), place: segment.text(1).trim() });
  }

  #add<Part>(parts: Part[], most: number, part: Part): void {
    if (parts.length < most) parts.push(part);
    else this.#tell('RESPONSE_TOO_LARGE');
  }

  #end(): void {
    const open = this.#response;
    this.#response = undefined;
    if (open === undefined) return;
    const { header, kind, transaction, remarks } = open;
    const verdicts = open.verdicts.map((verdict) => ({
      verdict,
      read: { codes: verdict.codes, status: statusOf(verdict.codes, this.#codes), texts: verdict.texts },
    }));
    for (const { read } of verdicts) if (read.status === undefined) this.#tell('CODE_UNKNOWN');
    this.#handler.response({
      format: `CUSRES ${header.version}`,
      sender: header.sender,
      recipient: header.recipient,
      reference: header.accessReference,
      transaction,
      kind,
      legs: open.legs.map(legOf),
      remarks,
      overall: verdicts.filter(({ verdict }) => !isOfPassenger(verdict)).map(({ read }) => read),
      passengers: verdicts
        .filter(({ verdict }) => isOfPassenger(verdict))
        .map(({ verdict, read }, at) => {
          const { AVF: locator = '', ABO: uniqueReference = '', ...others } = Object.fromEntries(verdict.references);
          return { number: at + 1, locator, uniqueReference, otherReferences: others, ...read };
        }),
    });
  }

  #tell(fault: CusresFault, place: EdifactPlace = this.#messages.here): void {
    this.#handler.diagnostic({ fault, ...place });
  }
}

/** Section 2 is the detail of the message; whatever names a passenger is about that passenger. */
const isOfPassenger = ({ section, references }: OpenVerdict): boolean =>
  section === '2' || references.has('ABO') || references.has('AVF');

function legOf({ flight, places, departure, arrival }: OpenLeg): AnsweredLeg {
  const [from, to] = places;
  return {
    flight,
    from: from?.place ?? '',
    to: to?.place ?? '',
    departure,
    arrival,
    crossesBorder: from?.qualifier === '125' && to?.qualifier === '87',
  };
}
