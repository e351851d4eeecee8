/** Records of type 9 with the INCITS 378 block (9.126 to 9.137) of ANSI/NIST-ITL 1-2011. */
import type { Minutia, MinutiaKind, PrintTemplate } from '../finger-minutiae/template.js';
import type { TaggedRecord } from './record.js';
import { makeRecord } from './write-file.js';

const KIND_CODES: Readonly<Record<MinutiaKind, number>> = { other: 0, ending: 1, bifurcation: 2 };

/** CBEFF: INCITS M1 (27), its finger minutiae format without extended data (513), no product. */
const CBEFF_INFORMATION = '27\x1f513\x1f0';

/** 9.135 where no quality is known; vendor and algorithm are not named. */
const NO_QUALITY = 254;

/** A record of the minutiae of an image. */
export function makeMinutiaeRecord(
  idc: number,
  { position, impression, quality, image, minutiae }: PrintTemplate,
): TaggedRecord {
  return makeRecord(9, [
    [2, String(idc).padStart(2, '0')],
    [3, String(impression)],
    [4, 'U'],
    [126, CBEFF_INFORMATION],
    [127, 'NONE\x1f0'],
    [128, String(image.width)],
    [129, String(image.height)],
    [130, '2'],
    [131, String(image.xPerCm)],
    [132, String(image.yPerCm)],
    [133, '0'],
    [134, String(position)],
    [135, `${quality ?? NO_QUALITY}\x1f0\x1f0`],
    [136, String(minutiae.length)],
    [137, minutiae.map(listed).join('\x1e')],
  ]);
}

const listed = ({ kind, x, y, angle, quality }: Minutia, at: number): string =>
  [at + 1, x, y, Math.round(angle / 2) % 180, KIND_CODES[kind], typeof quality === 'number' ? quality : 0].join('\x1f');
