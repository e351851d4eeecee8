/** PNRGOV (PADIS EDIFACT, versions 11:1 to 18:1): what carriers push about a flight, record by record. */
import type { MessageHeader } from '../../edifact/envelope.js';
import { EdifactMessages, type EdifactPlace } from '../../edifact/messages.js';
import type { Segment } from '../../edifact/segment.js';
import type { PnrFault } from '../diagnostic.js';
import type { PnrHandler } from '../handler.js';
import type { PnrPush } from '../pnr.js';
import { readPrepared } from '../texts/dates.js';
import { isRecordTag, RecordReader } from './record-reader.js';
import { readFlight } from './segments/journey.js';

/** Segments that can only be of a record. */
const STARTERS = new Set(['RCI', 'TIF', 'SSR', 'ADD']);

/** What each message function means (MSG). */
const KINDS: ReadonlyMap<string, PnrPush['kind']> = new Map([
  ['22', 'full'],
  ['141', 'update'],
]);

/** Errors that a push may report: group 0 repeats ERC 99 times. */
const MAX_ERRORS = 99;

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Takes an interchange in pieces of any size, holds no more than one record, and never throws for what is in it: a record
 * that cannot be made out costs itself at most.
 */
export class PnrgovReader {
  readonly #handler: PnrHandler;
  readonly #today: string;
  readonly #messages: EdifactMessages;
  #push: Mutable<PnrPush> | undefined;
  #told = false;
  #records = 0;
  #record: RecordReader | undefined;

  /** `today` (YYYY-MM-DD) settles centuries where the day of the flight is not told. */
  constructor(handler: PnrHandler, today: string) {
    this.#handler = handler;
    this.#today = today;
    this.#messages = new EdifactMessages({
      begin: (header) => this.#beginMessage(header),
      segment: (segment) => this.#take(segment),
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

  #take(segment: Segment): void {
    if (this.#push === undefined) return;
    if (segment.is('SRC')) this.#beginRecord();
    else if (this.#record === undefined) this.#takeHeader(segment, this.#push);
    else this.#record.take(segment);
    // A stray release character at the end of a record would swallow the beginning of the next one.
    if (segment.endsWithReleased('SRC')) {
      this.#tell('RELEASE_STRAY');
      this.#beginRecord();
    }
  }

  #beginMessage(header: MessageHeader): void {
    if (header.type !== 'PNRGOV') {
      this.#tell('NOT_PNRGOV');
      return;
    }
    if (header.agency !== 'IA') this.#tell('MESSAGE_TYPE_ODD');
    this.#told = false;
    this.#records = 0;
    this.#push = {
      format: `PNRGOV ${header.version}`,
      sender: header.sender,
      recipient: header.recipient,
      preparedAt: readPrepared(header.preparedOn, header.preparedTime),
      reference: header.accessReference,
      part: header.part,
      kind: 'other',
      carrier: '',
      errors: [],
    };
  }

  /** Level 0. */
  #takeHeader(segment: Segment, push: Mutable<PnrPush>): void {
    switch (segment.tag) {
      case 'MSG':
        push.kind = KINDS.get(segment.text(0, 1).trim()) ?? 'other';
        return;
      case 'ORG':
        push.carrier ||= segment.text(0, 0).trim();
        return;
      case 'TVL':
        push.flight ??= readFlight(segment, (fault) => this.#tell(fault));
        return;
      case 'EQN':
        push.declaredRecords = /^\d+$/.test(segment.text(0).trim()) ? Number(segment.text(0)) : undefined;
        return;
      case 'ERC':
        if (push.errors.length < MAX_ERRORS) push.errors = [...push.errors, segment.text(0).trim()];
        return;
      default:
        // A record whose first segment is missing is a record all the same.
        if (STARTERS.has(segment.tag)) {
          this.#tell('OUT_OF_PLACE');
          this.#beginRecord();
          this.#record?.take(segment);
        } else this.#tell(isRecordTag(segment.tag) ? 'OUT_OF_PLACE' : 'TAG_UNKNOWN');
    }
  }

  #beginRecord(): void {
    this.#endRecord();
    this.#tellPush();
    this.#records += 1;
    const reference = this.#push?.flight?.departure?.day ?? this.#today;
    this.#record = new RecordReader(this.#records, reference, (fault, at) => this.#tell(fault, at));
  }

  #endRecord(): void {
    if (this.#record === undefined) return;
    this.#handler.record(this.#record.end());
    this.#record = undefined;
  }

  #tellPush(): void {
    if (this.#push === undefined || this.#told) return;
    this.#told = true;
    this.#handler.push(this.#push);
  }

  #endMessage(): void {
    if (this.#push !== undefined) {
      this.#endRecord();
      this.#tellPush();
      const { part, declaredRecords } = this.#push;
      // In a transmission of several parts the number is that of all of them.
      if (part.number === 1 && part.last && declaredRecords !== undefined && declaredRecords !== this.#records)
        this.#tell('RECORD_COUNT');
    }
    this.#push = undefined;
  }

  #tell(fault: PnrFault, place: EdifactPlace = this.#messages.here): void {
    this.#handler.diagnostic({ fault, ...place, record: this.#record?.number });
  }
}
