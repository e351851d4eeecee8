import { BestList } from './best-list.js';
import { agreement, AGREEMENT, birthDay, type BirthDay } from './birth-day.js';
import { Entries } from './entries.js';
import { Gathering } from './gathering.js';
import { GroupedPostings, MAX_GROUPS, type VisibleGroups } from './grouped-postings.js';

import { withRoomFor } from './growable.js';
import { isLookedFor } from './name-words.js';
import { planQuery, type NameWords, type QueryPart } from './query-plan.js';
import { Vocabulary } from './vocabulary.js';

/** A name under which somebody is to be found. */
export interface IndexedName {
  readonly words: NameWords;
  /** YYYY-MM-DD, YYYY-MM or YYYY; undefined if not known. */
  readonly dateOfBirth: string | undefined;
  /** From 0 to 65,535: whoever may not see the group does not find the name, nor notice that it is there. */
  readonly group: number;
  /** The owner's own number for it, an unsigned integer of 32 bits. Of names that rank equal the lower comes first. */
  readonly owner: number;
}

/** A question to the index. */
export interface NameQuestion {
  readonly words: NameWords;
  readonly dateOfBirth: string | undefined;
  readonly visible: VisibleGroups;
  /** Candidates at most. */
  readonly limit: number;
}

/** A name that may correspond, to be compared. */
export interface NameCandidate {
  readonly entry: number;
  readonly owner: number;
  readonly birthDay: BirthDay;
  /** About 1 for the name asked for, with the date of birth asked for; less for what has less in common. */
  readonly rank: number;
}

/** Candidates, best first. */
export interface NameCandidates {
  readonly candidates: readonly NameCandidate[];
  /** A name was left out although it ranked as high as one that may correspond. */
  readonly truncated: boolean;
}

/** Of a candidate that ranks lower nothing is said: so little of the name asked for is in it. */
const PLAUSIBLE = 0.4;
/** Parts of a name that more than this share of all bear are looked for among those who bear another part. */
const COMMON_SHARE = 0.02;
/** A list of so many is read in no time, whatever its share. */
const COMMON_LEAST = 2_000;
/** What a letter that begins one of the names adds if just that letter was asked for. */
const INITIAL = 0.1;
/** What each word of a name beyond those asked for takes away, up to so many. */
const SURPLUS_WORD = 0.01;
const MAX_SURPLUS = 5;
/** What all of this adds or takes away at most. */
const MOST_ADDED = INITIAL + AGREEMENT.equal;
const MOST_TAKEN = SURPLUS_WORD * MAX_SURPLUS - AGREEMENT.different;

/**
 * Names of persons, found by what they have in common with the one asked for. Entries may come and go between any two
 * questions. Nothing in an answer depends on entries of groups that the question may not see.
 */
export class NameIndex {
  readonly #vocabulary = new Vocabulary();
  readonly #postings = new GroupedPostings();
  readonly #entries = new Entries();
  /** Entries of each group. */
  #sizes = new Uint32Array(256);
  readonly #gathering = new Gathering();

