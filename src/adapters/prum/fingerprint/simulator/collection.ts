/**
 * What the simulated states hold in memory, in a gallery that threads search: never on the event loop. Before each search
 * the collection takes in what has changed since; searches under way go on meanwhile.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { readFingerRecord } from '../../../../formats/finger-minutiae/read-record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { isPalm } from '../../../../formats/nist/prum/search-modes.js';
import { enrol, enrolPalm } from '../../../../matching/minutiae/enrol.js';
import { type EnrolledPrint, PrintGallery } from '../../../../matching/minutiae/search/gallery.js';
import { JobThreads } from '../../../../matching/minutiae/search/job-threads.js';
import {
  type Candidate,
  type CandidatePrint,
  MOST_CANDIDATES,
  searchPrints,
} from '../../../../matching/minutiae/search/search-prints.js';
import type { Ending } from '../../../../shared/ending.js';
import type { PrintCandidate, PrintEvidence, PrintQuestion, PrintReply } from '../domain/print-question.js';
import { printsOf } from '../domain/print-record.js';
import { type Collection, collectionOf, isOfTraces } from '../domain/search-mode.js';
import type { PrintChange } from '../store/print-changes.js';

/** Score from which prints are a candidate: what one stranger in ten thousand has. */
export const LEAST_SCORE = 40;

/** What the collection works with. */
export interface CollectionOptions {
  /** Changes after a revision, in their order. */
  readonly changesSince: (revision: bigint) => AsyncIterable<readonly PrintChange[]>;
  readonly threads: number;
}

/** Prints as the collection has them. */
interface Held {
  readonly memberState: string;
  readonly collection: Collection;
  readonly prints: readonly PrintTemplate[];
  /** Of each part enrolled, the place of its print. */
  readonly parts: readonly number[];
}

/** The collection. Ends with close(). */
export class PrintCollection {
  readonly #options: CollectionOptions;
  readonly #gallery = new PrintGallery();
  readonly #threads: JobThreads;
  readonly #held = new Map<string, Held>();
  /** What was found for a question, which is the same for all states that are asked it. */
  readonly #found = new WeakMap<PrintQuestion, Promise<readonly PrintCandidate[]>>();
  #revision = 0n;
  #refreshing: Promise<void> | undefined;

  constructor(options: CollectionOptions) {
    this.#options = options;
    this.#threads = new JobThreads(this.#gallery.memory, options.threads);
  }

  /** References that can be found. */
  get size(): number {
    return this.#held.size;
  }

  /** Takes in what has changed. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#takeIn().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** What a state holds that resembles the prints asked for, best first. */
  async search(memberState: string, question: PrintQuestion, ending: Ending): Promise<Pick<PrintReply, 'candidates'>> {
    let found = this.#found.get(question);
    if (found === undefined) {
      found = this.#search(question, ending);
      this.#found.set(question, found);
    }
    const candidates = (await found).filter(({ reference }) => this.#held.get(reference)?.memberState === memberState);
    return { candidates: candidates.slice(0, question.maxCandidates) };
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  async #search({ mode, prints, kinds }: PrintQuestion, ending: Ending): Promise<readonly PrintCandidate[]> {
    const { enrolled, parts } = await enrolAll(prints);
    ending.throwIfAborted();
    const anyTurn = isOfTraces(mode);
    const asked = enrolled.map((print) => ({ ...print, anyTurn }));
    const question = { prints: asked, most: MOST_CANDIDATES, least: LEAST_SCORE };
    const found = await searchPrints(this.#gallery, this.#threads, question, ending);
    // Fewer than could be named: so those of each state are all of its own.
    if (found.length === MOST_CANDIDATES) throw new Error('more prints resemble these than can be told apart');
    const collection = collectionOf(mode);
    return found.flatMap((candidate) => {
      const held = this.#held.get(candidate.subject);
      if (held?.collection !== collection || kinds.size === 0) return [];
      return [candidateOf(candidate, held, parts)];
    });
  }

  async #takeIn(): Promise<void> {
    for await (const changes of this.#options.changesSince(this.#revision)) {
      for (const change of changes) {
        await this.#take(change);
        this.#revision = change.revision;
      }
    }
  }

  async #take({ reference, memberState, collection, minutiae, positions, removed }: PrintChange): Promise<void> {
    this.#held.delete(reference);
    this.#gallery.remove(reference);
    if (removed) return;
    const record = readFingerRecord(minutiae);
    if (record.format !== 'ISO/IEC 19794-2:2005') throw new TypeError('a print is held in another format');
    const prints = printsOf(record, positions);
    const { enrolled, parts } = await enrolAll(prints);
    this.#gallery.put(reference, enrolled);
    this.#held.set(reference, { memberState, collection, prints, parts });
  }
}

interface Enrolled {
  readonly enrolled: readonly EnrolledPrint[];
  /** Of each, the place of its print. */
  readonly parts: readonly number[];
}

/** Prints as they are compared: a palm in parts. Each takes some milliseconds, after which others have their turn. */
async function enrolAll(prints: readonly PrintTemplate[]): Promise<Enrolled> {
  const enrolled: EnrolledPrint[] = [];
  const parts: number[] = [];
  for (const [of, print] of prints.entries()) {
    for (const template of isPalm(print.position) ? enrolPalm(print) : [enrol(print)]) {
      enrolled.push({ position: print.position, template });
      parts.push(of);
    }
    await breathe();
  }
  return { enrolled, parts };
}

const candidateOf = (
  { subject, score, prints }: Candidate,
  held: Held,
  askedParts: readonly number[],
): PrintCandidate => ({
  reference: subject,
  score,
  prints: held.prints,
  evidence: prints.map((print) => evidenceOf(print, askedParts, held.parts)),
});

const evidenceOf = (
  { asked, held, pairs }: CandidatePrint,
  askedParts: readonly number[],
  heldParts: readonly number[],
): PrintEvidence => ({
  asked: askedParts[asked] ?? 0,
  held: heldParts[held] ?? 0,
  pairs: pairs.map(({ a, b, closeness }) => ({ asked: a.index, held: b.index, closeness })),
});
