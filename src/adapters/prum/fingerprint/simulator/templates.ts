import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { PER_CM, type SyntheticPrint } from '../../../../world/skins.js';

/** Quality of the prints of the world. */
const TAKEN_QUALITY = 80;

/** Codes of ANSI/NIST-ITL 1-2011 Table 7: a live-scan rolled finger, a live-scan palm, a trace of a finger, of a palm. */
const ROLLED = 1;
const PALM = 10;
const TRACE = 4;
const PALM_TRACE = 12;
const FIRST_PALM = 20;

/** A print of the world, taken from a person. */
export const takenPrint = (position: number, print: SyntheticPrint): PrintTemplate =>
  template(position, position < FIRST_PALM ? ROLLED : PALM, TAKEN_QUALITY, print);

/** A trace of the world. Nobody says what finger left it; of a palm it is said which part it may be. */
export const leftTrace = (position: number, print: SyntheticPrint): PrintTemplate =>
  position < FIRST_PALM ? template(0, TRACE, undefined, print) : template(position, PALM_TRACE, undefined, print);

const template = (
  position: number,
  impression: number,
  quality: number | undefined,
  { width, height, minutiae }: SyntheticPrint,
): PrintTemplate => ({
  position,
  impression,
  quality,
  image: { width, height, xPerCm: PER_CM, yPerCm: PER_CM },
  minutiae,
});
