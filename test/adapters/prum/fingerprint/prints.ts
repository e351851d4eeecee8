/** Prints to be searched with, in tests. */
import { writeFingerRecord } from '../../../../src/formats/finger-minutiae/write-record.js';
import type { PrintTemplate } from '../../../../src/formats/finger-minutiae/template.js';
import { recordOf } from '../../../../src/adapters/prum/fingerprint/domain/print-record.js';
import { PrintProbe, PrintSearchMode } from '../../../../src/gen/ostiary/prum/v1/fingerprint.js';

/** A print of as many minutiae, in rows. */
export const printOf = (position: number, minutiae: number, changes: Partial<PrintTemplate> = {}): PrintTemplate => ({
  position,
  impression: 1,
  quality: 80,
  image: { width: 500, height: 500, xPerCm: 197, yPerCm: 197 },
  minutiae: Array.from({ length: minutiae }, (_, n) => ({
    kind: 'ending',
    x: 20 + 30 * (n % 15),
    y: 20 + 30 * Math.floor(n / 15),
    angle: 0,
    quality: 80,
  })),
  ...changes,
});

/** A probe of fingers, or of a trace. */
export const recordProbe = (mode: PrintSearchMode, prints: readonly PrintTemplate[]): PrintProbe =>
  PrintProbe.fromPartial({ mode, fingerMinutiaeRecord: writeFingerRecord(recordOf(prints)) });
