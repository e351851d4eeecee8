/**
 * An index of police records in memory, searched by the rule of correspondence.ts. Pseudonyms lie in one array of 32-bit
 * words, so that a comparison is 32 times AND and a count of bits. With a date of birth only the rows of that date are
 * looked at; without, all, most of which their weights rule out at a glance.
 */
import { FILTER_BYTES, type NamePseudonym } from '../../../matching/pseudonyms/bloom-filter.js';
import { bitCount, weightOf } from '../../../matching/pseudonyms/likeness.js';
import { contradicts, LEAST_COMPARED, LEAST_LIKENESS } from './correspondence.js';
import type { IndexEntry, PseudonymisedName, PseudonymisedPerson } from './pseudonymised.js';

/** A record that corresponds. */
export interface IndexMatch {
  readonly reference: string;
  /** Mean likeness of the names compared, 0.8 to 1. */
  readonly likeness: number;
}

/** What a search finds. */
export interface IndexAnswer {
  /** Records that correspond, also those that are not listed. */
  readonly matchCount: number;
  /** The best; of equals, those with the lower reference. */
  readonly matches: readonly IndexMatch[];
}

/** What can narrow a search, and is looked at only where names correspond. */
type Narrowing = Pick<PseudonymisedPerson, 'nationalities' | 'countryOfBirth' | 'gender'>;

interface IndexedRecord extends Narrowing {
  readonly reference: string;
}

const WORDS = FILTER_BYTES / 4;
const FIRST_CAPACITY = 1024;

/** Collects entries, of which there may be millions, without an object for each pseudonym. */
export class RecordIndexBuilder {
  readonly #records: IndexedRecord[] = [];
  readonly #firstNames = new PseudonymColumn();
  readonly #familyNames = new PseudonymColumn();
  readonly #recordOf: number[] = [];
  readonly #dates: number[] = [];

  add({ reference, person }: IndexEntry): void {
    const { nationalities, countryOfBirth, gender } = person;
    this.#records.push({ reference, nationalities, countryOfBirth, gender });
    for (const { firstNames, familyNames } of person.names) {
      this.#firstNames.push(firstNames);
      this.#familyNames.push(familyNames);
      this.#recordOf.push(this.#records.length - 1);
      this.#dates.push(dateNumber(person.dateOfBirth));
    }
  }

