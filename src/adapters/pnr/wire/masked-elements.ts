import type { MaskedElement } from '../../../gen/ostiary/pnr/v1/record.js';
import { MASKED_LETTERS, type MaskedLetter } from '../domain/kept-record.js';

const ELEMENTS: Readonly<Record<MaskedLetter, string>> = {
  a: 'names, names of other passengers, and number of travellers on the PNR travelling together',
  b: 'address and contact information',
  c: 'all forms of payment information, including billing address, that could identify anybody',
  d: 'frequent flyer information',
  e: 'general remarks that could identify anybody',
  f: 'API data that have been collected',
};

/** All that is masked in a masked record. */
export const maskedElements = (): MaskedElement[] =>
  MASKED_LETTERS.map((letter) => ({
    letter,
    element: ELEMENTS[letter],
    article: `Directive (EU) 2016/681 Art. 12(2)(${letter})`,
  }));
