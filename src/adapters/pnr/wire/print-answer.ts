import type { BoardingResponse } from '../../../formats/api/boarding-response.js';
import { writeCusres } from '../../../formats/api/cusres/write-cusres.js';
import type { PaxlstDirectory } from '../../../formats/api/paxlst/write-paxlst.js';

/** Newest first. */
const DIRECTORIES: readonly PaxlstDirectory[] = ['15B', '12B', '05B', '02B'];

/** Characters of an interchange control reference (0020). */
const REFERENCE_LENGTH = 14;

/**
 * The receipt for a list, as CUSRES. Time and reference are of the push that brought the list first, so the answer to the same
 * message again is the same, byte for byte.
 */
export function printAnswer(answer: BoardingResponse, digest: Buffer, receivedAtMs: number): Buffer {
  const [day = '', time = ''] = new Date(receivedAtMs).toISOString().split('T');
  const text = writeCusres(answer, {
    directory: directoryOf(answer.format),
    day,
    time: time.slice(0, 5),
    interchange: digest.toString('hex').slice(0, REFERENCE_LENGTH).toUpperCase(),
  });
  return Buffer.from(text);
}

/** The newest directory that can be written and is no newer than that of the list; of "CUSRES D:13A" it is 12B. */
function directoryOf(format: string): PaxlstDirectory {
  const asked = format.split(':')[1] ?? '';
  // Those of the nineties are older than all of these, and later in the alphabet.
  return (asked.startsWith('9') ? undefined : DIRECTORIES.find((directory) => directory <= asked)) ?? '02B';
}