  build(): RecordIndex {
    return new RecordIndex(
      this.#records,
      Uint32Array.from(this.#recordOf),
      Uint32Array.from(this.#dates),
      this.#firstNames,
      this.#familyNames,
    );
  }
}

/** An index. A row is one name of a record. */
export class RecordIndex {
  readonly #records: readonly IndexedRecord[];
  readonly #recordOf: Uint32Array;
  readonly #dates: Uint32Array;
  /** Rows, by date of birth. */
  readonly #byDate: Uint32Array;
  readonly #firstNames: PseudonymColumn;
  readonly #familyNames: PseudonymColumn;

  constructor(
    records: readonly IndexedRecord[],
    recordOf: Uint32Array,
    dates: Uint32Array,
    firstNames: PseudonymColumn,
    familyNames: PseudonymColumn,
  ) {
    this.#records = records;
    this.#recordOf = recordOf;
    this.#dates = dates;
    this.#byDate = Uint32Array.from(dates.keys()).sort((a, b) => (dates[a] ?? 0) - (dates[b] ?? 0));
    this.#firstNames = firstNames;
    this.#familyNames = familyNames;
  }

  /** Records in it. */
  get size(): number {
    return this.#records.length;
  }

  /** Searches it; lists the best `maxMatches`. */
  search(asked: PseudonymisedPerson, maxMatches: number): IndexAnswer {
    const best = new Map<number, number>();
    for (const name of asked.names) {
      const probe = new Probe(name, this.#firstNames, this.#familyNames);
      const look = (row: number, dates: number): void => {
        const likeness = probe.likenessTo(row, dates);
        if (likeness < LEAST_LIKENESS) return;
        const record = this.#recordOf[row] ?? 0;
        if (likeness > (best.get(record) ?? 0)) best.set(record, likeness);
      };
      if (asked.dateOfBirth === undefined) {
        for (let row = 0; row < this.#recordOf.length; row++) look(row, 0);
      } else {
        for (const [from, to] of datesThatAgree(asked.dateOfBirth)) {
          for (let at = this.#firstNotBefore(from); at < this.#byDate.length; at++) {
            const row = this.#byDate[at] ?? 0;
            const date = this.#dates[row] ?? 0;
            if (date > to) break;
            look(row, date === NO_DATE ? 0 : 1);
          }
        }
      }
    }
    const matches: IndexMatch[] = [];
    for (const [number, likeness] of best) {
      const record = this.#records[number];
      if (record !== undefined && !contradicts(asked, record)) matches.push({ reference: record.reference, likeness });
    }
    matches.sort((a, b) => b.likeness - a.likeness || (a.reference < b.reference ? -1 : 1));
    return { matchCount: matches.length, matches: matches.slice(0, maxMatches) };
  }

  /** Place in byDate of the first row with this date or a later one. */
  #firstNotBefore(date: number): number {
    let [low, high] = [0, this.#byDate.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#dates[this.#byDate[middle] ?? 0] ?? 0) < date) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One name asked about, to be compared with many rows. */
class Probe {
  readonly #firstNames: ColumnProbe | undefined;
  readonly #familyNames: ColumnProbe | undefined;

  constructor({ firstNames, familyNames }: PseudonymisedName, first: PseudonymColumn, family: PseudonymColumn) {
    this.#firstNames = firstNames && new ColumnProbe(firstNames, first);
    this.#familyNames = familyNames && new ColumnProbe(familyNames, family);
  }

  /** Mean likeness of the names compared; less than 0.8 stands for any such value. */
  likenessTo(row: number, dates: number): number {
    const first = this.#firstNames?.boundOf(row) ?? 0;
    const family = this.#familyNames?.boundOf(row) ?? 0;
    const compared = (first === 0 ? 0 : 1) + (family === 0 ? 0 : 1);
    const least = LEAST_LIKENESS * compared;
    if (compared === 0 || compared + dates < LEAST_COMPARED || first + family < least) return 0;
    const familyLikeness = family === 0 ? 0 : (this.#familyNames?.diceTo(row) ?? 0);
    if (first === 0) return familyLikeness;
    if (first + familyLikeness < least) return 0;
    return ((this.#firstNames?.diceTo(row) ?? 0) + familyLikeness) / compared;
  }
}

/** One pseudonym asked about. */
class ColumnProbe {
  readonly #words: Uint32Array;
  readonly #weight: number;
  readonly #column: PseudonymColumn;

  constructor(pseudonym: NamePseudonym, column: PseudonymColumn) {
    this.#words = wordsOf(pseudonym);
    this.#weight = weightOf(pseudonym);
    this.#column = column;
  }

  /** What the likeness cannot exceed, by the weights alone; 0 when the row has no such name. */
  boundOf(row: number): number {
    const weight = this.#column.weights[row] ?? 0;
    return (2 * Math.min(weight, this.#weight)) / (weight + this.#weight);
  }

  diceTo(row: number): number {
    const { words, weights } = this.#column;
    const asked = this.#words;
    const start = row * WORDS;
    let common = 0;
    for (let at = 0; at < WORDS; at++) common += bitCount(words[start + at]! & asked[at]!);
    return (2 * common) / ((weights[row] ?? 0) + this.#weight);
  }
}

/** One pseudonym for each row, or none; grows. */
class PseudonymColumn {
  words = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** Bits set; 0 for a row without. */
  weights = new Uint16Array(FIRST_CAPACITY);
  #rows = 0;

  push(pseudonym: NamePseudonym | undefined): void {
    if (this.#rows === this.weights.length) {
      this.words = grown(this.words, new Uint32Array(this.words.length * 2));
      this.weights = grown(this.weights, new Uint16Array(this.weights.length * 2));
    }
    if (pseudonym !== undefined) {
      this.words.set(wordsOf(pseudonym), this.#rows * WORDS);
      this.weights[this.#rows] = weightOf(pseudonym);
    }
    this.#rows += 1;
  }
}

function grown<Values extends Uint32Array | Uint16Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}

/** Which bit is where does not matter, as long as it is the same everywhere. */
const wordsOf = (pseudonym: NamePseudonym): Uint32Array => new Uint32Array(Uint8Array.from(pseudonym).buffer);

const NO_DATE = 0;

/** YYYY-MM-DD as a number; unknown parts are 0. */
const dateNumber = (date: string | undefined): number => (date === undefined ? NO_DATE : Number(date.replaceAll('-', '')));

/** Ranges, first and last, of the dates on record that agree with a date as far as both are known, and no date. */
function datesThatAgree(asked: string): readonly (readonly [number, number])[] {
  const date = dateNumber(asked);
  const [year, month] = [Math.floor(date / 1e4) * 1e4, Math.floor(date / 1e2) * 1e2];
  const unknown = [NO_DATE, NO_DATE] as const;
  if (date === year) return [unknown, [year, year + 9_999]];
  if (date === month) return [unknown, [year, year], [month, month + 99]];
  return [unknown, [year, year], [month, month], [date, date]];
}
