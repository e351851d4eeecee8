import {
  explainIdentities,
  scoreIdentities,
  type ComparableGender,
  type IdentityExplanation,
  type ScoredIdentity,
} from '../identity/score-identities.js';
import { MAX_NAME_LENGTH } from '../names/clean-text.js';
import type { PreparedName } from '../names/name-token.js';
import { prepareName } from '../names/prepare-name.js';
import { printBirthDay } from './birth-day.js';
import type { VisibleGroups } from './grouped-postings.js';
import { NameIndex } from './name-index.js';
import { nameWords } from './name-words.js';
import { TextStore } from './text-store.js';

/** A name of somebody, in the two fields of a travel document, with what else is compared. */
export interface SearchableName {
  readonly given: string;
  readonly family: string;
  /** YYYY-MM-DD, 00 for what is not known of it; undefined if nothing is. */
  readonly dateOfBirth: string | undefined;
  readonly gender: ComparableGender;
  /** Country codes; empty if none is known. */
  readonly nationalities: readonly string[];
  /** From 0 to 65,535: whoever may not see the group does not find the name, nor notice that it is there. */
  readonly group: number;
  /** Whose name it is: an unsigned integer of 32 bits. Somebody may have several names. */
  readonly owner: number;
}

/** Who is sought. */
export interface AskedIdentity extends Omit<ScoredIdentity, 'names'> {
  readonly name: PreparedName;
}

/** Who is sought, where, and what is to be found. */
export interface NameQuery extends AskedIdentity {
  readonly visible: VisibleGroups;
  /** From 0 to 1: what a name must score to correspond. */
  readonly leastScore: number;
  /** Owners at most in each part of the answer. */
  readonly limit: number;
}

/** Somebody with a name like the one asked for. */
export interface FoundName {
  readonly owner: number;
  /** The name of theirs that is most like it. */
  readonly entry: number;
  /** From 0 to 1, by the names engine: the name, and how date of birth, gender and nationality agree. */
  readonly score: number;
}

/** Answer to a question. Nobody is in both parts. */
export interface FoundNames {
  /** Who corresponds, best score first; of equals, who has more in common with the question, then the lower owner. */
  readonly found: readonly FoundName[];
  /** Who scores less but has something in common, most first: for a person who looks further. */
  readonly further: readonly FoundName[];
  /** More correspond than the answer may hold, or some may correspond that were not compared. */
  readonly truncated: boolean;
}

/** Names that are compared for one question. */
export const MAX_COMPARED = 250;

/** Between fields, in the store: no name holds it. */
const SEPARATOR = '\0';
/** Characters of a field that are kept: as many as the engine looks at, and few enough for the store to keep all fields. */
const MAX_FIELD = 4 * MAX_NAME_LENGTH;
const HALF_PAIRS = /\p{Cs}+/gu;

/**
 * A field that the store gives back as it was: what is removed must have the very words that were added, or it would go on
 * to be found, in the place of whoever gets its number.
 */
const storable = (field: string): string =>
  field.slice(0, MAX_FIELD).replaceAll(SEPARATOR, ' ').replace(HALF_PAIRS, '');

/**
 * Names of persons in memory, searched by likeness: candidates from the index, compared by the score of the names engine.
 * Names may come and go between any two questions. Nothing in an answer depends on names of groups that the question may
 * not see.
 */
export class NameSearch {
  readonly #index = new NameIndex();
  readonly #texts = new TextStore();

  /** Adds a name; the number it returns stays the entry's until it is removed. */
  add({ given, family, gender, nationalities, dateOfBirth, group, owner }: SearchableName): number {
    const fields = [given, family, gender ?? '', nationalities.join(',')];
    const text = fields.map(storable).join(SEPARATOR);
    const words = nameWords(readName(text.split(SEPARATOR)));
    const entry = this.#index.add({ words, dateOfBirth, group, owner });
    this.#texts.set(entry, text);
    return entry;
  }

  remove(entry: number): void {
    this.#index.remove(entry, nameWords(readName(this.#fieldsOf(entry))));
    this.#texts.delete(entry);
  }

  search({ name, visible, leastScore, limit, ...facts }: NameQuery): FoundNames {
    const asked: ScoredIdentity = { ...facts, names: [name] };
    const { candidates, truncated } = this.#index.find({
      words: nameWords(name),
      dateOfBirth: facts.dateOfBirth,
      visible,
      limit: MAX_COMPARED,
    });
    const best = new Map<number, Compared>();
    for (const { entry, owner, birthDay, rank } of candidates) {
      const stored = this.#read(entry, printBirthDay(birthDay));
      const compared = { owner, entry, score: scoreIdentities(asked, stored), rank };
      const known = best.get(owner);
      if (known === undefined || byScore(compared, known) < 0) best.set(owner, compared);
    }
    const all = [...best.values()];
    const found = all.filter(({ score }) => score >= leastScore).sort(byScore);
    const further = all.filter(({ score }) => score < leastScore).sort(byRank);
    return {
      found: found.slice(0, limit).map(printed),
      further: further.slice(0, limit).map(printed),
      truncated: truncated || found.length > limit,
    };
  }

  /** Score of one entry with what led to it. */
  explain(entry: number, { name, ...facts }: AskedIdentity): IdentityExplanation {
    return explainIdentities(
      { ...facts, names: [name] },
      this.#read(entry, printBirthDay(this.#index.birthDayOf(entry))),
    );
  }

  /** Names held. */
  get size(): number {
    return this.#index.size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return this.#index.bytes + this.#texts.bytes;
  }

  #fieldsOf(entry: number): readonly string[] {
    return this.#texts.get(entry).split(SEPARATOR);
  }

  #read(entry: number, dateOfBirth: string | undefined): ScoredIdentity {
    const fields = this.#fieldsOf(entry);
    const [, , gender, nationalities = ''] = fields;
    return {
      names: [readName(fields)],
      dateOfBirth,
      gender: gender === 'female' || gender === 'male' ? gender : undefined,
      nationalities: nationalities === '' ? [] : nationalities.split(','),
    };
  }
}

interface Compared extends FoundName {
  readonly rank: number;
}

const readName = ([given = '', family = '']: readonly string[]): PreparedName => prepareName({ given, family });

const byScore = (a: Compared, b: Compared): number => b.score - a.score || byRank(a, b);
const byRank = (a: Compared, b: Compared): number => b.rank - a.rank || a.owner - b.owner;
const printed = ({ owner, entry, score }: Compared): FoundName => ({ owner, entry, score });
