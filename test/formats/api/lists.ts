import type { ApiDiagnostic, ApiFault } from '../../../src/formats/api/diagnostic.js';
import type { ApiPerson, PassengerList } from '../../../src/formats/api/passenger-list.js';
import { PaxlstReader } from '../../../src/formats/api/paxlst/paxlst-reader.js';

/** Everything that is told of these pieces. */
export function read(...pieces: readonly (string | Uint8Array)[]) {
  const lists: PassengerList[] = [];
  const people: ApiPerson[] = [];
  const diagnostics: ApiDiagnostic[] = [];
  const reader = new PaxlstReader(
    {
      list: (list) => lists.push(list),
      person: (person) => people.push(person),
      diagnostic: (diagnostic) => diagnostics.push(diagnostic),
    },
    '2026-11-26',
  );
  for (const piece of pieces) reader.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  reader.end();
  const faults: ApiFault[] = diagnostics.map(({ fault }) => fault);
  return { lists, people, diagnostics, faults };
}

/** A flight from Vienna to nowhere, and who reports it. */
export const HEADER = [
  'BGM+745+CP',
  'RFF+TN:TX7:::3',
  'NAD+MS+++DESK ONE',
  'COM+0043155501:TE+API@EXAMPLE.COM:EM',
  'TDT+20+ZZ123+++ZZ',
  'LOC+125+VIE',
  'DTM+189:2611260930:201',
  'LOC+87+XAA',
  'DTM+232:2611261105:201',
];
/** Somebody on it. */
export const ANNA = [
  'NAD+FL+++PROBE:ANNA:MARIA+RING 1+WIEN++1010+AUT',
  'ATT+2++F',
  'DTM+329:640712',
  'MEA+CT++:2',
  'MEA+WT++KGM:46',
  'GEI+4+173',
  'FTX+BAG+++ZZ0001:2',
  'LOC+22+XAA',
  'LOC+174+AUT',
  'LOC+178+VIE',
  'LOC+179+XAA',
  'LOC+180+:::GRAZ AUT',
  'NAT+2+AUT',
  'RFF+AVF:AB12CD',
  'RFF+ABO:U1',
  'RFF+SEA:11C',
  'RFF+CR:77',
  'DOC+P:110:111+P1234567',
  'DTM+36:300101',
  'LOC+91+AUT',
];

/** An interchange of one list. */
export function message(segments: readonly string[], { type = 'PAXLST:D:12B:UN:IATA', part = '' } = {}): string {
  const all = [`UNH+1+${type}+ZZ123/261126/0930${part}`, ...segments];
  return ['UNB+UNOA:4+ZZ+XAAPIU+261126:0800+77++APIS', ...all, `UNT+${all.length + 1}+1`, 'UNZ+1+77', ''].join("'");
}
