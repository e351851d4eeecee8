/** Writes CUSRES as the answer to a list of passengers; what the reader makes of the text is the answer it was written from. */
import { writeInterchange, type WrittenSegment } from '../../edifact/write-interchange.js';
import type { AnsweredLeg, BoardingResponse, PassengerVerdict, Verdict } from '../boarding-response.js';
import { codeFor } from '../paxlst/codes.js';
import { writeFlightMoment } from '../paxlst/dates.js';
import type { PaxlstDirectory } from '../paxlst/write-paxlst.js';
import { RESPONSE_KINDS } from './cusres-reader.js';

/** Everything that is not in the answer itself. */
export interface CusresOptions {
  readonly directory: PaxlstDirectory;
  /** When the interchange is made: YYYY-MM-DD and HH:MM. */
  readonly day: string;
  readonly time: string;
  /** References of the interchange (0020), of its one message (0062), and of a group around it; without it there is no group. */
  readonly interchange: string;
  readonly message?: string;
  readonly group?: string;
}

/** An interchange with one answer. Throws a RangeError that names the field that cannot be written. */
export function writeCusres(response: BoardingResponse, options: CusresOptions): string {
  const { directory, day, time, interchange, message = '1', group } = options;
  const code = codeFor(RESPONSE_KINDS, response.kind);
  if (code === undefined) throw new RangeError(`kind of answer: ${response.kind} has no code`);
  const segments: WrittenSegment[] = [
    ['BGM', code],
    ...response.remarks.map((remark) => ['FTX', 'AAI', '', '', remark] as const),
    ['RFF', ['TN', response.transaction]],
    ...response.legs.flatMap(legOf),
    ...response.overall.flatMap((verdict) => [['ERP', '1'] as const, ...verdictOf(verdict)]),
    ...response.passengers.flatMap((verdict) => [
      ['ERP', '2'] as const,
      ...referencesOf(verdict),
      ...verdictOf(verdict),
    ]),
  ];
  return writeInterchange(
    {
      sender: response.sender,
      recipient: response.recipient,
      day,
      time,
      reference: interchange,
      application: 'IAPI',
      ...(group === undefined ? {} : { group }),
    },
    [
      {
        reference: message,
        type: ['CUSRES', 'D', directory, 'UN', 'IATA'],
        accessReference: response.reference,
        part: { number: 1, last: true },
        segments,
      },
    ],
  );
}

/** Group 3: a flight and its times come before its places. */
function legOf({ flight, from, to, departure, arrival, crossesBorder }: AnsweredLeg): WrittenSegment[] {
  return [
    ['RFF', ['AF', flight]],
    ...(departure === undefined ? [] : [['DTM', ['189', ...writeFlightMoment(departure)]] as const]),
    ...(arrival === undefined ? [] : [['DTM', ['232', ...writeFlightMoment(arrival)]] as const]),
    ['LOC', crossesBorder ? '125' : '92', from],
    ['LOC', crossesBorder ? '87' : '92', to],
  ];
}

function referencesOf({ locator, uniqueReference, otherReferences }: PassengerVerdict): WrittenSegment[] {
  return [['AVF', locator], ['ABO', uniqueReference], ...Object.entries(otherReferences)].flatMap(
    ([code = '', value = '']) => (value === '' ? [] : [['RFF', [code, value]] as const]),
  );
}

function verdictOf({ codes, texts }: Verdict): WrittenSegment[] {
  if (codes.length === 0) throw new RangeError('verdict: at least one code');
  return [
    ...codes.map((code) => ['ERC', code] as const),
    ...texts.map((text) => ['FTX', 'AAP', '', '', text] as const),
  ];
}
