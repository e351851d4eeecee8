/** Whose name a document bears: booking systems leave out signs and blanks of a name that documents have. */
import type { Traveller } from './pnr.js';
import { firstNameKey, nameKey } from './texts/names.js';

/** Finds the only traveller whom a name can mean; undefined if there is none, or a doubt. */
export type NamedAlike = (surname: string, givenNames: string) => Traveller | undefined;

/**
 * Who has the surname alone; among namesakes who has these given names alone, else the first of them alone. An empty surname is
 * nobody's. Each question takes the same time, however many travellers there are.
 */
export function travellersByName(travellers: readonly Traveller[]): NamedAlike {
  /** Undefined where there are several. */
  const index = new Map<string, Traveller | undefined>();
  for (const one of travellers)
    for (const key of keysOf(one.surname, one.givenNames)) index.set(key, index.has(key) ? undefined : one);
  return (surname, givenNames) => {
    for (const key of keysOf(surname, givenNames)) {
      const only = index.get(key);
      if (only !== undefined) return only;
    }
    return undefined;
  };
}

/** Keys of a name, those that fewer may share the later; slashes are in no key of a name. */
function keysOf(surname: string, givenNames: string): readonly string[] {
  const [family, given] = [nameKey(surname), nameKey(givenNames)];
  if (family === '') return [];
  return given === '' ? [family] : [family, `${family}/${given}`, `${family}//${firstNameKey(givenNames)}`];
}
