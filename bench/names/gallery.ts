/** The gallery to search in: the persons of the shipped file, and as many more as it takes, made from their names. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { canonicalName } from '../../src/matching/names/name-form.js';
import { createRandom, type Random } from '../../src/world/random.js';

/** A person to be found. */
export interface GalleryPerson {
  /** Of the file's persons, their id; synthetic ones have none. */
  readonly id: string | undefined;
  readonly givenNames: string;
  readonly familyName: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
}

/** A row of queries.csv. */
export interface GalleryQuery {
  readonly query: string;
  /** YYYY-MM-DD or YYYY, or empty. */
  readonly dateOfBirth: string;
  /** Id of the person meant; empty for somebody who is not in the gallery. */
  readonly truth: string;
  readonly kind: string;
  readonly dateKind: string;
}

/** One in so many synthetic persons bears a family name made of two halves: real populations have a long tail of rare names. */
const COINED = 10;
const MIN_COINABLE = 4;

const rowsOf = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true });

export const readQueries = (file: string): GalleryQuery[] =>
  rowsOf(file).map((row) => ({
    query: row.query ?? '',
    dateOfBirth: row.date_of_birth ?? '',
    truth: row.truth ?? '',
    kind: row.kind ?? '',
    dateKind: row.dob_kind ?? '',
  }));

export const readGallery = (file: string): GalleryPerson[] =>
  rowsOf(file).map((row) => ({
    id: row.id,
    givenNames: [row.first_name, row.middle_name].filter((name) => name !== '').join(' '),
    familyName: row.last_name ?? '',
    dateOfBirth: row.date_of_birth ?? '',
  }));

/**
 * Synthetic persons: the given names of one person and the family name of another who writes in the same script, born on
 * a random day of a third one's year. Nobody gets the name of a person of the file, or of somebody asked for in vain, in
 * whatever order or case and with whatever accents: what is true of the file stays true.
 */
export function* synthesise(
  gallery: readonly GalleryPerson[],
  queries: readonly GalleryQuery[],
  count: number,
  seed = 5,
): Generator<GalleryPerson> {
  const random = createRandom(seed, 'names-gallery');
  const scripts = new Map<string, GalleryPerson[]>();
  for (const person of gallery) {
    const script = scriptOf(person);
    const kin = scripts.get(script);
    if (kin === undefined) scripts.set(script, [person]);
    else kin.push(person);
  }
  const taken = new Set([
    ...gallery.map(({ givenNames, familyName }) => signature(`${givenNames} ${familyName}`)),
    ...queries.filter(({ truth }) => truth === '').map(({ query }) => signature(query)),
  ]);
  for (let made = 0; made < count;) {
    const one = pick(random, gallery);
    const kin = scripts.get(scriptOf(one)) ?? gallery;
    const familyName = makeFamilyName(random, kin);
    if (taken.has(signature(`${one.givenNames} ${familyName}`))) continue;
    made++;
    const year = pick(random, gallery).dateOfBirth.slice(0, 4);
    const dateOfBirth = `${year}-${digits(1 + random.below(12))}-${digits(1 + random.below(28))}`;
    yield { id: undefined, givenNames: one.givenNames, familyName, dateOfBirth };
  }
}

function makeFamilyName(random: Random, kin: readonly GalleryPerson[]): string {
  const name = pick(random, kin).familyName;
  if (random.below(COINED) > 0) return name;
  const other = pick(random, kin).familyName;
  if (name.length < MIN_COINABLE || other.length < MIN_COINABLE) return name;
  return name.slice(0, Math.ceil(name.length / 2)) + other.slice(Math.floor(other.length / 2)).toLowerCase();
}

const digits = (value: number): string => String(value).padStart(2, '0');
const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!;
const signature = (name: string): string => canonicalName(name).split(' ').sort().join(' ');

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Hangul', 'Han'].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const,
);
const scriptOf = ({ familyName, givenNames }: GalleryPerson): string =>
  SCRIPTS.find(([, letters]) => letters.test(familyName + givenNames))?.[0] ?? 'other';