  /** Adds a name; the number it returns stays the entry's until it is removed. */
  add({ words, dateOfBirth, group, owner }: IndexedName): number {
    if (group < 0 || group >= MAX_GROUPS) throw new RangeError('A group is a number from 0 to 65,535');
    const entry = this.#entries.add({
      owner,
      birthDay: birthDay(dateOfBirth),
      initials: initialsOf(words),
      words: words.length,
      group,
    });
    for (const token of tokensOf(words)) this.#postings.add(this.#vocabulary.acquire(token), group, entry);
    this.#sizes = withRoomFor(this.#sizes, group + 1);
    this.#sizes[group] = (this.#sizes[group] ?? 0) + 1;
    return entry;
  }

  /** Removes an entry, which must be given the words it was added with. */
  remove(entry: number, words: NameWords): void {
    const group = this.#entries.groupOf(entry);
    for (const token of tokensOf(words)) {
      const id = this.#vocabulary.idOf(token);
      if (id === undefined) continue;
      this.#postings.remove(id, group, entry);
      this.#vocabulary.release(id);
    }
    this.#sizes[group] = (this.#sizes[group] ?? 0) - 1;
    this.#entries.remove(entry);
  }

  /** Names that may correspond to the one asked for. */
  find({ words, dateOfBirth, visible, limit }: NameQuestion): NameCandidates {
    const population = this.#population(visible);
    const asked = words.filter(isLookedFor);
    const parts = planQuery(asked, { vocabulary: this.#vocabulary, postings: this.#postings, visible, population });
    this.#gather(parts, visible, Math.max(COMMON_LEAST, COMMON_SHARE * population));
    const initials = initialsOf(words.filter(([spelling = '']) => spelling.length === 1));
    const best = this.#rankAll({ initials, words: words.length, day: birthDay(dateOfBirth) }, limit);
    return {
      candidates: best.take().map(({ value: entry, rank }) => ({
        entry,
        owner: this.#entries.ownerOf(entry),
        birthDay: this.#entries.birthDayOf(entry),
        rank,
      })),
      truncated: best.bestDropped >= PLAUSIBLE,
    };
  }

  birthDayOf(entry: number): BirthDay {
    return this.#entries.birthDayOf(entry);
  }

  /** Names held. */
  get size(): number {
    return this.#entries.size;
  }

  /** Bytes of memory that the index takes. */
  get bytes(): number {
    return this.#vocabulary.bytes + this.#postings.bytes + this.#entries.bytes + this.#gathering.bytes;
  }

  #population(visible: VisibleGroups): number {
    return this.#sizes.reduce((sum, size, group) => sum + (visible[group] ? size : 0), 0);
  }

  /** Collects the entries that have any of the parts; common parts find nobody on their own unless all are common. */
  #gather(parts: readonly QueryPart[], visible: VisibleGroups, common: number): void {
    const gathering = this.#gathering;
    gathering.begin(this.#entries.limit);
    parts.forEach(({ tokens, weight, names, instead }, at) => {
      const finds = gathering.size === 0 || names <= common;
      for (const { id, likeness } of tokens) {
        const gain = { bit: 1 << at, instead, weight: weight * likeness, finds };
        this.#postings.visit(id, visible, (entries, start, end) => gathering.add(entries, start, end, gain));
      }
    });
  }

  #rankAll(asked: Asked, limit: number): BestList {
    const best = new BestList(limit);
    const gathering = this.#gathering;
    const least = gathering.weightOfBest(limit) - MOST_TAKEN - MOST_ADDED;
    for (let place = 0; place < gathering.size; place++) {
      const weight = Math.min(1, gathering.weightAt(place));
      if (weight < least) {
        best.drop(weight + MOST_ADDED);
        continue;
      }
      const entry = gathering.entryAt(place);
      best.offer(weight + this.#adjustment(entry, asked), this.#entries.ownerOf(entry), entry);
    }
    return best;
  }

  /** What date of birth, initials and further names add to the rank, or take from it. */
  #adjustment(entry: number, { initials, words, day }: Asked): number {
    const surplus = Math.min(MAX_SURPLUS, Math.max(0, this.#entries.wordsOf(entry) - words)) * SURPLUS_WORD;
    const initial = (this.#entries.initialsOf(entry) & initials) === 0 ? 0 : INITIAL;
    return initial - surplus + agreement(day, this.#entries.birthDayOf(entry));
  }
}

/** What a question asks for besides the parts of the name. */
interface Asked {
  readonly initials: number;
  readonly words: number;
  readonly day: BirthDay;
}

/** Every spelling of every word, each once. */
const tokensOf = (words: NameWords): ReadonlySet<string> => new Set(words.flat());

function initialsOf(words: NameWords): number {
  let mask = 0;
  for (const spellings of words) for (const spelling of spellings) mask |= initialOf(spelling);
  return mask >>> 0;
}

const A = 65;
const initialOf = (token: string): number => {
  const letter = token.charCodeAt(0) - A;
  return letter >= 0 && letter < 26 ? 1 << letter : 0;
};
