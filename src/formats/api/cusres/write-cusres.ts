/** Writes CUSRES as the answer to a list of passengers; what the reader makes of the text is the answer it was written from. */
import { writeInterchange } from '../../edifact/write-interchange.js';
import { writeSegment } from '../../edifact/writer.js';
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
  const segments: string[] = [
    writeSegment('BGM', code),
    ...response.remarks.map((remark) => writeSegment('FTX', 'AAI', '', '', remark)),
    writeSegment('RFF', ['TN', response.transaction]),
    ...response.legs.flatMap(legOf),
    ...response.overall.flatMap((verdict) => [writeSegment('ERP', '1'), ...verdictOf(verdict)]),
    ...response.passengers.flatMap((verdict) => [
      writeSegment('ERP', '2'),
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
function legOf({ flight, from, to, departure, arrival, crossesBorder }: AnsweredLeg): string[] {
  return [
    writeSegment('RFF', ['AF', flight]),
    ...(departure === undefined ? [] : [writeSegment('DTM', ['189', ...writeFlightMoment(departure)])]),
    ...(arrival === undefined ? [] : [writeSegment('DTM', ['232', ...writeFlightMoment(arrival)])]),
    writeSegment('LOC', crossesBorder ? '125' : '92', from),
    writeSegment('LOC', crossesBorder ? '87' : '92', to),
  ];
}

function referencesOf({ locator, uniqueReference, otherReferences }: PassengerVerdict): string[] {
  return [['AVF', locator], ['ABO', uniqueReference], ...Object.entries(otherReferences)].flatMap(
    ([code = '', value = '']) => (value === '' ? [] : [writeSegment('RFF', [code, value])]),
  );
}

function verdictOf({ codes, texts }: Verdict): string[] {
  if (codes.length === 0) throw new RangeError('verdict: at least one code');
  return [
    ...codes.map((code) => writeSegment('ERC', code)),
    ...texts.map((text) => writeSegment('FTX', 'AAP', '', '', text)),
  ];
}
