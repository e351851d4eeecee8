/**
 * Faces to search, in a shared memory: some 530 bytes each at 512 components. One thread writes; any number of threads
 * scan meanwhile, and none takes half a face for one: a row is written while it says that it holds nothing, and published
 * by its inverse norm; one that was taken out gets no other face before the searches under way at that moment have ended.
 */
import { type CodedFace, FEWEST_DIMENSIONS, MOST_DIMENSIONS, productOf } from '../face-vector.js';
import { type Look, Looks } from '../../looks.js';
import { CHUNK, chunkAddresses, chunkPages, createGalleryMemory, GROUPS, strideOf } from './layout.js';

const EMPTY = NaN;

export class FaceGallery {
  readonly memory = createGalleryMemory();
  /** Components of every vector. */
  readonly dimensions: number;
  readonly stride: number;
  #views = viewsOf(this.memory);
  #chunks = 0;
  #next = 0;
  #size = 0;
  readonly #free: number[] = [];
  /** Rows taken out, oldest first, and when: counted in searches. */
  #retired: { readonly number: number; readonly at: number }[] = [];
  readonly #looks = new Looks();

  /** Throws a RangeError for a number of components that vectors do not have. */
  constructor(dimensions: number) {
    if (!Number.isInteger(dimensions) || dimensions < FEWEST_DIMENSIONS || dimensions > MOST_DIMENSIONS) {
      throw new RangeError(`A face has ${FEWEST_DIMENSIONS} to ${MOST_DIMENSIONS} components, not ${dimensions}`);
    }
    this.dimensions = dimensions;
    this.stride = strideOf(dimensions);
  }

  /** Faces held. */
  get size(): number {
    return this.#size;
  }

  /** Chunks to scan. */
  get chunks(): number {
    return Math.ceil(this.#next / CHUNK);
  }

  /**
   * Puts a face in, and returns its number. Numbers of faces taken out are given again. `group` is from 0 to 31. Throws a
   * RangeError for other groups, for a vector of other components, and when the memory is full.
   */
  add({ codes, inverseNorm }: CodedFace, group = 0): number {
    if (codes.length !== this.dimensions) throw new RangeError(`${codes.length} components, not ${this.dimensions}`);
    if (!Number.isInteger(group) || group < 0 || group >= GROUPS) throw new RangeError(`There is no group ${group}`);
    const number = this.#freeRow();
    const { vectors, inverses, groups } = this.#addressesOf(number);
    this.#views.bytes.set(codes, vectors);
    this.#views.bytes[groups] = group;
    this.#publish(inverses, inverseNorm);
    this.#size += 1;
    this.#looks.note(number);
    return number;
  }

  /** Takes a face out, and wipes it. Throws a RangeError for a number that holds none. */
  remove(number: number): void {
    if (!this.holds(number)) throw new RangeError(`There is no face number ${number}`);
    const { vectors, inverses } = this.#addressesOf(number);
    this.#publish(inverses, EMPTY);
    this.#views.bytes.fill(0, vectors, vectors + this.stride);
    this.#size -= 1;
    this.#retired.push({ number, at: this.#looks.began });
  }

  /** Puts a face in another's place, and returns its number, which is a new one: at no moment is neither there. */
  replace(number: number, face: CodedFace, group = 0): number {
    if (!this.holds(number)) throw new RangeError(`There is no face number ${number}`);
    const added = this.add(face, group);
    this.remove(number);
    return added;
  }

  holds(number: number): boolean {
    return Number.isInteger(number) && number >= 0 && number < this.#next && !Number.isNaN(this.#inverseOf(number));
  }

  /** Begins a search. Rows taken out from here on are kept from being written until it ends. */
  begin(): Look {
    return this.#looks.begin();
  }

  /** Ends a search. */
  end(look: Look): void {
    this.#looks.end(look);
  }

  /** Rows added since a search began, of those that still hold a face. */
  addedSince(look: Look): readonly number[] {
    return this.#looks.since(look).filter((number) => this.holds(number));
  }

  /** Similarity of a row that holds a face, as the kernel reckons it: product of the codes, times the row's inverse norm. */
  rankOf(number: number, codes: Int8Array): number {
    const { vectors } = this.#addressesOf(number);
    return productOf(codes, this.#views.bytes.subarray(vectors, vectors + codes.length)) * this.#inverseOf(number);
  }

  groupOf(number: number): number {
    return this.#views.bytes[this.#addressesOf(number).groups] ?? 0;
  }

  #freeRow(): number {
    const { oldest } = this.#looks;
    const reusable = this.#retired.findIndex(({ at }) => at >= oldest);
    const freed = this.#retired.splice(0, reusable < 0 ? this.#retired.length : reusable);
    for (const { number } of freed) this.#free.push(number);
    return this.#free.pop() ?? this.#append();
  }

  #append(): number {
    if (this.#next === this.#chunks * CHUNK) {
      // Throws a RangeError when the memory cannot grow.
      this.memory.grow(chunkPages(this.stride));
      this.#views = viewsOf(this.memory);
      const { inverses } = chunkAddresses(this.#chunks, this.stride);
      this.#views.doubles.fill(EMPTY, inverses / 8, inverses / 8 + CHUNK);
      this.#chunks += 1;
    }
    return this.#next++;
  }

  #addressesOf(number: number): ReturnType<typeof chunkAddresses> {
    const { vectors, inverses, groups } = chunkAddresses(Math.floor(number / CHUNK), this.stride);
    const row = number % CHUNK;
    return { vectors: vectors + row * this.stride, inverses: inverses + row * 8, groups: groups + row };
  }

  #inverseOf(number: number): number {
    return this.#views.doubles[this.#addressesOf(number).inverses / 8] ?? EMPTY;
  }

  /** Whoever sees this number sees all that was written before it. */
  #publish(address: number, inverseNorm: number): void {
    SCRATCH.setFloat64(0, inverseNorm, true);
    Atomics.store(this.#views.words, address / 8, SCRATCH.getBigInt64(0, true));
  }
}

const SCRATCH = new DataView(new ArrayBuffer(8));

const viewsOf = (
  memory: WebAssembly.Memory,
): { readonly bytes: Int8Array; readonly doubles: Float64Array; readonly words: BigInt64Array } => ({
  bytes: new Int8Array(memory.buffer),
  doubles: new Float64Array(memory.buffer),
  words: new BigInt64Array(memory.buffer),
});
