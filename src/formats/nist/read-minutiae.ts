/** Minutiae of a record of type 9, in the legacy block (9.005 to 9.012) or the INCITS 378 block (9.126 to 9.141). */
import type { ImageSize, Minutia, MinutiaKind, PrintTemplate } from '../finger-minutiae/template.js';
import { fieldOf, integerOf, parseInteger, placeOf, requireField, subfieldsOf, textOf } from './field-values.js';
import { readScale } from './image-record.js';
import { NistFault } from './nist-fault.js';
import type { TaggedField, TaggedRecord } from './record.js';

/** As many as a finger minutiae record counts; palms have more. */
const MAX_MINUTIAE = 999;

const LAST_IMPRESSION = 43;
const LAST_POSITION = 99;

/**
 * Reads the minutiae of a record; another record of the file may say how large the image is. The INCITS block goes before the legacy one where
 * both are there: it is the finer. Throws a NistFault if there is neither.
 */
export function readMinutiae(record: TaggedRecord, size: ImageSize | undefined): PrintTemplate {
  const impression = integerOf(requireField(record, 3), 0, LAST_IMPRESSION);
  const format = requireField(record, 4);
  if (!['S', 'U'].includes(textOf(format))) throw new NistFault('115', placeOf(format), 'is S or U');
  if (fieldOf(record, 137) !== undefined) return readIncitsBlock(record, impression);
  if (fieldOf(record, 12) !== undefined) return readLegacyBlock(record, impression, size);
  throw new NistFault(
    '101',
    { offset: record.offset, field: '9.137' },
    'or 9.012 must be given: no other block is read',
  );
}

/** INCITS 378 block: pixels from the upper left corner, angles in units of 2 degrees, as in the record format. */
function readIncitsBlock(record: TaggedRecord, impression: number): PrintTemplate {
  const integer = (number: number, least: number, greatest: number): number =>
    integerOf(requireField(record, number), least, greatest);
  const [xPerCm, yPerCm] = readScale(record, 130);
  const image = { width: integer(128, 1, 99_999), height: integer(129, 1, 99_999), xPerCm, yPerCm };
  const field = requireField(record, 137);
  const minutiae = listedIn(field, integerOf(requireField(record, 136), 0, MAX_MINUTIAE)).map((items): Minutia => {
    if (items.length !== 6) throw new NistFault('105', placeOf(field), 'has six items of each minutia');
    const [, x = '', y = '', angle = '', kind = '', quality = ''] = items;
    const reported = parseInteger(quality, field, 0, 100);
    return {
      kind: INCITS_KINDS[parseInteger(kind, field, 0, 2)] ?? 'other',
      x: parseInteger(x, field, 0, image.width - 1),
      y: parseInteger(y, field, 0, image.height - 1),
      angle: parseInteger(angle, field, 0, 179) * 2,
      quality: reported === 0 ? 'unreported' : reported,
    };
  });
  return { position: positionOf(requireField(record, 134)), impression, quality: qualityOf(record), image, minutiae };
}

const INCITS_KINDS: readonly MinutiaKind[] = ['other', 'ending', 'bifurcation'];

/** Of the first algorithm that 9.135 names; 254 and 255 stand for none. */
function qualityOf(record: TaggedRecord): number | undefined {
  const field = fieldOf(record, 135);
  if (field === undefined) return undefined;
  const quality = parseInteger(subfieldsOf(field)[0]?.[0] ?? '', field, 0, 255);
  return quality <= 100 ? quality : undefined;
}

/** 0.01 mm: 1000 to the centimetre. */
const LEGACY_PER_CM = 1_000;

/**
 * Legacy block: 0.01 mm from the lower left corner, degrees that point away from the ridge of an ending: turned round and
 * turned over here, as ISO/IEC 19794-2 and INCITS 378 have them. Without an image of known height the rows are counted from
 * the uppermost minutia: which of them lie where to each other is the same.
 */
function readLegacyBlock(record: TaggedRecord, impression: number, size: ImageSize | undefined): PrintTemplate {
  const field = requireField(record, 12);
  const points = listedIn(field, integerOf(requireField(record, 10), 0, MAX_MINUTIAE)).map((items) =>
    readPoint(items, field),
  );
  const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
  const width = size === undefined ? 0 : Math.ceil((size.width * LEGACY_PER_CM) / size.xPerCm);
  const height = size === undefined ? 0 : Math.ceil((size.height * LEGACY_PER_CM) / size.yPerCm);
  const image = {
    width: Math.max(width, greatest(points.map(({ x }) => x)) + 1),
    height: Math.max(height, greatest(points.map(({ up }) => up)) + 1),
    xPerCm: LEGACY_PER_CM,
    yPerCm: LEGACY_PER_CM,
  };
  const minutiae = points.map(({ kind, x, up, theta, quality }): Minutia => ({
    kind,
    x,
    y: image.height - 1 - up,
    angle: (theta + 180) % 360,
    quality,
  }));
  return { position: positionOf(requireField(record, 6)), impression, quality: undefined, image, minutiae };
}

interface Point extends Pick<Minutia, 'kind' | 'x' | 'quality'> {
  readonly up: number;
  readonly theta: number;
}

/** A ending, B bifurcation, C compound, D undetermined. */
const LEGACY_KINDS: Readonly<Record<string, MinutiaKind>> = { A: 'ending', B: 'bifurcation', C: 'other', D: 'other' };

function readPoint([, place = '', quality = '', kind = '']: readonly string[], field: TaggedField): Point {
  if (!/^\d{11}$/.test(place)) throw new NistFault('115', placeOf(field), 'places minutiae by XXXXYYYYTTT');
  const known = Object.hasOwn(LEGACY_KINDS, kind) ? LEGACY_KINDS[kind] : undefined;
  if (known === undefined) throw new NistFault('115', placeOf(field), 'has kinds A, B, C and D');
  return {
    kind: known,
    x: Number(place.slice(0, 4)),
    up: Number(place.slice(4, 8)),
    theta: parseInteger(place.slice(8), field, 0, 359),
    quality: legacyQuality(parseInteger(quality, field, 0, 63)),
  };
}

/** 0 and 1 say how the minutia was found, 2 is the best quality and 63 the worst. */
const legacyQuality = (code: number): Minutia['quality'] =>
  code < 2 ? 'unreported' : Math.round(((63 - code) * 100) / 61);

function listedIn(field: TaggedField, count: number): readonly (readonly string[])[] {
  const listed = count === 0 && field.value.length === 0 ? [] : subfieldsOf(field);
  if (listed.length !== count) throw new NistFault('105', placeOf(field), 'lists as many minutiae as are counted');
  return listed;
}

const positionOf = (field: TaggedField): number =>
  parseInteger(subfieldsOf(field)[0]?.[0] ?? '', field, 0, LAST_POSITION);
