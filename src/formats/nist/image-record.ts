/** Images of prints: records of type 4 (fingers), 13 (traces), 14 (fingers) and 15 (palms) of ANSI/NIST-ITL. */
import type { ImageSize } from '../finger-minutiae/template.js';
import { fieldOf, integerOf, parseInteger, placeOf, requireField, subfieldsOf, textOf } from './field-values.js';
import { NistFault } from './nist-fault.js';
import { isType4, type NistRecord, type TaggedRecord, type Type4Record } from './record.js';

/** Compression of field nn.011 and, by code, of type 4 (ANSI/NIST-ITL 1-2011 Table 15). */
export const COMPRESSIONS = ['NONE', 'WSQ20', 'JPEGB', 'JPEGL', 'JP2', 'JP2L', 'PNG'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** Types of record that are images of prints. */
export const IMAGE_TYPES = [4, 13, 14, 15] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** What is known of a print, without its picture. */
export interface Print {
  readonly type: ImageType;
  readonly idc: number;
  /** Code of Table 7: 0 to 3 fingers, 4 to 7 traces of fingers, 10 and 11 palms, 12 to 15 traces of palms, others. */
  readonly impression: number;
  /** Codes of Table 8, the likeliest first. */
  readonly positions: readonly number[];
  /** Undefined where there is none because the finger or hand is amputated or bandaged (14.018, 15.018). */
  readonly picture: Picture | undefined;
}

export interface Picture {
  readonly size: ImageSize;
  readonly compression: Compression;
  readonly bytes: number;
}

/** 500 pixels per inch: what code 0 of a record of type 4 stands for. */
const PER_CM_500 = 197;
const NO_POSITION = 255;

const AMPUTATED = 18;
const DATA = 999;

/** Greatest impression and position codes of any version. */
const LAST_IMPRESSION = 43;
const LAST_POSITION = 99;
/** Greatest length of a line of pixels, and pixels of a scale unit. */
const LAST_LENGTH = 99_999;
const CM_PER_INCH = 2.54;
/** Fewer are not one to the centimetre. */
const LEAST_PER_INCH = 2;

/** Reads what a record says of a print; undefined if it is of another type. Throws a NistFault. */
export function readPrint(record: NistRecord): Print | undefined {
  if (isType4(record)) return readType4Print(record);
  const type = IMAGE_TYPES.find((known) => known === record.type);
  return type === undefined ? undefined : readTaggedPrint(record, type);
}

/** The resolution is that of 500 pixels per inch, unless Type-1 says otherwise: the profile of the exchange knows no other. */
function readType4Print({
  idc,
  impression,
  positions,
  resolution,
  width,
  height,
  compression,
  data,
  offset,
}: Type4Record): Print {
  if (resolution !== 0) throw new NistFault('115', { offset, field: '4.005' }, 'is 0: 500 pixels per inch');
  const name = COMPRESSIONS[compression];
  if (name === undefined) throw new NistFault('115', { offset, field: '4.008' }, 'is a compression of Table 15');
  return {
    type: 4,
    idc,
    impression,
    positions: positions.filter((position) => position !== NO_POSITION),
    picture: {
      size: { width, height, xPerCm: PER_CM_500, yPerCm: PER_CM_500 },
      compression: name,
      bytes: data.length,
    },
  };
}

function readTaggedPrint(record: TaggedRecord, type: ImageType): Print {
  const integer = (number: number, least: number, greatest: number): number =>
    integerOf(requireField(record, number), least, greatest);
  const positions = requireField(record, 13);
  return {
    type,
    idc: integer(2, 0, 99),
    impression: integer(3, 0, LAST_IMPRESSION),
    positions: subfieldsOf(positions).map(([position = '']) => parseInteger(position, positions, 0, LAST_POSITION)),
    picture: readPicture(record, type),
  };
}

function readPicture(record: TaggedRecord, type: ImageType): Picture | undefined {
  const isMissing = type !== 13 && fieldOf(record, AMPUTATED) !== undefined && fieldOf(record, DATA) === undefined;
  if (isMissing) return undefined;
  const length = (number: number): number => integerOf(requireField(record, number), 1, LAST_LENGTH);
  const [xPerCm, yPerCm] = readScale(record, 8);
  return {
    size: { width: length(6), height: length(7), xPerCm, yPerCm },
    compression: readCompression(record),
    bytes: requireField(record, DATA).value.length,
  };
}

function readCompression(record: TaggedRecord): Compression {
  const field = requireField(record, 11);
  const text = textOf(field);
  const name = COMPRESSIONS.find((known) => known === text);
  if (name === undefined) throw new NistFault('115', placeOf(field), 'is a compression of Table 15');
  return name;
}

/** Pixels per centimetre from a scale unit and the two scales behind it. Throws a NistFault. */
export function readScale(record: TaggedRecord, unitField: number): readonly [x: number, y: number] {
  const unit = integerOf(requireField(record, unitField), 1, 2);
  const perCm = (number: number): number => {
    const least = unit === 1 ? LEAST_PER_INCH : 1;
    const pixels = integerOf(requireField(record, number), least, LAST_LENGTH);
    return unit === 1 ? Math.round(pixels / CM_PER_INCH) : pixels;
  };
  return [perCm(unitField + 1), perCm(unitField + 2)];
}
