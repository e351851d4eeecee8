/** One name against a gallery: recall, false alerts, time and memory, and pg_trgm on the same gallery in the same run. */
import { join } from 'node:path';
import { NameSearch } from '../../src/matching/candidates/name-search.js';
import { THRESHOLDS } from '../../src/matching/identity/score-identities.js';
import { prepareName } from '../../src/matching/names/prepare-name.js';
import { type GalleryPerson, type GalleryQuery, readGallery, readQueries, synthesise } from './gallery.js';
import { Scoreboard, startWatch } from './scoreboard.js';
import { startTrigramSearch } from './trigram-baseline.js';

/** How much is searched. */
export interface SearchBenchOptions {
  readonly persons: number;
  /** Queries that pg_trgm answers, the first of the file: at a million persons it needs many times as long for each. */
  readonly baselineQueries: number;
}

export interface SearchBenchResult {
  readonly recallAt10: number;
  readonly baselineRecallAt10: number;
  readonly p50: number;
}

const TARGET_RECALL = 0.98;
const TARGET_P50_MS = 10;
/** A list as a person reads it. */
const LISTED = 10;
/** Queries asked before the clock runs, so that the first do not pay for compiling. */
const WARM_UP = 200;
const ALL = new Uint8Array([1]);

/** Measures, prints, and returns what counts. */
export async function benchSearch(directory: string, options: SearchBenchOptions): Promise<SearchBenchResult> {
  const queries = readQueries(join(directory, 'queries.csv'));
  const people = makeGallery(readGallery(join(directory, 'gallery.csv')), queries, options.persons);
  const search = load(people);
  const ours = runOurs(search, people, queries);
  ours.print(`names engine over ${people.length} persons`);
  const compared = queries.slice(0, options.baselineQueries);
  const baseline = await runBaseline(people, compared);
  baseline.print(`pg_trgm over the same gallery, first ${compared.length} queries`);
  console.log(
    `recall@10 ${ours.recallAt10.toFixed(4)} (target ≥ ${TARGET_RECALL}), p50 ${ours.p50.toFixed(2)} ms (target ≤ ${TARGET_P50_MS} ms)\n`,
  );
  return { recallAt10: ours.recallAt10, baselineRecallAt10: baseline.recallAt10, p50: ours.p50 };
}

function makeGallery(
  real: readonly GalleryPerson[],
  queries: readonly GalleryQuery[],
  persons: number,
): readonly GalleryPerson[] {
  console.log(
    `gallery: ${Math.min(persons, real.length)} persons of the file, ${Math.max(0, persons - real.length)} synthetic`,
  );
  return [...real.slice(0, persons), ...synthesise(real, queries, persons - real.length)];
}

function load(people: readonly GalleryPerson[]): NameSearch {
  const began = performance.now();
  const search = new NameSearch();
  people.forEach(({ givenNames: given, familyName: family, dateOfBirth }, owner) => {
    search.add({ given, family, dateOfBirth, gender: undefined, nationalities: [], group: 0, owner });
  });
  const seconds = (performance.now() - began) / 1_000;
  console.log(
    `built in ${seconds.toFixed(1)} s on one thread, ${(search.bytes / people.length).toFixed(0)} bytes a person\n`,
  );
  return search;
}

function runOurs(search: NameSearch, people: readonly GalleryPerson[], queries: readonly GalleryQuery[]): Scoreboard {
  const ask = ({ query, dateOfBirth }: GalleryQuery) =>
    search.search({
      name: prepareName(query),
      dateOfBirth: completed(dateOfBirth),
      gender: undefined,
      nationalities: [],
      visible: ALL,
      leastScore: THRESHOLDS.review,
      limit: LISTED,
    });
  queries.slice(0, WARM_UP).forEach(ask);
  const board = new Scoreboard();
  for (const query of queries) {
    const stop = startWatch();
    const { found, further, truncated } = ask(query);
    const took = stop();
    const listed = [...found, ...further].slice(0, LISTED).map(({ owner }) => people[owner]?.id);
    board.enter(query, listed, took, { alert: found.length > 0, truncated });
  }
  return board;
}

/** A year alone is a date of which month and day are not known. */
const completed = (date: string): string | undefined => (date === '' ? undefined : `${date}-00-00`.slice(0, 10));

async function runBaseline(people: readonly GalleryPerson[], queries: readonly GalleryQuery[]): Promise<Scoreboard> {
  const baseline = await startTrigramSearch(people);
  try {
    const megabytes = baseline.indexBytes / 2 ** 20;
    console.log(
      `pg_trgm: indexed in ${(baseline.loadMs / 1_000).toFixed(1)} s, ${megabytes.toFixed(0)} MB of GIN index\n`,
    );
    const board = new Scoreboard();
    for (const query of queries) {
      const stop = startWatch();
      const places = await baseline.find(query);
      const took = stop();
      board.enter(
        query,
        places.map((place) => people[place]?.id),
        took,
        undefined,
      );
    }
    return board;
  } finally {
    await baseline.stop();
  }
}
