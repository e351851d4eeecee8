/**
 * Compares what states return a second time, so that candidates of several states can be put in one order whatever matcher
 * each of them has: by the prints searched with and those returned (Regulation (EU) 2024/982 Art. 37(4)).
 */
import type { PrintTemplate } from '../../../formats/finger-minutiae/template.js';
import { type EnrolledPrint, PrintGallery } from '../../../matching/minutiae/search/gallery.js';
import { JobThreads } from '../../../matching/minutiae/search/job-threads.js';
import { BlockStore } from '../../../matching/minutiae/search/memory.js';
import { searchPrints } from '../../../matching/minutiae/search/search-prints.js';
import type { Ending } from '../../../shared/ending.js';
import { Slots } from '../../../shared/slots.js';
import type { PrintCandidate } from './domain/print-question.js';
import type { PrintSearch } from './domain/print-search.js';
import { isOfTraces } from './domain/search-mode.js';
import { enrolAll } from './enrol-prints.js';

/** Of the candidates of one state, the scores by reference number. One that is not named has none. */
export type ComparedScores = ReadonlyMap<string, number>;

/** Compares candidates of one state with what was searched with. */
export type CompareAgain = (candidates: readonly PrintCandidate[], ending: Ending) => Promise<ComparedScores>;

/** Comparisons at a time: the threads refuse more than 64, and a search is not refused because others compare, too. */
const AT_A_TIME = 32;

/** Compares in threads of its own. Ends with close(). */
export class PrintComparer {
  readonly #store = new BlockStore();
  readonly #most: number;
  /** Started by the first comparison: most gateways are asked for none. */
  #threads: JobThreads | undefined;
  #closed = false;
  /** Empty, and used again: a gallery keeps the room of its list. */
  readonly #idle: PrintGallery[] = [];
  readonly #slots = new Slots(AT_A_TIME);

  /** `threads` at most. */
  constructor(threads: number) {
    this.#most = threads;
  }

  /** For one search. Its prints are enrolled once, when the first candidates come. */
  of({ mode, prints }: Pick<PrintSearch, 'mode' | 'prints'>): CompareAgain {
    const anyTurn = isOfTraces(mode);
    let asked: ReturnType<typeof enrolAll> | undefined;
    return async (candidates, ending) => {
      if (candidates.length === 0) return new Map();
      asked ??= enrolAll(prints);
      const { enrolled } = await asked;
      return this.#slots.run(() => this.#compare(enrolled, anyTurn, candidates, ending));
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#threads?.close();
  }

  async #compare(
    enrolled: readonly EnrolledPrint[],
    anyTurn: boolean,
    candidates: readonly PrintCandidate[],
    ending: Ending,
  ): Promise<ComparedScores> {
    ending.throwIfAborted();
    const gallery = this.#idle.pop() ?? new PrintGallery(this.#store);
    try {
      for (const candidate of candidates) {
        gallery.put(candidate.reference, (await enrolAll(alikeOf(candidate))).enrolled);
      }
      const question = {
        prints: enrolled.map((print) => ({ ...print, anyTurn })),
        most: candidates.length,
        least: 0,
      };
      // A state names so few that the first stage leaves out none of them.
      const found = await searchPrints(gallery, this.#running(), question, ending);
      return new Map(found.map(({ subject, score }) => [subject, score]));
    } finally {
      for (const { reference } of candidates) gallery.remove(reference);
      this.#idle.push(gallery);
    }
  }

  #running(): JobThreads {
    if (this.#closed) throw new Error('no prints are compared any more');
    return (this.#threads ??= new JobThreads(this.#store.memory, this.#most));
  }
}

/** Prints that the state says are alike; all of them when it says nothing. */
function alikeOf({ prints, evidence }: PrintCandidate): readonly PrintTemplate[] {
  const named = new Set(evidence.map(({ held }) => held));
  return named.size === 0 ? prints : prints.filter((_, at) => named.has(at));
}
