/**
 * States as carriers write them: by the three letters of travel documents (Doc 9303-3, section 5), by the two letters of
 * ISO 3166-1, or by a code that means the same.
 */
import { isRenamedCountry } from '../../matching/identity/renamed-places.js';
import { COUNTRIES } from './countries.js';

/** Kosovo and organisations, which ISO 3166-1 lacks, and what documents of the Union call them. */
const OTHERS = [
  ['XK', 'RKS'],
  ['EU', 'EUE'],
  ['UN', 'UNO'],
] as const;

const BY_TWO_LETTERS: ReadonlyMap<string, string> = new Map([...COUNTRIES, ...OTHERS]);

/** Codes that mean the same as another one: Germany in documents and in ISO 3166-1; Kosovo in its own and others' use. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['D', 'DEU'],
  ['XXK', 'RKS'],
  ['XKX', 'RKS'],
  ['UNA', 'UNO'],
]);

/** Classes of British nationals, whom carriers often call GBR (Doc 9303-3, section 5). */
const BRITISH = new Set(['GBR', 'GBD', 'GBN', 'GBO', 'GBP', 'GBS']);

/** How two codes are of one state. */
export type StateRule = 'two_letters' | 'same_state' | 'renamed' | 'british_class';

/** Three letters for the two of ISO 3166-1; undefined for anything else. */
export const threeLettersOf = (code: string): string | undefined => BY_TWO_LETTERS.get(code);

/** equal; or by which rule two codes, in capital letters, are of one state; undefined for different ones. Symmetric. */
export function compareStates(a: string, b: string): 'equal' | StateRule | undefined {
  if (a === b) return 'equal';
  const [one, other] = [threeLettersOf(a) ?? a, threeLettersOf(b) ?? b];
  if ((SAME.get(one) ?? one) === (SAME.get(other) ?? other))
    return one.length === a.length && other.length === b.length ? 'same_state' : 'two_letters';
  if (isRenamedCountry(one, other)) return 'renamed';
  return BRITISH.has(one) && BRITISH.has(other) ? 'british_class' : undefined;
}
