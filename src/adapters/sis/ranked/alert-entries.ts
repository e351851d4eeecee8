import { withRoomFor } from '../../../matching/candidates/growable.js';
import { HashTable } from '../../../matching/candidates/hash-table.js';

/** What a name in the index belongs to. */
export interface AlertEntry {
  /** Above 0. */
  readonly alertNo: number;
  readonly version: number;
  /** Day from which the alert does not answer, in days since 1970-01-01. */
  readonly expiresOn: number;
  readonly group: number;
  /** Place among the identities of the alert. */
  readonly identity: number;
}

/** Numbers of one entry, side by side. */
const STRIDE = 4;
/** An alert has fewer identities, and there are as many groups at most. */
const IDENTITIES = 65_536;

/** The entries of the index by the number of their alert, in typed arrays: twenty-odd bytes each. */
export class AlertEntries {
  /** Alert (0 where there is no entry), version, term, group and identity. */
  #data = new Uint32Array(1024);
  #table = new HashTable(1024);
  #limit = 0;
  #size = 0;

  add(entry: number, { alertNo, version, expiresOn, group, identity }: AlertEntry): void {
    if (identity >= IDENTITIES) throw new RangeError('an alert has too many identities');
    this.#data = withRoomFor(this.#data, (entry + 1) * STRIDE);
    this.#data.set([alertNo, version, expiresOn, group * IDENTITIES + identity], entry * STRIDE);
    this.#limit = Math.max(this.#limit, entry + 1);
    this.#size += 1;
    if (this.#table.isFull) this.#rebuild();
    else this.#table.add(hashOf(alertNo), entry);
  }

  remove(entry: number): void {
    this.#table.remove(hashOf(this.#alertOf(entry)), entry);
    this.#data[entry * STRIDE] = 0;
    this.#size -= 1;
  }

  read(entry: number): AlertEntry {
    const [alertNo = 0, version = 0, expiresOn = 0, place = 0] = this.#data.subarray(entry * STRIDE);
    return { alertNo, version, expiresOn, group: Math.floor(place / IDENTITIES), identity: place % IDENTITIES };
  }

  /** Entries of an alert, in the order of its identities. */
  of(alertNo: number): readonly number[] {
    const met: number[] = [];
    this.#table.collect(hashOf(alertNo), met, 0);
    return met
      .filter((entry) => this.#alertOf(entry) === alertNo)
      .sort((a, b) => this.read(a).identity - this.read(b).identity);
  }

  /** Alerts that do not answer on this day any more. */
  expiredOn(day: number): ReadonlySet<number> {
    const expired = new Set<number>();
    for (let entry = 0; entry < this.#limit; entry++) {
      const alertNo = this.#alertOf(entry);
      if (alertNo > 0 && (this.#data[entry * STRIDE + 2] ?? 0) <= day) expired.add(alertNo);
    }
    return expired;
  }

  get bytes(): number {
    return this.#data.byteLength + this.#table.bytes;
  }

  #alertOf(entry: number): number {
    return this.#data[entry * STRIDE] ?? 0;
  }

  #rebuild(): void {
    this.#table = new HashTable(2 * this.#size);
    for (let entry = 0; entry < this.#limit; entry++) {
      const alertNo = this.#alertOf(entry);
      if (alertNo > 0) this.#table.add(hashOf(alertNo), entry);
    }
  }
}

/** Spreads numbers that follow each other: the final mixing of MurmurHash3. */
function hashOf(number: number): number {
  let hash = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
