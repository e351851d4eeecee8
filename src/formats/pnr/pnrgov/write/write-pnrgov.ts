/** PNRGOV (PADIS EDIFACT): a push of passenger name records as carriers send it, in one interchange or in several. */
import { writeInterchange } from '../../../edifact/write-interchange.js';
import { writeSegment } from '../../../edifact/writer.js';
import type { PnrMessage } from '../../message.js';
import type { Moment, PnrPush } from '../../pnr.js';
import { writeMoment } from './moments.js';
import { writeRecord } from './write-record.js';

/** Versions that are written. */
export const PNRGOV_VERSIONS = ['11:1', '12:1', '13:1', '14:1', '15:1', '16:1', '17:1', '18:1'] as const;

export type PnrgovVersion = (typeof PNRGOV_VERSIONS)[number];

/** How a push is written. */
export interface PnrgovOptions {
  readonly version: PnrgovVersion;
  /** Interchange control reference; that of a part has the number of the part behind it. */
  readonly reference: string;
  /** Universal time. */
  readonly preparedAt: Moment;
  /** Records that one part holds at most: more are split over several. */
  readonly recordsPerPart?: number | undefined;
  /** Puts the message into a functional group (UNG), as service bureaus do. */
  readonly grouped?: boolean | undefined;
}

const FUNCTIONS = { full: '22', update: '141' } as const;

/**
 * Writes a push: one interchange, or one for each part of a transmission, the last with the indicator F. Each part repeats
 * what stands before the records, and counts the records of all parts. Records are numbered by their order. Segments that
 * the reader did not know are left out. Throws a RangeError for a push that is neither full nor an update, for a day that
 * six digits cannot tell, and for a part of a transmission that would have to be split again.
 */
export function writePnrgov({ push, records }: PnrMessage, options: PnrgovOptions): string[] {
  const perPart = Math.max(1, options.recordsPerPart ?? Number.POSITIVE_INFINITY);
  const parts = Math.max(1, Math.ceil(records.length / perPart));
  if (parts > 1 && !isWhole(push.part)) throw new RangeError('A part of a transmission cannot be split into parts');
  const head = writeHead(push, push.declaredRecords ?? records.length);
  const day = push.flight?.departure?.day ?? options.preparedAt.day;
  return Array.from({ length: parts }, (_, at) => {
    const part = parts === 1 ? push.part : { number: at + 1, last: at === parts - 1 };
    const own = parts === 1 ? records : records.slice(at * perPart, (at + 1) * perPart);
    const segments = [...head, ...own.flatMap((record) => writeRecord(record, options.version, day))];
    return inInterchange(push, segments, { part, split: parts > 1 }, options);
  });
}

const isWhole = ({ number, last }: PnrPush['part']): boolean => number === 1 && last;

function inInterchange(
  push: PnrPush,
  segments: readonly string[],
  { part, split }: { readonly part: PnrPush['part']; readonly split: boolean },
  { version, reference: given, preparedAt, grouped = false }: PnrgovOptions,
): string {
  const [major = '', minor = ''] = version.split(':');
  const reference = split ? `${given}${String(part.number).padStart(2, '0')}` : given;
  const envelope = {
    syntax: ['IATA', '1'],
    sender: push.sender,
    recipient: push.recipient,
    day: preparedAt.day,
    time: preparedAt.time ?? '00:00',
    reference,
    application: 'PNRGOV',
    ...(grouped ? { group: reference } : {}),
  } as const;
  const message = {
    reference: '1',
    type: ['PNRGOV', major, minor, 'IA'],
    accessReference: push.reference,
    ...(isWhole(part) ? {} : { part }),
    segments,
  } as const;
  return writeInterchange(envelope, [message]);
}

/** Level 0. */
function writeHead({ kind, carrier, errors, flight }: PnrPush, records: number): string[] {
  if (kind === 'other') throw new RangeError('A push is full or an update');
  return [
    writeSegment('MSG', ['', FUNCTIONS[kind]]),
    writeSegment('ORG', carrier),
    ...errors.map((code) => writeSegment('ERC', code)),
    ...(flight === undefined
      ? []
      : [
          writeSegment(
            'TVL',
            [...writeMoment(flight.departure), ...writeMoment(flight.arrival)],
            flight.from,
            flight.to,
            flight.carrier,
            flight.flight,
          ),
        ]),
    writeSegment('EQN', String(records)),
  ];
}
