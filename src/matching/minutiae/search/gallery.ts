import { readBlock } from '../packed.js';
import { BlockStore, CHUNK, ENTRY_BYTES } from './memory.js';

/** A print as the gallery holds it, and as it is asked for. */
export interface EnrolledPrint {
  /**
   * Code of ANSI/NIST-ITL 1-2011 Table 8: 0 unknown, 1 right thumb to 10 left little finger, from 20 on palms. Several
   * prints of one position other than 0 are parts or impressions of the same: the most alike of them counts.
   */
  readonly position: number;
  /** Made by enrol or enrolPalm. */
  readonly template: Uint8Array;
}

/** Whose prints they are. */
export interface Person {
  readonly subject: string;
  /** From the moment it was asked for: no search under way names this person. */
  removed: boolean;
}

/** A print in the memory. */
export interface HeldPrint {
  readonly number: number;
  readonly position: number;
  /** Of its block, and how many bytes these are. */
  readonly address: number;
  readonly bytes: number;
  readonly holding: Holding;
}

/** All prints of a person between two changes. */
export interface Holding {
  readonly person: Person;
  readonly prints: HeldPrint[];
  /** Views opened from then on see it, and those opened from `to` on do not. */
  readonly from: number;
  to: number;
}

/** Entries to scan. */
export interface EntryChunk {
  readonly address: number;
  readonly count: number;
}

/** What a search sees: the gallery as it was when the search began, without what was removed since. */
export interface GalleryView {
  /** Number of the first entry of the n-th chunk is n times CHUNK. */
  readonly chunks: readonly EntryChunk[];
  /** Numbers that were ever given. */
  readonly length: number;
  /** The print of an entry, if this view sees it. */
  printAt(number: number): HeldPrint | undefined;
  /** Whether its person is still to be named. */
  sees(holding: Holding): boolean;
  /** Must be called, once: until then nothing that the view may read is written again. */
  close(): void;
}

/** Positions are bytes. */
const MOST_POSITION = 255;

/** Prints by person, in a memory that threads scan while persons are added, changed and removed. */
export class PrintGallery {
  readonly #store: BlockStore;
  readonly #holdings = new Map<string, Holding>();
  readonly #prints: (HeldPrint | undefined)[] = [];
  readonly #chunks: number[] = [];
  readonly #freeNumbers: number[] = [];
  /** Left by changes, oldest first; some view may still read them. */
  readonly #leaving: Holding[] = [];
  /** Their entries are cleared, but a thread may have read them before. */
  readonly #cleared: { readonly prints: readonly HeldPrint[]; readonly at: number }[] = [];
  /** Oldest first. */
  readonly #views = new Set<{ readonly at: number }>();
  /** Counts changes and views. */
  #clock = 0;
  #size = 0;

  /** Galleries of one store can be searched by the same threads, each apart from the others. */
  constructor(store = new BlockStore()) {
    this.#store = store;
  }

  get memory(): WebAssembly.Memory {
    return this.#store.memory;
  }

  /** Persons. */
  get persons(): number {
    return this.#holdings.size;
  }

  /** Prints of all of them. */
  get prints(): number {
    return this.#size;
  }

  has(subject: string): boolean {
    return this.#holdings.has(subject);
  }

  /**
   * Puts a person in, or in place of what was held of this person. Searches under way see what was held when they began.
   * Throws NotEnrolled for a template that enrolment did not write, a RangeError for a position that is no byte, and
   * GalleryFull; the gallery is then as it was.
   */
  put(subject: string, prints: readonly EnrolledPrint[]): void {
    for (const { position, template } of prints) {
      if (!Number.isInteger(position) || position < 0 || position > MOST_POSITION) {
        throw new RangeError(`position must be an integer from 0 to ${MOST_POSITION}`);
      }
      readBlock(template);
    }
    const before = this.#holdings.get(subject);
    const person = before?.person ?? { subject, removed: false };
    const holding: Holding = { person, prints: [], from: this.#tick(), to: Infinity };
    try {
      for (const print of prints) holding.prints.push(this.#write(print, holding));
    } catch (error) {
      this.#retire(holding);
      throw error;
    }
    this.#holdings.set(subject, holding);
    this.#size += prints.length;
    if (before === undefined) return;
    this.#size -= before.prints.length;
    this.#retire(before);
  }

  /** Takes a person out: no search names this person from now on. False if there was none. */
  remove(subject: string): boolean {
    const holding = this.#holdings.get(subject);
    if (holding === undefined) return false;
    holding.person.removed = true;
    this.#holdings.delete(subject);
    this.#size -= holding.prints.length;
    this.#retire(holding);
    return true;
  }

  /** Opens a view for a search. */
  open(): GalleryView {
    const view = { at: this.#tick() };
    const length = this.#prints.length;
    const sees = ({ person, from, to }: Holding): boolean => from < view.at && view.at < to && !person.removed;
    this.#views.add(view);
    return {
      length,
      chunks: this.#chunks.map((address, n) => ({ address, count: Math.min(CHUNK, length - n * CHUNK) })),
      printAt: (number) => {
        const print = this.#prints[number];
        return print !== undefined && sees(print.holding) ? print : undefined;
      },
      sees,
      close: () => {
        this.#views.delete(view);
        this.#sweep();
      },
    };
  }

  #tick(): number {
    this.#clock += 1;
    return this.#clock;
  }

  #write({ position, template }: EnrolledPrint, holding: Holding): HeldPrint {
    const number = this.#freeNumbers.pop() ?? this.#append();
    let address: number;
    try {
      address = this.#store.take(template.length);
    } catch (error) {
      this.#freeNumbers.push(number);
      throw error;
    }
    new Uint8Array(this.memory.buffer, address, template.length).set(template);
    const print = { number, position, address, bytes: template.length, holding };
    this.#prints[number] = print;
    // The block and the position first: a scan follows the address.
    const entry = this.#entryOf(number);
    new Uint8Array(this.memory.buffer)[entry + 4] = position;
    Atomics.store(new Int32Array(this.memory.buffer, entry, 1), 0, address | 0);
    return print;
  }

  #append(): number {
    const number = this.#prints.length;
    if (number === this.#chunks.length * CHUNK) {
      const address = this.#store.take(CHUNK * ENTRY_BYTES);
      this.#chunks.push(address);
    }
    this.#prints.push(undefined);
    return number;
  }

  #entryOf(number: number): number {
    return (this.#chunks[Math.floor(number / CHUNK)] ?? 0) + (number % CHUNK) * ENTRY_BYTES;
  }

  /** Ends a holding. Its entries are cleared when no view that is to see them is open. */
  #retire(holding: Holding): void {
    holding.to = this.#tick();
    this.#leaving.push(holding);
    this.#sweep();
  }

  /**
   * Clears entries that no open view is to see any more; and frees those that none can even read, because all were opened
   * after they were cleared.
   */
  #sweep(): void {
    const [oldest] = this.#views;
    const until = oldest?.at ?? Infinity;
    while ((this.#leaving[0]?.to ?? Infinity) < until) {
      const prints = this.#leaving.shift()?.prints ?? [];
      for (const { number } of prints) {
        Atomics.store(new Int32Array(this.memory.buffer, this.#entryOf(number), 1), 0, 0);
        this.#prints[number] = undefined;
      }
      this.#cleared.push({ prints, at: this.#tick() });
    }
    while ((this.#cleared[0]?.at ?? Infinity) < until) {
      for (const { number, address, bytes } of this.#cleared.shift()?.prints ?? []) {
        this.#store.giveBack(address, bytes);
        this.#freeNumbers.push(number);
      }
    }
  }
}
