/**
 * Finger minutiae records as they are written: ISO/IEC 19794-2:2005 and :2011 (record formats) and ANSI INCITS 378-2004,
 * with everything that is needed to give back the same bytes.
 */
import type { ImageSize, Minutia, PrintTemplate } from './template.js';

/** One finger, once. */
export interface FingerView {
  /** 0 unknown, 1 right thumb to 5 right little finger, 6 left thumb to 10 left little finger. */
  readonly position: number;
  /** Which view of this finger it is, from 0 to 15. */
  readonly view: number;
  /** 0 to 3 plain or rolled, live or not; 8 swipe; in the format of 2011 4 to 7 latent, and others. */
  readonly impression: number;
  readonly minutiae: readonly Minutia[];
  /** Blocks that a standard or a vendor added, as they are. readExtendedData tells them apart. */
  readonly extended: Uint8Array;
}

/** A view of the formats of 2004 and 2005. */
export interface RatedView extends FingerView {
  /** From 0 to 100. */
  readonly quality: number;
}

/** What the formats of 2004 and 2005 say once for all views. */
interface OneImage {
  /** Four bits, the first of which says that the equipment is certified. */
  readonly certification: number;
  /** Twelve bits. */
  readonly device: number;
  readonly image: ImageSize;
  readonly views: readonly RatedView[];
}

export interface Iso2005Record extends OneImage {
  readonly format: 'ISO/IEC 19794-2:2005';
}

export interface Incits2004Record extends OneImage {
  readonly format: 'INCITS 378-2004';
  /** Who wrote it, in the codes of CBEFF. */
  readonly product: { readonly owner: number; readonly type: number };
}

/** One view of the format of 2011, which says everything of each. */
export interface Representation extends FingerView {
  readonly image: ImageSize;
  /** Nine bytes: year (2), month, day, hour, minute, second, milliseconds (2); 0xff where not known. */
  readonly capturedAt: Uint8Array;
  readonly technology: number;
  readonly vendor: number;
  readonly device: number;
  readonly qualities: readonly { readonly value: number; readonly vendor: number; readonly algorithm: number }[];
  /** There if the record is certified. */
  readonly certificates: readonly { readonly authority: number; readonly scheme: number }[];
  /** What an ending is: 0 a bifurcation of the valley's skeleton, 1 an end of the ridge's. */
  readonly endings: number;
  /** 5, or 6 with the quality of each minutia. */
  readonly minutiaBytes: 5 | 6;
}

export interface Iso2011Record {
  readonly format: 'ISO/IEC 19794-2:2011';
  readonly certified: boolean;
  readonly views: readonly Representation[];
}

export type FingerRecord = Iso2005Record | Iso2011Record | Incits2004Record;

/** What is wrong with bytes that were to be a record. */
export type RecordRule =
  /** Neither format, or another version of it. */
  | 'not_a_record'
  /** It is longer or shorter than it says. */
  | 'length'
  /** More bytes than any record may have. */
  | 'too_long'
  /** No view at all, or more than 176. */
  | 'views'
  /** A finger that nobody has. */
  | 'position'
  /** A quality above 100 that stands for nothing. */
  | 'quality'
  /** A minutia beside its image, of no kind, or with an angle that there is not. */
  | 'minutia'
  /** Bits that must be 0 are not. */
  | 'reserved'
  /** Blocks of extended data that do not fill their space. */
  | 'extended_data';

/** Bytes that are no record. The message quotes none of them. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
  readonly rule: RecordRule;
  /** Where in the record, in bytes from its beginning. */
  readonly offset: number;

  constructor(rule: RecordRule, offset: number) {
    super(`No finger minutiae record: ${rule} at byte ${offset}`);
    this.rule = rule;
    this.offset = offset;
  }
}

/** What a matcher makes of each view. */
export function templatesOf(record: FingerRecord): readonly PrintTemplate[] {
  if (record.format === 'ISO/IEC 19794-2:2011') {
    return record.views.map(({ position, impression, qualities, image, minutiae }) => ({
      position,
      impression,
      quality: qualities.find(({ value }) => value <= 100)?.value,
      image,
      minutiae,
    }));
  }
  const { image, views } = record;
  return views.map(({ position, impression, quality, minutiae }) => ({
    position,
    impression,
    quality,
    image,
    minutiae,
  }));
}
