import { MAX_PLATE_LENGTH, plateForm } from './plate.js';

/** Runs of unknown length that a pattern may have. */
export const MAX_ANY_RUNS = 2;

/** Characters that a pattern must name, lest it ask for half a register. */
export const MIN_LITERALS = 3;

/** Part of a plate as a witness remembers it. */
export interface PlatePattern {
  /**
   * Upper-case letters and digits, ? for exactly one character, * for any number of characters, none included. Where
   * both meet, ? stands first and * once.
   */
  readonly canonical: string;
  /** Every plate that matches begins with it; may be empty. For an index. */
  readonly prefix: string;
  /** Every plate that matches ends with it; may be empty. For an index over reversed plates. */
  readonly suffix: string;
}

/** Why a text is no pattern, as a rule that it breaks. */
export type PatternFault = 'too_long' | 'too_many_runs' | 'too_few_characters';

/** True if the text asks for more than one plate. */
export const isPlatePattern = (text: string): boolean => /[?*？＊]/u.test(text);

/** Reads a pattern; every rule that it breaks, if it breaks any. Separators do not count, as in a whole plate. */
export function parsePlatePattern(
  text: string,
): { readonly pattern: PlatePattern } | { readonly faults: readonly PatternFault[] } {
  if (text.length > 4 * MAX_PLATE_LENGTH) return { faults: ['too_long'] };
  const canonical = text
    .normalize('NFKC')
    .split(/([?*])/u)
    .map((piece) => (piece === '?' || piece === '*' ? piece : plateForm(piece).canonical))
    .join('')
    .replace(/[?*]+/gu, (run) => run.replaceAll('*', '') + (run.includes('*') ? '*' : ''));
  const characters = Array.from(canonical);
  const runs = characters.filter((character) => character === '*').length;
  const literals = characters.filter((character) => character !== '*' && character !== '?').length;
  const faults: PatternFault[] = [
    ...(characters.length - runs > MAX_PLATE_LENGTH ? (['too_long'] as const) : []),
    ...(runs > MAX_ANY_RUNS ? (['too_many_runs'] as const) : []),
    ...(literals < MIN_LITERALS ? (['too_few_characters'] as const) : []),
  ];
  if (faults.length > 0) return { faults };
  return {
    pattern: {
      canonical,
      prefix: /^[^?*]*/u.exec(canonical)?.[0] ?? '',
      suffix: /[^?*]*$/u.exec(canonical)?.[0] ?? '',
    },
  };
}

/** True if the whole of a canonical plate is as the pattern says. At most (plate x pattern) steps. */
export function matchesPlatePattern({ canonical }: PlatePattern, plate: string): boolean {
  const pattern = Array.from(canonical);
  const characters = Array.from(plate);
  let at = 0;
  let read = 0;
  let star = -1;
  let afterStar = 0;
  while (read < characters.length) {
    if (pattern[at] === '*') {
      star = at++;
      afterStar = read;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === characters[read])) {
      at++;
      read++;
    } else if (star >= 0) {
      at = star + 1;
      read = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
