/**
 * What a witness remembers of one log, durably.
 *
 * Every state is a file of its own, numbered: 1, 2, 3, … . Writing state n + 1 is creating its file, which the file
 * system grants once, so that of two writers who both know state n only one goes on, whatever else fails. The highest
 * number counts; it is never removed, and never passed over when it is damaged, for the one before is an older state.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createOnce } from '../../shared/create-once.js';
import { DamagedMemory, formatState, parseState } from './state-file.js';

/** Somebody else has written since this memory was read. */
export class OvertakenMemory extends Error {
  override readonly name = 'OvertakenMemory';

  constructor() {
    super('another process wrote into the memory of this witness');
  }
}

/** Digits of a file name: numbers below 2^53. */
const DIGITS = 16;
const NAME = /^[0-9]{16}$/;

/** States kept besides the one that counts, for a person who looks into what happened. */
const KEPT = 1;

/** Memory of one log. Callers take turns: one write at a time. */
export class OriginMemory {
  readonly #folder: string;
  readonly #origin: string;
  #number: number;
  #note: string;

  private constructor(folder: string, origin: string, number: number, note: string) {
    this.#folder = folder;
    this.#origin = origin;
    this.#number = number;
    this.#note = note;
  }

  /** Makes the memory of a log that was never seen. Does nothing when there is one. The folder must exist. */
  static async create(folder: string, origin: string): Promise<void> {
    await createOnce(join(folder, nameOf(1)), formatState(origin, ''));
  }

  /** Reads the memory. Rejects with DamagedMemory, also when there is none. */
  static async load(folder: string, origin: string): Promise<OriginMemory> {
    const number = await newest(folder);
    if (number === undefined) throw new DamagedMemory('the memory of a log is gone');
    const text = await readFile(join(folder, nameOf(number)), 'utf8');
    return new OriginMemory(folder, origin, number, parseState(origin, text));
  }

  /** The checkpoint cosigned last, with its signatures; empty when there is none. */
  get note(): string {
    return this.#note;
  }

  /**
   * Remembers `note`, durably when it resolves. Rejects with OvertakenMemory when another process was faster; then this
   * memory must be loaded anew.
   */
  async store(note: string): Promise<void> {
    const next = this.#number + 1;
    const path = join(this.#folder, nameOf(next));
    if (!(await createOnce(path, formatState(this.#origin, note)))) throw new OvertakenMemory();
    // The number was free, perhaps only because whoever went on to higher ones has removed its file since.
    if ((await newest(this.#folder)) !== next) {
      await rm(path, { force: true });
      throw new OvertakenMemory();
    }
    this.#number = next;
    this.#note = note;
    await rm(join(this.#folder, nameOf(next - KEPT - 1)), { force: true });
  }
}

async function newest(folder: string): Promise<number | undefined> {
  const numbers = (await readdir(folder)).filter((name) => NAME.test(name)).map(Number);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}

function nameOf(number: number): string {
  return String(number).padStart(DIGITS, '0');
}
