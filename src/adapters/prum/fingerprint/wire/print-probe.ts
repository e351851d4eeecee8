/** Writes what is searched with anew, so that nothing goes with it that an officer's own file says besides. */
import type { Iso2011Record } from '../../../../formats/finger-minutiae/record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import { controlNumber } from '../../../../formats/nist/control-number.js';
import { makeMinutiaeRecord } from '../../../../formats/nist/make-minutiae.js';
import { makeTransaction } from '../../../../formats/nist/prum/make-transaction.js';
import { isPalm, SEARCH_MODES, type SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import type { NistRecord } from '../../../../formats/nist/record.js';
import { makeRecord, writeNistFile } from '../../../../formats/nist/write-file.js';
import { PrintProbe, PrintSearchMode } from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import type { PrintQuestion } from '../domain/print-question.js';
import { isOfPerson } from '../domain/search-mode.js';
import { SEARCH_MODES_FROM_WIRE } from './enums.js';

/** Who asks whom, when, and under which number. */
export interface ProbeFrame {
  readonly mode: SearchMode;
  readonly askingState: string;
  readonly askedState: string;
  /** Milliseconds since the epoch. */
  readonly askedAtMs: number;
  /** At most 32 letters, digits and hyphens. */
  readonly requestNumber: string;
}

/** What is searched with: of fingers a finger minutiae record, of palms, which have none, a transaction. */
export function printProbe(question: PrintQuestion, askedState: string): PrintProbe {
  const { mode, ownReference = '', prints } = question;
  const [wireMode = PrintSearchMode.UNSPECIFIED] = [...SEARCH_MODES_FROM_WIRE].find(([, one]) => one === mode) ?? [];
  const isOfPalms = prints.some(({ position }) => isPalm(position));
  return PrintProbe.fromPartial({
    mode: wireMode,
    ownReference,
    ...(isOfPalms
      ? { nistTransaction: palmTransaction(prints, { ...question, askedState }) }
      : { fingerMinutiaeRecord: writeFingerRecord(fingerRecord(prints)) }),
  });
}

/** Nine bytes of a time that nobody knows. */
const NO_TIME = new Uint8Array(9).fill(0xff);

/** In the format of 2011, which tells traces from prints, and lets a quality be unknown. */
const fingerRecord = (prints: readonly PrintTemplate[]): Iso2011Record => ({
  format: 'ISO/IEC 19794-2:2011',
  certified: false,
  views: prints.map(({ position, impression, quality, image, minutiae }) => ({
    position,
    // Each position is there once.
    view: 0,
    impression,
    image,
    minutiae,
    extended: new Uint8Array(),
    capturedAt: NO_TIME,
    technology: 0,
    vendor: 0,
    device: 0,
    qualities: quality === undefined ? [] : [{ value: quality, vendor: 0, algorithm: 0 }],
    certificates: [],
    endings: 1,
    minutiaBytes: 6,
  })),
});

/** A transaction of palms with their minutiae. */
export function palmTransaction(
  prints: readonly PrintTemplate[],
  { mode, askingState, askedState, askedAtMs, requestNumber }: ProbeFrame,
): Buffer {
  const sentAt = new Date(askedAtMs).toISOString().replace(/\..*$|[-:T]/g, '');
  const file = makeTransaction({
    type: SEARCH_MODES[mode].transaction,
    modes: [],
    header: {
      version: '0502',
      date: sentAt.slice(0, 8),
      priority: 4,
      destination: { state: askedState, name: AGENCY },
      origin: { state: askingState, name: AGENCY },
      controlNumber: controlNumber(Number(sentAt.slice(0, 4)), askedAtMs % SERIALS, 'Prüm'),
      reference: undefined,
      scanned: '19.68',
      transmitted: '19.68',
      domain: { name: 'INT-I', version: '4.22' },
      sentAt: `${sentAt}Z`,
    },
    references: {
      system: '0422',
      case: { state: askingState, number: requestNumber },
      sequence: undefined,
      mark: undefined,
      person: undefined,
      others: [],
    },
    expected: undefined,
    prints: [],
    templates: [],
    records: prints.flatMap(isOfPerson(mode) ? markedPalm(sentAt.slice(0, 8)) : marked),
  });
  return writeNistFile(file);
}

/** Gateways speak for their states. */
const AGENCY = 'GATEWAY';

/** Serial numbers of a year. */
const SERIALS = 10 ** 8;

const marked = (print: PrintTemplate, at: number): NistRecord => makeMinutiaeRecord(at + 1, print);

/** Minutiae of a palm, and a record of the palm without its image, which nobody looks at: none could be taken (UP). */
const markedPalm =
  (date: string) =>
  (print: PrintTemplate, at: number): NistRecord[] => [
    makeRecord(15, [
      [2, String(at + 1).padStart(2, '0')],
      [3, String(print.impression)],
      [4, AGENCY],
      [5, date],
      [13, String(print.position)],
      [18, `${print.position}\x1fUP`],
    ]),
    marked(print, at),
  ];
