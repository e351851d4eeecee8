/**
 * Puts transmissions of several parts together (S010 of UNH: C first, F last). Each part is an interchange of its own; they
 * come in any order, and some twice. Pure: the caller keeps what must survive, stores each part when it comes, and says what
 * time it is.
 */
import { createHash } from 'node:crypto';

/** A part of a transmission, or all of it. */
export interface Part<Head, Item> {
  /** The same for all parts of a transmission, and for no other one. */
  readonly key: string;
  readonly part: { readonly number: number; readonly last: boolean };
  /** What each part repeats. */
  readonly head: Head;
  readonly items: readonly Item[];
}

/** A transmission, put together. */
export interface Transmission<Head, Item> {
  readonly key: string;
  /** Of its first part that came. */
  readonly head: Head;
  /** Of all parts, in their order. */
  readonly items: readonly Item[];
  /** False for one that was waited for too long: it is used as it is. */
  readonly complete: boolean;
  /** Numbers of parts that did not come before the last one that did. */
  readonly missing: readonly number[];
  /** True if the part marked last is among those that came. */
  readonly ended: boolean;
}

/** What became of a part. */
export type Taken<Head, Item> =
  | { readonly state: 'complete'; readonly transmission: Transmission<Head, Item> }
  /** More parts must come. */
  | { readonly state: 'incomplete'; readonly missing: readonly number[]; readonly ended: boolean }
  /** It came before, in a transmission that is open or was handed out. */
  | { readonly state: 'repeated' }
  /** Its transmission was waited for too long and handed out without it. */
  | { readonly state: 'late' }
  /** A part of this number came before and said something else: the first one stays. */
  | { readonly state: 'conflicting' }
  /** It lies behind the part marked last, or marks as last one that others lie behind. */
  | { readonly state: 'out-of-range' }
  /** The transmission would have more parts or items than any may have. */
  | { readonly state: 'too-large' };

/** How much is held, and how long. */
export interface TransmissionLimits {
  /** Transmissions that are open at a time. */
  readonly open: number;
  /** Parts and items of one. */
  readonly parts: number;
  readonly items: number;
  /** Milliseconds from the first part on after which a transmission is used as it is. */
  readonly waitMs: number;
  /** Transmissions handed out that are remembered, so that a part that comes again opens none. */
  readonly remembered: number;
}

/** Five minutes, as receivers of such messages wait. */
export const TRANSMISSION_LIMITS: TransmissionLimits = {
  open: 256,
  parts: 1_000,
  items: 100_000,
  waitMs: 300_000,
  remembered: 10_000,
};

interface Open<Head, Item> {
  readonly since: number;
  readonly parts: Map<number, Part<Head, Item>>;
  readonly digests: Map<number, string>;
  /** Number of the part marked last, if it came. */
  last: number | undefined;
  items: number;
}

/** What is remembered of a transmission that was handed out. */
interface Past {
  readonly digests: ReadonlyMap<number, string>;
  readonly ended: boolean;
}

/** See above. */
export class Transmissions<Head, Item> {
  readonly #limits: TransmissionLimits;
  /** In the order in which they began. */
  readonly #open = new Map<string, Open<Head, Item>>();
  readonly #past = new Map<string, Past>();

  constructor(limits: TransmissionLimits = TRANSMISSION_LIMITS) {
    this.#limits = limits;
  }

  /** Transmissions that wait for parts. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes a part that came at `now` (milliseconds). */
  take(part: Part<Head, Item>, now: number): Taken<Head, Item> {
    const { key, items } = part;
    const { number, last } = part.part;
    const digest = digestOf(part);
    const known = this.#open.get(key);
    const past = known === undefined ? this.#past.get(key) : undefined;
    if (past?.digests.get(number) === digest) return { state: 'repeated' };
    if (past !== undefined && isAwaited(number, past)) return { state: 'late' };
    // Something else under the number of a part that was handed out: the sender uses a reference again.
    const open: Open<Head, Item> = known ?? {
      since: now,
      parts: new Map(),
      digests: new Map(),
      last: undefined,
      items: 0,
    };
    const before = open.digests.get(number);
    if (before !== undefined) return { state: before === digest ? 'repeated' : 'conflicting' };
    if (number < 1 || number > (open.last ?? number) || (last && Math.max(number, ...open.parts.keys()) > number))
      return { state: 'out-of-range' };
    if (number > this.#limits.parts || open.items + items.length > this.#limits.items) return { state: 'too-large' };
    open.parts.set(number, part);
    open.digests.set(number, digest);
    open.items += items.length;
    if (last) open.last = number;
    if (open.parts.size === open.last) return { state: 'complete', transmission: this.#handOut(key, open) };
    this.#open.set(key, open);
    return { state: 'incomplete', missing: missingOf(open), ended: open.last !== undefined };
  }

  /**
   * Transmissions that have waited too long at `now`, and the oldest ones if more are open than may be: handed out as they
   * are. To be asked after each part and from time to time.
   */
  due(now: number): Transmission<Head, Item>[] {
    const due: Transmission<Head, Item>[] = [];
    for (const [key, open] of this.#open) {
      if (this.#open.size <= this.#limits.open && now - open.since < this.#limits.waitMs) break;
      due.push(this.#handOut(key, open));
    }
    return due;
  }

  #handOut(key: string, open: Open<Head, Item>): Transmission<Head, Item> {
    this.#open.delete(key);
    this.#past.delete(key);
    this.#past.set(key, { digests: open.digests, ended: open.last !== undefined });
    for (const oldest of this.#past.keys()) {
      if (this.#past.size <= this.#limits.remembered) break;
      this.#past.delete(oldest);
    }
    const parts = [...open.parts.values()].sort((a, b) => a.part.number - b.part.number);
    const [first] = parts;
    if (first === undefined) throw new Error('a transmission without parts was open');
    return {
      key,
      head: first.head,
      items: parts.flatMap(({ items }) => items),
      complete: parts.length === open.last,
      missing: missingOf(open),
      ended: open.last !== undefined,
    };
  }
}

function missingOf<Head, Item>({ parts }: Open<Head, Item>): number[] {
  const highest = Math.max(...parts.keys());
  return Array.from({ length: highest }, (_, at) => at + 1).filter((number) => !parts.has(number));
}

/** True for the number of a part that was still to come when the transmission was handed out. */
const isAwaited = (number: number, { digests, ended }: Past): boolean =>
  !digests.has(number) && (!ended || number < Math.max(...digests.keys()));

/** Models hold nothing but what JSON can say. The head is left out: what is sent again is prepared again. */
const digestOf = <Head, Item>({ part, items }: Part<Head, Item>): string =>
  createHash('sha256')
    .update(JSON.stringify([part, items]))
    .digest('base64');
