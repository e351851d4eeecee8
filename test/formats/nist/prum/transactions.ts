/** Transactions for tests, put together by their fields. */
import { contentOf, type FieldEntry, makeRecord } from '../../../../src/formats/nist/write-file.js';
import type { NistFile, NistRecord } from '../../../../src/formats/nist/record.js';
import { readType4 } from '../../../../src/formats/nist/type-4.js';
import { readTagged } from '../../../../src/formats/nist/read-tagged.js';
import { bytesOf, LEGACY_MINUTIAE, TRACE, TYPE_4 } from '../samples.js';

export const FINGER: NistRecord = readType4(TYPE_4, 0).record;
export const LATENT: NistRecord = readTagged(bytesOf(TRACE), 0, 13);
export const MINUTIAE: NistRecord = readTagged(bytesOf(LEGACY_MINUTIAE), 0, 9);

const PALM_FIELDS = (type: 13 | 15, impression: string, position: string): NistRecord =>
  makeRecord(type, [
    [2, '02'],
    [3, impression],
    [4, 'NAFIS'],
    [5, '20250228'],
    [6, '1000'],
    [7, '1200'],
    [8, '2'],
    [9, '197'],
    [10, '197'],
    [11, 'WSQ20'],
    [12, '8'],
    [13, position],
    [999, Buffer.of(1, 2)],
  ]);

export const PALM = PALM_FIELDS(15, '10', '21');
export const PALM_LATENT = PALM_FIELDS(13, '12', '21');

/** Fields of type 1, and of type 2, put in place of the usual ones; undefined for none. */
export interface Changes {
  readonly one?: Readonly<Record<number, string | undefined>>;
  readonly two?: Readonly<Record<number, string | undefined>>;
}

/** A transaction of a type, with these records behind the second. */
export function transaction(
  type: string,
  records: readonly NistRecord[],
  { one = {}, two = {} }: Changes = {},
): NistFile {
  const isAnswer = type === 'SRE' || type === 'ERR';
  const second = makeRecord(2, entries({ 2: '00', 3: '0422', ...two }));
  const all = [second, ...records];
  const fields = {
    2: '0300',
    3: contentOf(all),
    4: type,
    5: '20250301',
    6: '4',
    7: isAnswer ? 'NL/NAFIS' : 'DE/BKA',
    8: isAnswer ? 'DE/BKA' : 'NL/NAFIS',
    9: isAnswer ? '2500000077K' : '2500000001C',
    10: isAnswer ? '2500000001C' : undefined,
    11: '19.68',
    12: '19.68',
    13: 'INT-I\x1f4.22',
    14: '20250301101500Z',
    ...one,
  };
  return { header: makeRecord(1, entries(fields)), records: all };
}

const entries = (fields: Readonly<Record<number, string | undefined>>): FieldEntry[] =>
  Object.entries(fields).flatMap(([number, value]): FieldEntry[] =>
    value === undefined ? [] : [[Number(number), value]],
  );
