import { setImmediate as breathe } from 'node:timers/promises';
import type { PrintTemplate } from '../../../formats/finger-minutiae/template.js';
import { isPalm } from '../../../formats/nist/prum/search-modes.js';
import { enrol, enrolPalm } from '../../../matching/minutiae/enrol.js';
import type { EnrolledPrint } from '../../../matching/minutiae/search/gallery.js';

/** Prints as the matcher takes them. */
export interface Enrolled {
  readonly enrolled: readonly EnrolledPrint[];
  /** Of each, the place of its print. */
  readonly parts: readonly number[];
}

/**
 * Prints as they are compared: a palm in parts. Each takes some milliseconds, after which others have their turn. Rejects with
 * a MinutiaeFault for what no image can have.
 */
export async function enrolAll(prints: readonly PrintTemplate[]): Promise<Enrolled> {
  const enrolled: EnrolledPrint[] = [];
  const parts: number[] = [];
  for (const [of, print] of prints.entries()) {
    for (const template of isPalm(print.position) ? enrolPalm(print) : [enrol(print)]) {
      enrolled.push({ position: print.position, template });
      parts.push(of);
    }
    await breathe();
  }
  return { enrolled, parts };
}
