import anyAscii from 'any-ascii';
import { canonicalName } from '../../matching/names/name-form.js';

/** Names to choose from. */
export type Names = readonly [string, ...string[]];

/**
 * How a family shares names. `shared`: spouses as a rule bear one surname, and so do the children. `double`: two
 * surnames, kept on marriage; a child takes the first of either parent. `own`: kept on marriage; children take their
 * father's.
 */
export type Custom = 'shared' | 'double' | 'own';

/** How people of one language are named. Forenames and surnames are common ones, combined at random. */
export interface Culture {
  /** Usual nationalities, ISO 3166-1 alpha-2. */
  readonly nationalities: Names;
  /** How often its people are met in the synthetic world. */
  readonly weight: number;
  readonly female: Names;
  readonly male: Names;
  /** As men bear them. */
  readonly surnames: Names;
  readonly birthplaces: Names;
  readonly custom: Custom;
  /** Form of a surname that women bear; the same as men's if absent. */
  readonly feminine?: (surname: string) => string;
  /** Patronymic of a daughter or son of a man with that forename; absent where nobody has one. */
  readonly patronymic?: (father: string, gender: 'female' | 'male') => string;
  /** One name as the machine-readable zone of a travel document has it. */
  readonly latin: (name: string) => string;
  /** The same name as another office, or an older scheme, writes it in Latin letters; may equal the other. */
  readonly respelt: (name: string) => string;
}

/** What a culture is told by; the rest follows. */
export type CultureFacts = Pick<Culture, 'weight' | 'female' | 'male' | 'surnames' | 'birthplaces'> &
  Partial<Culture> &
  ({ readonly nationality: string } | { readonly nationalities: Names });

/** A culture that shares surnames and whose Latin spelling is that of ICAO Doc 9303-3, unless the facts say otherwise. */
export function culture(facts: CultureFacts): Culture {
  const nationalities: Names = 'nationality' in facts ? [facts.nationality] : facts.nationalities;
  const { latin = canonicalName, respelt = withoutMarks } = facts;
  return { custom: 'shared', ...facts, nationalities, latin: remembered(latin), respelt: remembered(respelt) };
}

/** Drops marks where ICAO doubles letters: MULLER for Müller. Other scripts by the table of any-ascii. */
const withoutMarks = (name: string): string => anyAscii(name).toUpperCase().replace(/['’`]/g, '').replace(/-/g, ' ');

/** The names of a culture are few, and its people many. */
function remembered(spell: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let spelt = known.get(name);
    if (spelt === undefined) known.set(name, (spelt = spell(name)));
    return spelt;
  };
}

/** Names of a list that is written as one text. */
export function words(text: string): Names {
  return namesOf(text.trim().split(/\s+/));
}

/** Every name of the lists once. */
export function namesOf(...lists: readonly (readonly string[])[]): Names {
  const [first, ...others] = new Set(lists.flat().filter((name) => name !== ''));
  if (first === undefined) throw new RangeError('A list of names is empty');
  return [first, ...others];
}
