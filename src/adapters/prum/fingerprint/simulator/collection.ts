/**
 * What the simulated states hold in memory, searched by threads: never on the event loop. Each state has a gallery of its own
 * for each collection, so that what another state holds, or another collection, takes nothing of what a search may look at.
 * Before each search the collection takes in what has changed since; searches under way go on meanwhile.
 */
import { readFingerRecord } from '../../../../formats/finger-minutiae/read-record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { PrintGallery } from '../../../../matching/minutiae/search/gallery.js';
import { JobThreads } from '../../../../matching/minutiae/search/job-threads.js';
import { BlockStore } from '../../../../matching/minutiae/search/memory.js';
import {
  type Candidate,
  type CandidatePrint,
  searchPrints,
} from '../../../../matching/minutiae/search/search-prints.js';
import type { Ending } from '../../../../shared/ending.js';
import { Intake } from '../../exchange/simulator/intake.js';
import type { PrintCandidate, PrintEvidence, PrintQuestion, PrintReply } from '../domain/print-question.js';
import { printsOf } from '../domain/print-record.js';
import { type Collection, collectionOf, isOfTraces, searchedKind } from '../domain/search-mode.js';
import { enrolAll, type Enrolled } from '../enrol-prints.js';
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
  readonly gallery: PrintGallery;
  readonly prints: readonly PrintTemplate[];
  /** Of each part enrolled, the place of its print. */
  readonly parts: readonly number[];
}

/** A question, which is the same for all states that are asked it. */
interface Asked {
  readonly enrolled: Promise<Enrolled>;
  /** Settles, and never rejects, when the state before is done. */
  before: Promise<void>;
}

/** The collection. Ends with close(). */
export class PrintCollection {
  readonly #intake: Intake<PrintChange>;
  /** One memory for all galleries, so that one set of threads can search them. */
  readonly #store = new BlockStore();
  readonly #galleries = new Map<string, PrintGallery>();
  readonly #threads: JobThreads;
  readonly #held = new Map<string, Held>();
  readonly #asked = new WeakMap<PrintQuestion, Asked>();

  constructor({ changesSince, threads }: CollectionOptions) {
    this.#intake = new Intake(changesSince, (change) => this.#take(change));
    this.#threads = new JobThreads(this.#store.memory, threads);
  }

  /** References that can be found. */
  get size(): number {
    return this.#held.size;
  }

  /** Takes in what has changed. */
  refresh(): Promise<void> {
    return this.#intake.refresh();
  }

  /**
   * What a state holds that resembles the prints asked for, best first, and of that as much as the question wants. States are
   * searched one after the other: they share the threads, and a question counts as one search however many are asked it.
   */
  search(memberState: string, question: PrintQuestion, ending: Ending): Promise<Pick<PrintReply, 'candidates'>> {
    const asked = this.#askedOf(question);
    const found = asked.before.then(() => this.#search(memberState, question, asked, ending));
    // Whatever became of it is for whoever asked this state.
    const done = (): void => undefined;
    asked.before = found.then(done, done);
    return found;
  }

  async close(): Promise<void> {
    await this.#threads.close();
  }

  #askedOf(question: PrintQuestion): Asked {
    const known = this.#asked.get(question);
    if (known !== undefined) return known;
    const asked = { enrolled: enrolAll(question.prints), before: Promise.resolve() };
    this.#asked.set(question, asked);
    return asked;
  }

  async #search(
    memberState: string,
    { mode, kinds, maxCandidates }: PrintQuestion,
    { enrolled: enrolling }: Asked,
    ending: Ending,
  ): Promise<Pick<PrintReply, 'candidates'>> {
    const { enrolled, parts } = await enrolling;
    ending.throwIfAborted();
    const anyTurn = isOfTraces(mode);
    const gallery = this.#galleryOf(memberState, collectionOf(mode));
    const asked = enrolled.map((print) => ({ ...print, anyTurn }));
    const found = await searchPrints(
      gallery,
      this.#threads,
      { prints: asked, most: maxCandidates, least: LEAST_SCORE },
      ending,
    );
    // What may not be seen was searched all the same: it must take as long as nothing.
    if (!kinds.has(searchedKind(mode))) return { candidates: [] };
    return {
      candidates: found.flatMap((candidate) => {
        const held = this.#held.get(candidate.subject);
        return held?.gallery === gallery ? [candidateOf(candidate, held, parts)] : [];
      }),
    };
  }

  #galleryOf(memberState: string, collection: Collection): PrintGallery {
    const key = `${memberState} ${collection}`;
    const known = this.#galleries.get(key);
    if (known !== undefined) return known;
    const gallery = new PrintGallery(this.#store);
    this.#galleries.set(key, gallery);
    return gallery;
  }

  async #take({ reference, memberState, collection, minutiae, positions, removed }: PrintChange): Promise<void> {
    if (removed) {
      this.#drop(reference);
      return;
    }
    const record = readFingerRecord(minutiae);
    if (record.format !== 'ISO/IEC 19794-2:2005') throw new TypeError('a print is held in another format');
    const prints = printsOf(record, positions);
    const { enrolled, parts } = await enrolAll(prints);
    // Before the new ones: no search under way may explain the prints of before by those.
    this.#drop(reference);
    const gallery = this.#galleryOf(memberState, collection);
    gallery.put(reference, enrolled);
    this.#held.set(reference, { gallery, prints, parts });
  }

  #drop(reference: string): void {
    this.#held.get(reference)?.gallery.remove(reference);
    this.#held.delete(reference);
  }
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
