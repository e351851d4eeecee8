import { prepareName } from '../names/prepare-name.js';
import type { PreparedName } from '../names/name-token.js';
import { scoreNames } from '../names/score-names.js';
import { agreement, AGREEMENT, birthDay } from './birth-day.js';
import type { VisibleGroups } from './grouped-postings.js';
import { NameIndex } from './name-index.js';
import { nameWords } from './name-words.js';
import { TextStore } from './text-store.js';

/** A name of somebody, in the two fields of a travel document. */
export interface SearchableName {
  readonly given: string;
  readonly family: string;
  /** YYYY-MM-DD, 00 for what is not known of it; undefined if nothing is. */
  readonly dateOfBirth: string | undefined;
  /** From 0 to 65,535; see NameIndex. */
  readonly group: number;
  /** Whose name it is: an unsigned integer of 32 bits. Somebody may have several names. */
  readonly owner: number;
}

/** Who is sought. */
export interface NameQuery {
  readonly name: PreparedName;
  /** YYYY-MM-DD, YYYY-MM or YYYY; undefined if not known. */
  readonly dateOfBirth: string | undefined;
  readonly visible: VisibleGroups;
  /** From 0 to 1: names that score less are left out. */
  readonly leastScore: number;
  /** Owners in the answer at most. */
  readonly limit: number;
}

/** Somebody whose name corresponds. */
export interface FoundName {
  readonly owner: number;
  /** The name of theirs that corresponds best. */
  readonly entry: number;
  /** From 0 to 1: of the names, less what a different date of birth takes from it. */
  readonly score: number;
}

/** Names that correspond, best first; of equals, those whose date of birth is nearer, then the lower owner. */
export interface FoundNames {
  readonly found: readonly FoundName[];
  /** There are more than the answer may hold, or some may correspond that were not compared. */
  readonly truncated: boolean;
}

/** Candidates that are compared for one question. */
export const MAX_COMPARED = 300;

/** Between the fields, in the store: no name holds it. */
const SEPARATOR = '\0';

/**
 * Names of persons in memory, searched by likeness: candidates from the index, compared by the score of the names engine.
 * Names may come and go between any two questions. Nothing in an answer depends on names of groups that the question may
 * not see.
 */
export class NameSearch {
  readonly #index = new NameIndex();
  readonly #texts = new TextStore();

  /** Adds a name; the number it returns stays the entry's until it is removed. */
  add({ given, family, dateOfBirth, group, owner }: SearchableName): number {
    const fields = [given, family].map((text) => text.replaceAll(SEPARATOR, ' '));
    const words = nameWords(prepareFields(fields));
    const entry = this.#index.add({ words, dateOfBirth, group, owner });
    this.#texts.set(entry, fields.join(SEPARATOR));
    return entry;
  }

  remove(entry: number): void {
    this.#index.remove(entry, nameWords(this.#prepare(entry)));
    this.#texts.delete(entry);
  }

  search({ name, dateOfBirth, visible, leastScore, limit }: NameQuery): FoundNames {
    const words = nameWords(name);
    const { candidates, truncated } = this.#index.find({ words, dateOfBirth, visible, limit: MAX_COMPARED });
    const day = birthDay(dateOfBirth);
    const best = new Map<number, FoundName & { readonly nearness: number }>();
    for (const { entry, owner, birthDay } of candidates) {
      const nearness = agreement(day, birthDay);
      const score = Math.max(0, scoreNames(name, this.#prepare(entry)) + Math.min(0, nearness - AGREEMENT.unknown));
      if (score < leastScore) continue;
      const known = best.get(owner);
      const found = { owner, entry, score, nearness };
      if (known === undefined || compare(found, known) < 0) best.set(owner, found);
    }
    const found = [...best.values()].sort(compare);
    return {
      found: found.slice(0, limit).map(({ owner, entry, score }) => ({ owner, entry, score })),
      truncated: truncated || found.length > limit,
    };
  }

  /** Names held. */
  get size(): number {
    return this.#index.size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return this.#index.bytes + this.#texts.bytes;
  }

  #prepare(entry: number): PreparedName {
    return prepareFields(this.#texts.get(entry).split(SEPARATOR));
  }
}

const prepareFields = ([given = '', family = '']: readonly string[]): PreparedName => prepareName({ given, family });

interface Ranked {
  readonly owner: number;
  readonly score: number;
  readonly nearness: number;
}

const compare = (a: Ranked, b: Ranked): number => b.score - a.score || b.nearness - a.nearness || a.owner - b.owner;
