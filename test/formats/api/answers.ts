import type { BoardingResponse } from '../../../src/formats/api/boarding-response.js';
import { type CusresDiagnostic, CusresReader } from '../../../src/formats/api/cusres/cusres-reader.js';
import { USUAL_CODES, type VerdictCodes } from '../../../src/formats/api/verdict-codes.js';

/** Everything that is told of these bytes. */
export function readAnswer(text: string | Uint8Array, codes: VerdictCodes = USUAL_CODES) {
  const responses: BoardingResponse[] = [];
  const diagnostics: CusresDiagnostic[] = [];
  const reader = new CusresReader(
    { response: (response) => responses.push(response), diagnostic: (odd) => diagnostics.push(odd) },
    codes,
  );
  reader.write(typeof text === 'string' ? Buffer.from(text) : text);
  reader.end();
  return { responses, diagnostics, faults: diagnostics.map(({ fault }) => fault) };
}

/** An answer about two passengers of a flight from Vienna, as authorities write it. */
export const ANSWER = [
  'BGM+962',
  'RFF+TN:TX7',
  'RFF+AF:ZZ123',
  'DTM+189:2611260930:201',
  'DTM+232:2611261105:201',
  'LOC+125+VIE',
  'LOC+87+XAA',
  'ERP+2',
  'RFF+AVF:AB12CD',
  'RFF+ABO:U1',
  'ERC+0Z',
  'FTX+AAP+++OK TO BOARD',
  'ERP+2',
  'RFF+AVF:AB12CD',
  'RFF+ABO:U2',
  'ERC+1Z',
  'FTX+AAP+++NO BOARD?: CALL 0043155501',
];

/** An interchange of one answer. */
export function answer(segments: readonly string[], type = 'CUSRES:D:05B:UN:IATA'): string {
  const all = [`UNH+1+${type}+ZZ123/261126/0930+01:F`, ...segments];
  const groups = ['UNG+CUSRES+XAAPIU+ZZ+261126:0801+1+UN+D:05B', ...all, `UNT+${all.length + 1}+1`, 'UNE+1+1'];
  return ['UNB+UNOA:4+XAAPIU+ZZ+261126:0801+78++IAPI', ...groups, 'UNZ+1+78', ''].join("'");
}
