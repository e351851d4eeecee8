/**
 * What the simulated states hold in memory, searched by a thread: never on the event loop. Each state has a gallery of its
 * own. Before each search the collection takes in what has changed since.
 */
import { clampCosine, codeFace, cosineOf } from '../../../../matching/faces/face-vector.js';
import { FaceSearch } from '../../../../matching/faces/search/face-search.js';
import { FaceGallery } from '../../../../matching/faces/search/gallery.js';
import type { Ending } from '../../../../shared/ending.js';
import { kindOf, type ReferenceKind } from '../../exchange/domain/reference-number.js';
import { Intake } from '../../exchange/simulator/intake.js';
import type { FaceAlgorithm } from '../domain/algorithm.js';
import { byScore, type FaceQuestion, type FaceReply } from '../domain/face-question.js';
import type { FaceChange, FaceStore } from '../store/face-store.js';

/** Faces found by their bytes for each that is wanted: of these the best are chosen by the vectors themselves. */
const MORE = 4;
/** A search looks at some ten thousand faces: one thread does it in a millisecond. */
const THREADS = 1;
/** Digits of a score after the point. */
const SCORE_DIGITS = 4;

const GROUP = { identified: 0, unidentified: 1 } as const satisfies Record<ReferenceKind, number>;

/** What one state holds, to be searched. */
interface StateGallery {
  readonly gallery: FaceGallery;
  /** By number in the gallery. */
  readonly references: Map<number, string>;
}

/** Where a face is. */
interface Place {
  readonly state: StateGallery;
  readonly number: number;
}

/** The collection. Ends with close(). */
export class FaceCollection {
  readonly #store: FaceStore;
  readonly #algorithm: FaceAlgorithm;
  readonly #intake: Intake<FaceChange>;
  readonly #search = new FaceSearch(THREADS);
  readonly #states = new Map<string, StateGallery>();
  readonly #places = new Map<string, Place>();

  constructor(store: FaceStore, algorithm: FaceAlgorithm) {
    this.#store = store;
    this.#algorithm = algorithm;
    this.#intake = new Intake(
      (revision) => store.changesSince(revision),
      (change) => this.#take(change),
    );
  }

  /** Takes in what has changed. */
  refresh(): Promise<void> {
    return this.#intake.refresh();
  }

  /** The best candidates of a state. */
  async search(
    memberState: string,
    { probe, kinds, maxCandidates }: FaceQuestion,
    ending: Ending,
  ): Promise<Pick<FaceReply, 'candidates'>> {
    const held = this.#states.get(memberState);
    if (held === undefined || kinds.length === 0) return { candidates: [] };
    const found = await this.#search.search(
      held.gallery,
      codeFace(probe.vector),
      { most: MORE * maxCandidates, groups: kinds.map((kind) => GROUP[kind]) },
      ending,
    );
    const references = found.flatMap(({ number }) => held.references.get(number) ?? []);
    const faces = await this.#store.some(references);
    const candidates = faces
      // A number may have gone to another face since it was found.
      .filter(({ reference }) => kinds.includes(kindOf(reference)))
      .map(({ reference, vector }) => ({ reference, score: printable(cosineOf(probe.vector, vector)) }))
      .filter(({ score }) => score >= this.#algorithm.threshold)
      .sort(byScore)
      .slice(0, maxCandidates);
    return { candidates };
  }

  async close(): Promise<void> {
    await this.#search.close();
  }

  #take({ reference, memberState, vector, removed }: FaceChange): void {
    this.#drop(reference);
    if (removed) return;
    const state = this.#stateOf(memberState);
    const number = state.gallery.add(codeFace(vector), GROUP[kindOf(reference)]);
    state.references.set(number, reference);
    this.#places.set(reference, { state, number });
  }

  #drop(reference: string): void {
    const place = this.#places.get(reference);
    if (place === undefined) return;
    place.state.gallery.remove(place.number);
    place.state.references.delete(place.number);
    this.#places.delete(reference);
  }

  #stateOf(memberState: string): StateGallery {
    const known = this.#states.get(memberState);
    if (known !== undefined) return known;
    const state = { gallery: new FaceGallery(this.#algorithm.dimensions), references: new Map<number, string>() };
    this.#states.set(memberState, state);
    return state;
  }
}

const printable = (score: number): number => clampCosine(Number(score.toFixed(SCORE_DIGITS)));
