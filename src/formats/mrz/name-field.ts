/** The name field: primary identifier, two fillers, secondary identifier; components divided by one filler (Doc 9303-3, 4.6). */
import { canonicalName } from '../../matching/names/name-form.js';

/** A name as the zone has it: A to Z alone. */
export interface MrzName {
  /** Components of the primary identifier, mostly the surname. */
  readonly primary: readonly string[];
  /** Components of the secondary identifier, mostly the forenames; none if the holder has but one name. */
  readonly secondary: readonly string[];
  /** The field ends in a letter, so there may be more of it: each component is to be taken as a beginning. */
  readonly truncated: boolean;
}

/** Reads a field. Fillers in excess are passed over; `orderly` tells whether there were none. */
export function readName(field: string): MrzName & { readonly orderly: boolean } {
  const text = field.replace(/<+$/, '');
  const [primary = '', ...rest] = text.split('<<');
  const components = (part: string): string[] => part.split('<').filter((component) => component !== '');
  return {
    primary: components(primary),
    secondary: rest.flatMap(components),
    truncated: text !== '' && text.length === field.length,
    orderly: rest.length <= 1 && /^[A-Z]+(<[A-Z]+)*(<<[A-Z]+(<[A-Z]+)*)?$/.test(text),
  };
}

/**
 * Components of a name as printed, in any script: transliterated as Doc 9303-3 recommends, apostrophes left out, hyphens,
 * commas and spaces dividing. Digits have no place in the zone.
 */
export const nameComponents = (name: string): readonly string[] =>
  canonicalName(name)
    .replace(/[^A-Z ]/g, '')
    .split(' ')
    .filter((component) => component !== '');

/**
 * Writes a field of this width. How to shorten a name is the issuer's choice: here the later components of the primary
 * identifier give way to their first letters until the secondary one can begin, and then as many letters of the later
 * components of the secondary identifier as must. A name that did not fit ends in a letter, as the standard demands.
 */
export function writeName(primary: readonly string[], secondary: readonly string[], width: number): string {
  if (primary.length === 0) throw new RangeError('A name has a primary identifier');
  const whole = join(primary, secondary);
  if (whole.length <= width) return whole.padEnd(width, '<');
  if (secondary.length === 0) return shorten(primary, width);
  const surname = makeRoom(primary, width - SEPARATOR.length - 1);
  const fits = (shortened: string): string =>
    shortened + SEPARATOR + shorten(secondary, width - shortened.length - SEPARATOR.length);
  // Where that leaves room, or no choice of letters fills it, the surname has more letters, or fewer.
  const widest = width - SEPARATOR.length - 1;
  const lengths = Array.from({ length: widest }, (_, n) => widest - n);
  const tries = [surname, ...lengths.map((most) => shorten(primary, most))].map(fits);
  return tries.find((field) => field.length === width) ?? shorten(primary, width);
}

const SEPARATOR = '<<';

const join = (primary: readonly string[], secondary: readonly string[]): string =>
  primary.join('<') + (secondary.length === 0 ? '' : SEPARATOR + secondary.join('<'));

/** Takes components down to their first letters, the last first, until they fit; the first one then as far as it must. */
function makeRoom(components: readonly string[], most: number): string {
  // Of more than this even first letters would not fit.
  const kept = components.slice(0, most);
  for (let last = kept.length - 1; last > 0 && kept.join('<').length > most; last--) {
    kept[last] = (kept[last] ?? '').charAt(0);
  }
  return kept.join('<').slice(0, most).replace(/<+$/, '');
}

/**
 * Takes letters from components, the last first, as few as must go; components that have no room at all are left out.
 * What comes out ends in a letter.
 */
function shorten(components: readonly string[], most: number): string {
  const kept = components.slice(0, Math.max(1, Math.floor((most + 1) / 2)));
  for (let last = kept.length - 1; last >= 0; last--) {
    const excess = kept.join('<').length - most;
    if (excess <= 0) break;
    const component = kept[last] ?? '';
    kept[last] = component.slice(0, Math.max(1, component.length - excess));
  }
  return kept.join('<');
}
