/**
 * Files of ANSI/NIST-ITL 1-2011 (NIST Special Publication 500-290) in the traditional encoding (its Annex B), and of the
 * versions since 2000, as they are written.
 */

/** Between two records. */
export const FS = 0x1c;
/** Between two fields. */
export const GS = 0x1d;
/** Between two subfields. */
export const RS = 0x1e;
/** Between two items. */
export const US = 0x1f;

/** One field of a tagged record. */
export interface TaggedField {
  readonly number: number;
  /** As it is written, e.g. "1.001"; older files write "1.01". */
  readonly tag: string;
  /** The bytes behind the colon. */
  readonly value: Uint8Array;
  /** Where the value lies in the file that was read; 0 in a file that was made. */
  readonly offset: number;
}

/** A record of types 1, 2 and 9 to 99. Its first field is its length, its second (but in Type-1) its IDC. */
export interface TaggedRecord {
  readonly type: number;
  readonly fields: readonly TaggedField[];
  readonly offset: number;
}

/** A record of type 4: an image of a fingerprint with a binary header. */
export interface Type4Record {
  readonly type: 4;
  /** Links it to other records of the file. */
  readonly idc: number;
  /** Code of Table 7. */
  readonly impression: number;
  /** Six codes of Table 8; 255 where fewer positions are possible. */
  readonly positions: readonly number[];
  /** 0: 500 pixels per inch; 1: as Type-1 says. */
  readonly resolution: number;
  readonly width: number;
  readonly height: number;
  /** 0 none, 1 WSQ, others as Table 15. */
  readonly compression: number;
  readonly data: Uint8Array;
  readonly offset: number;
}

export type NistRecord = TaggedRecord | Type4Record;

/** A file: the record of type 1, and those that it announces, in their order. */
export interface NistFile {
  readonly header: TaggedRecord;
  readonly records: readonly NistRecord[];
}

export const isType4 = (record: NistRecord): record is Type4Record => record.type === 4;
