/** Lists of names from @faker-js/faker (MIT). Its data are part of the world, so its version is pinned. */
import type { Faker } from '@faker-js/faker';

/** Names as people write them: no digits, no abbreviations, no qualifiers in brackets. */
const NAME = /^\p{L}[\p{L}\p{M}'’ -]{0,39}$/u;

const cleaned = (names: readonly unknown[] | null | undefined): readonly string[] =>
  (names ?? [])
    .filter((name) => typeof name === 'string')
    .map((name) => name.normalize('NFC').replaceAll('’', "'"))
    .filter((name) => NAME.test(name));

/** Forenames that a language gives to one gender. */
export const forenames = ({ rawDefinitions }: Faker, gender: 'female' | 'male'): readonly string[] =>
  cleaned(rawDefinitions.person?.first_name?.[gender]);

/** Surnames: those that men bear where women bear others. */
export function surnames({ rawDefinitions }: Faker): readonly string[] {
  const { generic, male } = rawDefinitions.person?.last_name ?? {};
  return [...cleaned(generic), ...cleaned(male)];
}

/** Surnames that only women bear. */
export const femaleSurnames = ({ rawDefinitions }: Faker): readonly string[] =>
  cleaned(rawDefinitions.person?.last_name?.female);

/** Towns. Of a locale without a list of its own the library answers with American ones: don't ask. */
export const towns = ({ rawDefinitions }: Faker): readonly string[] => cleaned(rawDefinitions.location?.city_name);
