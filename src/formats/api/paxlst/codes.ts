/** Codes of PAXLST and what they mean: the reader looks them up one way, the writer the other. */
import type { ApiPerson, ListKind } from '../passenger-list.js';

/** BGM, document name (1001). */
export const LIST_KINDS: ReadonlyMap<string, ListKind> = new Map([
  ['745', 'passengers'],
  ['250', 'crew'],
  ['266', 'flight-status'],
  ['336', 'master-crew'],
  ['655', 'gate-pass'],
]);

/** NAD, party function (3035). */
export const PERSON_KINDS: ReadonlyMap<string, ApiPerson['kind']> = new Map([
  ['FL', 'passenger'],
  ['FM', 'crew'],
  ['DDU', 'passenger-in-transit'],
  ['DDT', 'crew-in-transit'],
]);

/** LOC in the group of a person, location function (3227). */
export const PLACES: ReadonlyMap<string, keyof ApiPerson['places']> = new Map([
  ['22', 'clearance'],
  ['174', 'residence'],
  ['178', 'embarkation'],
  ['179', 'disembarkation'],
  ['180', 'birth'],
]);

/** MEA, measurement unit (6411). */
export const UNITS: ReadonlyMap<string, string> = new Map([
  ['KGM', 'kg'],
  ['LBR', 'lb'],
]);

/** CNT, control total type (6069): what a list of this kind counts. */
export const countCodeOf = (kind: ListKind): string => (kind === 'crew' || kind === 'master-crew' ? '41' : '42');

/** The code that means this; undefined if none does. */
export function codeFor<Meaning>(codes: ReadonlyMap<string, Meaning>, meaning: Meaning): string | undefined {
  for (const [code, meant] of codes) if (meant === meaning) return code;
  return undefined;
}
