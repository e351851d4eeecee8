import { clampCosine, codeFace, cosineOf } from '../../../../matching/faces/face-vector.js';
import { FaceSearch } from '../../../../matching/faces/search/face-search.js';
import { FaceGallery } from '../../../../matching/faces/search/gallery.js';
import type { Ending } from '../../../../shared/ending.js';
import { kindOf, type ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { FaceAlgorithm } from '../domain/algorithm.js';
import { byScore, type FaceCandidate, type FaceQuestion } from '../domain/face-question.js';
import type { FaceStore } from '../store/face-store.js';

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
  readonly references: string[];
}

/** Galleries of one loading of the simulation. */
interface World {
  readonly name: string;
  readonly search: FaceSearch;
  readonly galleries: Promise<ReadonlyMap<string, StateGallery>>;
}

/** Galleries of the simulated states, filled by the first question, and anew when the simulation was loaded anew. */
export class SimulatedGalleries {
  readonly #store: FaceStore;
  readonly #algorithm: FaceAlgorithm;
  #world: World | undefined;

  constructor(store: FaceStore, algorithm: FaceAlgorithm) {
    this.#store = store;
    this.#algorithm = algorithm;
  }

  /** The best candidates of a state. */
  async find(
    memberState: string,
    { probe, kinds, maxCandidates }: FaceQuestion,
    world: string,
    ending: Ending,
  ): Promise<readonly FaceCandidate[]> {
    const { search, galleries } = this.#open(world);
    const held = (await galleries).get(memberState);
    if (held === undefined || kinds.length === 0) return [];
    const found = await search.search(
      held.gallery,
      codeFace(probe.vector),
      { most: MORE * maxCandidates, groups: kinds.map((kind) => GROUP[kind]) },
      ending,
    );
    const faces = await this.#store.some(found.flatMap(({ number }) => held.references[number] ?? []));
    return faces
      .map(({ reference, vector }) => ({ reference, score: printable(cosineOf(probe.vector, vector)) }))
      .filter(({ score }) => score >= this.#algorithm.threshold)
      .sort(byScore)
      .slice(0, maxCandidates);
  }

  async close(): Promise<void> {
    await this.#world?.search.close();
  }

  #open(name: string): World {
    if (this.#world?.name === name) return this.#world;
    void this.#world?.search.close();
    const world: World = { name, search: new FaceSearch(THREADS), galleries: this.#load() };
    this.#world = world;
    // Whoever waits for it hears of it, and the next question begins anew.
    world.galleries.catch(() => {
      if (this.#world === world) this.#world = undefined;
      void world.search.close();
    });
    return world;
  }

  async #load(): Promise<ReadonlyMap<string, StateGallery>> {
    const states = new Map<string, StateGallery>();
    for await (const faces of this.#store.all()) {
      for (const { reference, memberState, vector } of faces) {
        const state = states.get(memberState) ?? {
          gallery: new FaceGallery(this.#algorithm.dimensions),
          references: [],
        };
        states.set(memberState, state);
        state.references[state.gallery.add(codeFace(vector), GROUP[kindOf(reference)])] = reference;
      }
    }
    return states;
  }
}

const printable = (score: number): number => clampCosine(Number(score.toFixed(SCORE_DIGITS)));
