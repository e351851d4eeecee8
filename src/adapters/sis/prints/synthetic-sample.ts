/**
 * Invented: how a synthetic sample says whose prints it holds. Every view bears one block of extended data of a vendor's own
 * type, with the token of the simulated person behind a fixed mark. docs/test-persons.md names those of the test persons.
 */
import { readExtendedData } from '../../../formats/finger-minutiae/extended-data.js';
import type { FingerView } from '../../../formats/finger-minutiae/record.js';
import { writeFingerRecord } from '../../../formats/finger-minutiae/write-record.js';

/** Type of the block, of those that ISO/IEC 19794-2 leaves to vendors. */
export const SUBJECT_BLOCK = 0x5359;

const MARK = 'SYNTHETIC ';
const TOKEN = /^[A-Z0-9-]{1,40}$/;

/** Token of the person whose prints all views hold; undefined if they do not say, or do not agree. */
export function subjectOf(views: readonly FingerView[]): string | undefined {
  const tokens = new Set(views.map(tokenOf));
  const [token] = tokens;
  return tokens.size === 1 ? token : undefined;
}

function tokenOf({ extended }: FingerView): string | undefined {
  const block = readExtendedData(extended)?.find(({ type }) => type === SUBJECT_BLOCK);
  if (block === undefined) return undefined;
  const text = Buffer.from(block.data).toString('latin1');
  const token = text.slice(MARK.length);
  return text.startsWith(MARK) && TOKEN.test(token) ? token : undefined;
}

/** A sample of some fingers of a simulated person, with one minutia each: for tests and demonstrations. */
export function makeSyntheticSample(token: string, positions: readonly number[]): Buffer {
  const subject = Buffer.from(MARK + token, 'latin1');
  const extended = Buffer.alloc(4 + subject.length);
  extended.writeUInt16BE(SUBJECT_BLOCK, 0);
  extended.writeUInt16BE(extended.length, 2);
  subject.copy(extended, 4);
  return writeFingerRecord({
    format: 'ISO/IEC 19794-2:2005',
    certification: 0,
    device: 0,
    image: { width: 400, height: 500, xPerCm: 197, yPerCm: 197 },
    views: positions.map((position) => ({
      position,
      view: 0,
      impression: 0,
      quality: 80,
      minutiae: [{ kind: 'ending', x: 100, y: 120, angle: 45, quality: 90 }],
      extended,
    })),
  });
}
