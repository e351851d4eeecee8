/**
 * An index of police records in memory, searched by the rule of correspondence.ts. With a date of birth only the rows of
 * that date are looked at; without, each different name is compared once, and the rows look their names up.
 */
import { contradicts, LEAST_COMPARED, LEAST_LIKENESS } from './correspondence.js';
import { type Likeness, NO_NAME, PseudonymColumn } from './pseudonym-column.js';
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

/** Collects entries, of which there may be millions, without keeping an object for each pseudonym. */
export class RecordIndexBuilder {
  readonly #records: IndexedRecord[] = [];
  readonly #columns = { firstNames: new PseudonymColumn(), familyNames: new PseudonymColumn() };
  readonly #rows: Row[] = [];

  add({ reference, person }: IndexEntry): void {
    const { nationalities, countryOfBirth, gender } = person;
    this.#records.push({ reference, nationalities, countryOfBirth, gender });
    for (const { firstNames, familyNames } of person.names) {
      this.#rows.push({
        record: this.#records.length - 1,
        date: dateNumber(person.dateOfBirth),
        firstNames: this.#columns.firstNames.numberOf(firstNames),
        familyNames: this.#columns.familyNames.numberOf(familyNames),
      });
    }
  }

  build(): RecordIndex {
    return new RecordIndex(this.#records, this.#columns, this.#rows);
  }
}

/** One name of a record. */
interface Row {
  readonly record: number;
  readonly date: number;
  readonly firstNames: number;
  readonly familyNames: number;
}

interface Columns {
  readonly firstNames: PseudonymColumn;
  readonly familyNames: PseudonymColumn;
}

/** An index. */
export class RecordIndex {
  readonly #records: readonly IndexedRecord[];
  readonly #columns: Columns;
  // One value for each row; rows are in the order of their dates.
  readonly #recordOf: Uint32Array;
  readonly #dates: Uint32Array;
  readonly #firstNames: Uint32Array;
  readonly #familyNames: Uint32Array;

  constructor(records: readonly IndexedRecord[], columns: Columns, rows: readonly Row[]) {
    const sorted = rows.toSorted((a, b) => a.date - b.date);
    this.#records = records;
    this.#columns = columns;
    this.#recordOf = Uint32Array.from(sorted, ({ record }) => record);
    this.#dates = Uint32Array.from(sorted, ({ date }) => date);
    this.#firstNames = Uint32Array.from(sorted, ({ firstNames }) => firstNames);
    this.#familyNames = Uint32Array.from(sorted, ({ familyNames }) => familyNames);
  }

  /** Records in it. */
  get size(): number {
    return this.#records.length;
  }

  /** Searches it; lists the best `maxMatches`. */
  search(asked: PseudonymisedPerson, maxMatches: number): IndexAnswer {
    const best = new Map<number, number>();
    const note = (row: number, likeness: number): void => {
      const record = this.#recordOf[row] ?? 0;
      if (likeness > (best.get(record) ?? 0)) best.set(record, likeness);
    };
    for (const name of asked.names) {
      if (asked.dateOfBirth === undefined) this.#searchAll(name, note);
      else this.#searchDates(name, datesThatAgree(asked.dateOfBirth), note);
    }
    const matches: IndexMatch[] = [];
    for (const [number, likeness] of best) {
      const record = this.#records[number];
      if (record !== undefined && !contradicts(asked, record)) matches.push({ reference: record.reference, likeness });
    }
    matches.sort((a, b) => b.likeness - a.likeness || (a.reference < b.reference ? -1 : 1));
    return { matchCount: matches.length, matches: matches.slice(0, maxMatches) };
  }

  /** Without a date both names must be compared, on both sides. */
  #searchAll({ firstNames, familyNames }: PseudonymisedName, note: Note): void {
    if (firstNames === undefined || familyNames === undefined) return;
    // The other name cannot make up for less.
    const least = 2 * LEAST_LIKENESS - 1;
    const first = this.#columns.firstNames.probe(firstNames).ofAll(least);
    const family = this.#columns.familyNames.probe(familyNames).ofAll(least);
    for (let row = 0; row < this.#recordOf.length; row++) {
      const likeness = ((first[this.#firstNames[row] ?? 0] ?? 0) + (family[this.#familyNames[row] ?? 0] ?? 0)) / 2;
      if (likeness >= LEAST_LIKENESS) note(row, likeness);
    }
  }

  #searchDates({ firstNames, familyNames }: PseudonymisedName, dates: readonly DateRange[], note: Note): void {
    const first = firstNames && this.#columns.firstNames.probe(firstNames);
    const family = familyNames && this.#columns.familyNames.probe(familyNames);
    for (const [from, to] of dates) {
      for (let row = this.#firstNotBefore(from); row < this.#dates.length; row++) {
        const date = this.#dates[row] ?? 0;
        if (date > to) break;
        const likeness = meanOf(
          likenessOf(first, this.#firstNames[row] ?? 0),
          likenessOf(family, this.#familyNames[row] ?? 0),
          date === NO_DATE ? 0 : 1,
        );
        if (likeness >= LEAST_LIKENESS) note(row, likeness);
      }
    }
  }

  /** The first row with this date or a later one. */
  #firstNotBefore(date: number): number {
    let [low, high] = [0, this.#dates.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#dates[middle] ?? 0) < date) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type Note = (row: number, likeness: number) => void;

const likenessOf = (probe: Likeness | undefined, number: number): number | undefined =>
  number === NO_NAME ? undefined : probe?.likenessTo(number);

/** Mean of the names compared; 0 when too little was. */
function meanOf(first: number | undefined, family: number | undefined, dates: number): number {
  const compared = (first === undefined ? 0 : 1) + (family === undefined ? 0 : 1);
  return compared === 0 || compared + dates < LEAST_COMPARED ? 0 : ((first ?? 0) + (family ?? 0)) / compared;
}

/** First and last. */
type DateRange = readonly [number, number];

const NO_DATE = 0;

/** YYYY-MM-DD as a number; unknown parts are 0. */
const dateNumber = (date: string | undefined): number =>
  date === undefined ? NO_DATE : Number(date.replaceAll('-', ''));

/** Ranges, first and last, of the dates on record that agree with a date as far as both are known, and no date. */
function datesThatAgree(asked: string): readonly DateRange[] {
  const date = dateNumber(asked);
  const [year, month] = [Math.floor(date / 1e4) * 1e4, Math.floor(date / 1e2) * 1e2];
  const unknown = [NO_DATE, NO_DATE] as const;
  if (date === year) return [unknown, [year, year + 9_999]];
  if (date === month) return [unknown, [year, year], [month, month + 99]];
  return [unknown, [year, year], [month, month], [date, date]];
}
