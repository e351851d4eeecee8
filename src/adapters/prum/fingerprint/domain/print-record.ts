/**
 * Prints as a finger minutiae record of ISO/IEC 19794-2:2005, which has no positions of palms: these come as 0, and whoever
 * keeps such a record notes them beside it.
 */
import type { Iso2005Record } from '../../../../formats/finger-minutiae/record.js';
import { templatesOf } from '../../../../formats/finger-minutiae/record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';

const LAST_FINGER = 10;
/** Impressions that the format knows: plain or rolled, live or not. A trace is none of them, and comes as not live, plain. */
const LAST_IMPRESSION = 3;
const NOT_LIVE = 2;

/** The record of prints that share a resolution; its image is as large as the largest of theirs. */
export function recordOf(prints: readonly PrintTemplate[]): Iso2005Record {
  const [first] = prints;
  if (first === undefined) throw new RangeError('a record holds at least one print');
  const { xPerCm, yPerCm } = first.image;
  if (prints.some(({ image }) => image.xPerCm !== xPerCm || image.yPerCm !== yPerCm)) {
    throw new RangeError('prints of one record share a resolution');
  }
  return {
    format: 'ISO/IEC 19794-2:2005',
    certification: 0,
    device: 0,
    image: {
      width: prints.reduce((most, { image }) => Math.max(most, image.width), 0),
      height: prints.reduce((most, { image }) => Math.max(most, image.height), 0),
      xPerCm,
      yPerCm,
    },
    views: prints.map(({ position, impression, quality, minutiae }, at) => ({
      position: position <= LAST_FINGER ? position : 0,
      // Views of the same position are counted.
      view: prints.slice(0, at).filter((other) => viewed(other) === viewed({ position })).length,
      impression: impression <= LAST_IMPRESSION ? impression : NOT_LIVE,
      quality: quality ?? 0,
      minutiae,
      extended: new Uint8Array(),
    })),
  };
}

const viewed = ({ position }: Pick<PrintTemplate, 'position'>): number => (position <= LAST_FINGER ? position : 0);

/** The prints of such a record, with the positions that were noted beside it. */
export const printsOf = (record: Iso2005Record, positions: readonly number[]): readonly PrintTemplate[] =>
  templatesOf(record).map((template, at) => ({ ...template, position: positions[at] ?? template.position }));
