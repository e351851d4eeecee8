import { confusionKey } from '../../../matching/identifiers/confusable.js';
import { plateForm } from '../../../matching/identifiers/plate.js';
import type { AlertObject, IdentifierKind } from '../domain/object-category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS } from '../domain/object-identifier.js';
import { blocksAround, blocksOf, isRange, stemOf } from '../domain/number-range.js';
import type { ObjectSearch } from '../domain/search.js';

/** Keys that propose objects; whether one corresponds is decided on the record. */
export interface ObjectProbes {
  /** Whole keys. */
  readonly keys: readonly string[];
  /** Beginnings of keys. */
  readonly beginnings: readonly string[];
  /** Beginnings of keys that are read from the end, behind the letter of their kind. */
  readonly ends: readonly string[];
}

/** Every key under which an object is found. */
export function objectKeysOf(object: AlertObject): readonly string[] {
  const keys = IDENTIFIER_KINDS.flatMap((kind) => {
    const text = object[kind];
    if (text === undefined) return [];
    const { canonical, rangeEnd } = IDENTIFIERS[kind];
    const [first, last] = [canonical(text), canonical((rangeEnd && object[rangeEnd]) ?? text)];
    return last !== first && isRange(first, last)
      ? blocksOf(first, last).map((block) => key(kind, confusionKey(block)))
      : spellings(kind, text).map((spelling) => key(kind, spelling));
  });
  return [...new Set(keys)];
}

/** Keys of the identifiers asked for; an object found by any of them is compared with all. */
export function objectProbes({ identifiers, mode }: Pick<ObjectSearch, 'identifiers' | 'mode'>): ObjectProbes {
  const keys: string[] = [];
  const beginnings: string[] = [];
  const ends: string[] = [];
  for (const { kind, text, to } of identifiers) {
    const { canonical, minPart, rangeEnd } = IDENTIFIERS[kind];
    if (to !== undefined) {
      for (const block of blocksOf(canonical(text), canonical(to))) {
        beginnings.push(key(kind, confusionKey(stemOf(block))));
        for (const around of blocksAround(block)) keys.push(key(kind, confusionKey(around)));
      }
      continue;
    }
    for (const spelling of spellings(kind, text)) {
      const found = rangeEnd === undefined ? [spelling] : blocksAround(spelling);
      for (const block of found) keys.push(key(kind, block));
      if (mode === 'exact' || Array.from(spelling).length < minPart) continue;
      beginnings.push(key(kind, spelling));
      ends.push(key(kind, Array.from(spelling).reverse().join('')));
    }
  }
  return { keys: [...new Set(keys)], beginnings: [...new Set(beginnings)], ends: [...new Set(ends)] };
}

const key = (kind: IdentifierKind, spelling: string): string => IDENTIFIERS[kind].code + spelling;

/** An identifier with one character for all that are easily confused; a plate also as keyboards without marks have it. */
function spellings(kind: IdentifierKind, text: string): readonly string[] {
  const written = kind === 'plate' ? plateForm(text).variants : [IDENTIFIERS[kind].canonical(text)];
  return [...new Set(written.filter((spelling) => spelling !== '').map(confusionKey))];
}
