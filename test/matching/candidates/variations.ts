/** Ways in which names come to be written otherwise, for tests of what is found in spite of them. */
import { nameForm } from '../../../src/matching/names/name-form.js';
import { GIVEN_NAMES } from '../../../src/matching/names/tables/given-names.js';
import type { Random } from '../../../src/world/random.js';

/** Names in the two fields of a travel document. */
export interface WrittenName {
  readonly surname: string;
  readonly forename: string;
}

type Variation = (name: WrittenName, random: Random) => WrittenName;

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ') as [string, ...string[]];

function misspell(text: string, random: Random): string {
  const letters = Array.from(text);
  const at = random.below(letters.length);
  switch (random.below(4)) {
    case 0:
      letters.splice(at, 0, random.pick(LETTERS));
      break;
    case 1:
      letters.splice(at, 1);
      break;
    case 2:
      letters.splice(at, 1, random.pick(LETTERS));
      break;
    default: {
      const other = random.chance(0.7) ? Math.min(at + 1, letters.length - 1) : random.below(letters.length);
      [letters[at], letters[other]] = [letters[other] ?? '', letters[at] ?? ''];
    }
  }
  return letters.join('');
}

const anyVariant = (text: string, random: Random): string => {
  const { variants } = nameForm(text);
  return variants[random.below(variants.length)] ?? text;
};

/** For a given name of the table, all others on its line: its forms in other languages, short and pet forms. */
const KIN: ReadonlyMap<string, readonly string[]> = new Map(
  GIVEN_NAMES.trim()
    .toUpperCase()
    .split('\n')
    .map((line) => line.split(/[ |]+/).filter((word) => word !== ''))
    .map((words) => [words[0] ?? '', words.slice(1)]),
);

function inAnotherForm(forename: string, random: Random): string {
  const [first = '', ...others] = forename.toUpperCase().split(' ');
  const kin = KIN.get(nameForm(first).canonical) ?? [];
  return [kin[random.below(Math.max(kin.length, 1))] ?? first, ...others].join(' ');
}

const VARIATIONS: Readonly<Record<string, Variation>> = {
  asWritten: (name) => name,
  misspeltSurname: ({ surname, forename }, random) => ({ surname: misspell(surname, random), forename }),
  misspeltForename: ({ surname, forename }, random) => ({ surname, forename: misspell(forename, random) }),
  transliterated: ({ surname, forename }, random) => ({
    surname: anyVariant(surname, random),
    forename: anyVariant(forename, random),
  }),
  transliteratedAndMisspelt: ({ surname, forename }, random) => ({
    surname: misspell(anyVariant(surname, random), random),
    forename: anyVariant(forename, random),
  }),
  inverted: ({ surname, forename }) => ({ surname: forename, forename: surname }),
  regrouped: ({ surname, forename }) => ({ surname: `${forename} ${surname}`, forename: '' }),
  reordered: ({ surname, forename }) => ({
    surname: surname.split(/[ -]/).reverse().join(' '),
    forename: forename.split(/[ -]/).reverse().join(' '),
  }),
  cutOff: ({ surname, forename }, random) => ({
    surname: surname.slice(0, Math.max(3, surname.length - 1 - random.below(5))),
    forename,
  }),
  surnameOnly: ({ surname }, random) => ({
    surname: random.chance(0.5) ? misspell(surname, random) : surname,
    forename: '',
  }),
  inAnotherForm: ({ surname, forename }, random) => ({ surname, forename: inAnotherForm(forename, random) }),
  forenameLeftOut: ({ surname, forename }) => ({ surname, forename: forename.split(' ')[0] ?? '' }),
};

/** Names of the variations. */
export const VARIATION_NAMES = Object.keys(VARIATIONS);

/** The name in that variation; undefined if nothing is left of the surname. */
export function vary(variation: string, name: WrittenName, random: Random): WrittenName | undefined {
  const varied = VARIATIONS[variation]?.(name, random);
  return varied === undefined || nameForm(varied.surname).canonical === '' ? undefined : varied;
}
