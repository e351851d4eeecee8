import type { Statement } from '../../../src/formats/cross-check/statement.js';

/** The specimen of Doc 9303, as a booking would have it. */
export const ANNA: Statement = {
  source: 'booking',
  surname: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  truncated: false,
  birth: '1974-08-12',
  sex: 'F',
  nationality: 'UTO',
  documentType: 'P',
  documentNumber: 'L898902C3',
  issuer: 'UTO',
  expiry: '2032-04-15',
};
