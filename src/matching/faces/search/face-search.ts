import type { Ending } from '../../../shared/ending.js';
import { BestList } from '../../candidates/best-list.js';
import { TurnThreads } from '../../turn-threads.js';
import { clampCosine, type CodedFace } from '../face-vector.js';
import type { FaceGallery } from './gallery.js';
import { chunkBytes, GROUPS } from './layout.js';
import type { ScanJob, ScanQuestion, ScanResult, ScanWorkerData } from './scan-messages.js';
import { compileFaceScan } from './scanner.js';

/** Bytes of a job: some milliseconds. */
const JOB_BYTES = 2 ** 25;

/** Most faces that a search may list. */
export const MOST_FOUND = 1_000;

/** A face found, by its number in the gallery, and the cosine of the codes, from -1 to 1. */
export interface FaceFound {
  readonly number: number;
  readonly cosine: number;
}

export interface Wanted {
  /** Faces to list, at most 1,000. */
  readonly most: number;
  /** Groups to look at; without it all. */
  readonly groups?: readonly number[];
}

/**
 * Searches galleries in threads, which searches take in turns. The list is exact: the faces of the highest cosine of all
 * that the gallery holds when the search ends; of equal ones the lower number comes first, however many threads look. A
 * face taken out meanwhile is not in it, and the list may be shorter by it.
 */
export class FaceSearch {
  readonly #threads: TurnThreads<ScanJob, ScanResult>;
  readonly #numbers = new Map<FaceGallery, number>();

  /** Starts this many threads, at most eight. They keep the process from ending until they are closed. */
  constructor(threads: number) {
    const module = compileFaceScan();
    this.#threads = new TurnThreads(new URL('./scan-worker', import.meta.url), threads, (lane): ScanWorkerData => ({
      module,
      lane,
    }));
  }

  /**
   * The best of a gallery, best first. Rejects with a RangeError for what no gallery can answer, with the signal's reason
   * when aborted, with TooManySearches, or when a thread fails.
   */
  async search(
    gallery: FaceGallery,
    face: CodedFace,
    { most, groups }: Wanted,
    signal?: Ending,
  ): Promise<readonly FaceFound[]> {
    const { codes, inverseNorm } = face;
    if (codes.length !== gallery.dimensions)
      throw new RangeError(`${codes.length} components, not ${gallery.dimensions}`);
    if (!Number.isInteger(most) || most < 1 || most > MOST_FOUND)
      throw new RangeError(`${most} faces cannot be listed`);
    const mask = maskOf(groups);
    const look = gallery.begin();
    try {
      const seen = (await this.#scan(gallery, { codes, most, mask }, signal)).take();
      const added = new Set(gallery.addedSince(look));
      const list = new BestList(most);
      for (const { value: number, rank } of seen) {
        if (gallery.holds(number) && !added.has(number)) list.offer(rank, number, number);
      }
      // Below the last of a full list there are others, and what was added is not to take their place.
      const last = seen.length === most ? seen.at(-1) : undefined;
      for (const number of added) {
        if (((mask >>> gallery.groupOf(number)) & 1) === 0) continue;
        const rank = gallery.rankOf(number, codes);
        const isListed = last === undefined || rank > last.rank || (rank === last.rank && number < last.value);
        if (isListed) list.offer(rank, number, number);
      }
      return list.take().map(({ value, rank }) => ({ number: value, cosine: clampCosine(rank * inverseNorm) }));
    } finally {
      gallery.end(look);
    }
  }

  /** Ends the threads. Searches under way are rejected. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  async #scan(gallery: FaceGallery, question: ScanQuestion, signal: Ending | undefined): Promise<BestList> {
    const { chunks, stride, memory } = gallery;
    const best = new BestList(question.most);
    const jobChunks = Math.max(1, Math.floor(JOB_BYTES / chunkBytes(stride)));
    const jobOf = (n: number): ScanJob => ({
      question,
      gallery: this.#numberOf(gallery),
      memory,
      stride,
      from: n * jobChunks,
      to: Math.min((n + 1) * jobChunks, chunks),
      floor: best.floor,
    });
    const take = (found: ScanResult): void => {
      for (const { number, rank } of found) best.offer(rank, number, number);
    };
    await this.#threads.run({ jobs: Math.ceil(chunks / jobChunks), jobOf, take }, signal);
    return best;
  }

  #numberOf(gallery: FaceGallery): number {
    const number = this.#numbers.get(gallery) ?? this.#numbers.size;
    this.#numbers.set(gallery, number);
    return number;
  }
}

function maskOf(groups: readonly number[] | undefined): number {
  if (groups === undefined) return -1;
  let mask = 0;
  for (const group of groups) {
    if (!Number.isInteger(group) || group < 0 || group >= GROUPS) throw new RangeError(`There is no group ${group}`);
    mask |= 1 << group;
  }
  return mask;
}
