/**
 * Numbers that may have been misread or mistyped for another: which ones come into question, and why. A suggestion is no
 * result of a search; docs/adr/0039 says what it may tell.
 */
import { confusionKey } from '../../../../matching/identifiers/confusable.js';
import { comparePlates, MAX_PLATE_LENGTH, plateForm } from '../../../../matching/identifiers/plate.js';
import { compareVins, VIN_LENGTH, vinForm } from '../../../../matching/identifiers/vin.js';
import { MAX_SUGGESTIONS } from './question.js';

/** Which number is asked about, by what it is compared by. */
export interface AskedNumber {
  readonly kind: 'registration_number' | 'vin';
  readonly key: string;
}

/** Why a number may be meant: marks left out or spelt, confusable characters, one other character, two exchanged. */
export type Likeness = 'spelling' | 'confusable' | 'one_character' | 'exchanged';

/** A registration as far as suggestions go. */
export interface NumberCandidate {
  readonly reference: string;
  /** As the register has it. */
  readonly number: string;
}

/** A number that may be meant. */
export interface Suggestion extends NumberCandidate {
  readonly likeness: Likeness;
}

/** Where a register looks: under keys that are equal, and under confusion keys. Few thousand of them. */
export interface Neighbourhood {
  readonly keys: readonly string[];
  readonly confusionKeys: readonly string[];
}

const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÄÖÜ');
const VIN_ALPHABET = Array.from('ABCDEFGHJKLMNPRSTUVWXYZ0123456789');

/** Where numbers like this one can lie. */
export function neighbourhoodOf({ kind, key }: AskedNumber): Neighbourhood {
  const characters = Array.from(key);
  const keys = new Set<string>();
  if (kind === 'vin') {
    for (const [at, own] of characters.entries()) {
      for (const other of VIN_ALPHABET) {
        if (confusionKey(other) === confusionKey(own)) keys.add(characters.with(at, other).join(''));
      }
      const next = characters[at + 1];
      if (next !== undefined)
        keys.add(
          characters
            .with(at, next)
            .with(at + 1, own)
            .join(''),
        );
    }
    keys.delete(key);
    return { keys: [...keys], confusionKeys: [] };
  }
  for (let at = 0; at <= characters.length; at++) {
    if (at < characters.length) keys.add(characters.toSpliced(at, 1).join(''));
    for (const other of ALPHABET) {
      if (at < characters.length) keys.add(characters.with(at, other).join(''));
      if (characters.length < MAX_PLATE_LENGTH) keys.add(characters.toSpliced(at, 0, other).join(''));
    }
  }
  for (const variant of [...plateForm(key).variants, ...withUmlauts(key)]) keys.add(variant);
  keys.delete(key);
  keys.delete('');
  return { keys: [...keys], confusionKeys: [plateForm(key).confusionKey] };
}

const UMLAUTS: Readonly<Record<string, string>> = { AE: 'Ä', OE: 'Ö', UE: 'Ü' };

/** Every way to read AE, OE and UE, each as two letters or as one: at most 2⁸ of a number as long as may be. */
function withUmlauts(key: string): readonly string[] {
  return key
    .split(/(AE|OE|UE)/u)
    .reduce<readonly string[]>(
      (soFar, piece) =>
        [piece, UMLAUTS[piece]].flatMap((way) => (way === undefined ? [] : soFar.map((before) => before + way))),
      [''],
    );
}

/**
 * The candidates that are really like the number, likest first, then by number: as many as may be suggested, and whether
 * there are more. Each number once.
 */
export function suggestFrom(
  asked: AskedNumber,
  candidates: readonly NumberCandidate[],
): { readonly suggestions: readonly Suggestion[]; readonly truncated: boolean } {
  const byNumber = new Map<string, Suggestion & { readonly rank: number }>();
  for (const candidate of candidates) {
    const found = likenessOf(asked, candidate.number);
    if (found === undefined || byNumber.has(candidate.number)) continue;
    byNumber.set(candidate.number, { ...candidate, ...found });
  }
  const ordered = [...byNumber.values()].sort((a, b) => a.rank - b.rank || (a.number < b.number ? -1 : 1));
  return {
    suggestions: ordered
      .slice(0, MAX_SUGGESTIONS)
      .map(({ reference, number, likeness }) => ({ reference, number, likeness })),
    truncated: ordered.length > MAX_SUGGESTIONS,
  };
}

const LIKENESS = { variant: 'spelling', confusable: 'confusable', one_edit: 'one_character' } as const;
const RANKS: Readonly<Record<Likeness, number>> = { spelling: 1, confusable: 2, exchanged: 3, one_character: 4 };

function likenessOf(
  { kind, key }: AskedNumber,
  number: string,
): { readonly likeness: Likeness; readonly rank: number } | undefined {
  if (kind === 'vin') {
    const found = key.length === VIN_LENGTH ? compareVins(vinForm(key), vinForm(number)) : undefined;
    if (found?.how !== 'confusable' && found?.how !== 'transposed') return undefined;
    const likeness = found.how === 'confusable' ? 'confusable' : 'exchanged';
    // A right check digit in place of a wrong one speaks for it more than anything else does.
    return { likeness, rank: found.checkFavoursRecord ? 0 : RANKS[likeness] };
  }
  const found = comparePlates(plateForm(key), plateForm(number));
  if (found === undefined || found === 'equal') return undefined;
  return { likeness: LIKENESS[found], rank: RANKS[LIKENESS[found]] };
}
