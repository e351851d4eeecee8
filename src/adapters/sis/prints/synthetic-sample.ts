/**
 * Invented: how a synthetic sample says whose prints it holds. Every view bears one block of extended data of a vendor's own
 * type, with the token of the simulated person behind a fixed mark. docs/test-persons.md names those of the test persons.
 */
import type { FingerView } from '../../../formats/finger-minutiae/read-record.js';

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
  const block = extended.find(({ type }) => type === SUBJECT_BLOCK);
  if (block === undefined) return undefined;
  const text = Buffer.from(block.data).toString('latin1');
  const token = text.slice(MARK.length);
  return text.startsWith(MARK) && TOKEN.test(token) ? token : undefined;
}

/** A sample of some fingers of a simulated person, with one minutia each: for tests and demonstrations. */
export function makeSyntheticSample(token: string, positions: readonly number[]): Buffer {
  const subject = Buffer.from(MARK + token, 'latin1');
  const views = positions.map((position) => {
    const view = Buffer.alloc(12 + 4 + subject.length);
    view.writeUInt8(position, 0);
    view.writeUInt8(80, 2);
    view.writeUInt8(1, 3);
    view.writeUInt16BE(0x4000 | 100, 4);
    view.writeUInt16BE(120, 6);
    view.writeUInt8(32, 8);
    view.writeUInt8(90, 9);
    view.writeUInt16BE(4 + subject.length, 10);
    view.writeUInt16BE(SUBJECT_BLOCK, 12);
    view.writeUInt16BE(4 + subject.length, 14);
    subject.copy(view, 16);
    return view;
  });
  const header = Buffer.from('464d520020323000000000000000019001f400c500c50000', 'hex');
  const record = Buffer.concat([header, ...views]);
  record.writeUInt32BE(record.length, 8);
  record.writeUInt8(positions.length, 22);
  return record;
}
