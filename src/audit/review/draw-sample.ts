/** A stratified sample of the entries in scope, drawn in the database in the order that sample.ts defines. */
import { Refusal } from '../../shared/refusal.js';
import type { Sql } from '../log/store.js';
import type { AccessOutcome, EntryQuery, FoundEntry, ReviewScope } from './query.js';
import { readOutcome } from './rows.js';
import { sampleSeed } from './sample.js';
import { findEntries } from './search.js';
import { closing, conditions, outcomeOf } from './search-sql.js';

/** What may make a stratum. `outcome` stands for kind and outcome. */
export type StratumDimension = 'authority' | 'system' | 'outcome' | 'hour';

/** A sample to draw. */
export interface SampleRequest {
  /** What is sampled; only what leaves say. */
  readonly query: Omit<EntryQuery, 'terms' | 'legalBasis'>;
  readonly dimensions: readonly StratumDimension[];
  /** Entries of each stratum. */
  readonly size: number;
  /** Signed checkpoint that is younger than the request, and what names the sample: together they make the seed. */
  readonly checkpoint: string;
  readonly sampleId: string;
  /** Only entries with a smaller index are sampled. */
  readonly frame: number;
}

/** One stratum. Dimensions that were not asked for are undefined. */
export interface Stratum {
  readonly authority: string | undefined;
  readonly system: string | undefined;
  readonly kind: string | undefined;
  readonly outcome: AccessOutcome | undefined;
  /** Of the day, in UTC. */
  readonly hour: number | undefined;
  readonly population: number;
  /** In the order of their draw. */
  readonly drawn: readonly FoundEntry[];
}

/** A sample, with the seed that made it. */
export interface Sample {
  readonly seed: Buffer;
  readonly strata: readonly Stratum[];
}

/** Most entries in one sample: what people can look at, and an answer can hold. */
export const MOST_DRAWN = 400;

interface DrawnRow {
  idx: string;
  authority: string;
  system: string;
  kind: string;
  outcome: string;
  hour: number;
  population: string;
}

/** Draws it. Throws a Refusal REQUEST_INVALID when the strata are so many that the sample gets too large. */
export async function drawSample(sql: Sql, scope: ReviewScope, request: SampleRequest): Promise<Sample> {
  const seed = sampleSeed(request.checkpoint, request.sampleId);
  const rows = await draw(sql, scope, request, seed);
  if (rows.length > MOST_DRAWN) {
    const description = `with these strata more than ${MOST_DRAWN} entries would be drawn`;
    throw new Refusal('REQUEST_INVALID', `size_per_stratum: ${description}`, {
      violations: [{ field: 'size_per_stratum', rule: 'sample_size', description }],
    });
  }
  const indexes = rows.map(({ idx }) => Number(idx));
  const entries = new Map((await findEntries(sql, scope, indexes)).map((entry) => [entry.index, entry]));
  const strata = new Map<string, Stratum & { drawn: FoundEntry[] }>();
  for (const row of rows) {
    const { authority, system, kind, outcome, hour } = row;
    const key = JSON.stringify([authority, system, kind, outcome, hour]);
    const stratum = strata.get(key) ?? { ...describe(row, request.dimensions), drawn: [] };
    strata.set(key, stratum);
    const entry = entries.get(Number(row.idx));
    if (entry === undefined) throw new Error(`entry ${row.idx}: drawn, but not found`);
    stratum.drawn.push(entry);
  }
  return { seed, strata: [...strata.values()] };
}

function draw(sql: Sql, scope: ReviewScope, request: SampleRequest, seed: Buffer): Promise<DrawnRow[]> {
  const by = (dimension: StratumDimension) => request.dimensions.includes(dimension);
  const needsOutcome = by('outcome') || request.query.outcomes !== undefined;
  // Hour 0 in UTC begins with the epoch; leap seconds are not counted.
  return sql<DrawnRow[]>`
    WITH frame AS (
      SELECT h.idx,
             ${by('authority') ? sql`h.authority` : sql`''`} COLLATE "C" AS authority,
             ${by('system') ? sql`h.system` : sql`''`} COLLATE "C" AS system,
             ${by('outcome') ? sql`h.kind` : sql`''`} COLLATE "C" AS kind,
             ${by('outcome') ? outcomeOf(sql) : sql`''`} COLLATE "C" AS outcome,
             ${by('hour') ? sql`(h.time_ms / 3600000 % 24)::int` : sql`0`} AS hour
        FROM audit.entry_header AS h
        ${needsOutcome ? closing(sql) : sql``}
       WHERE h.authority = ANY(${[...scope]}) AND h.idx < ${request.frame} ${conditions(sql, request.query)}
    ), ranked AS (
      SELECT f.*, count(*) OVER stratum AS population,
             row_number() OVER (stratum ORDER BY sha256(${seed}::bytea || int8send(f.idx))) AS place
        FROM frame AS f
      WINDOW stratum AS (PARTITION BY f.authority, f.system, f.kind, f.outcome, f.hour)
    )
    SELECT idx, authority, system, kind, outcome, hour, population FROM ranked WHERE place <= ${request.size}
     ORDER BY authority, system, kind, outcome, hour, place
     LIMIT ${MOST_DRAWN + 1}`;
}

function describe(row: DrawnRow, dimensions: readonly StratumDimension[]): Omit<Stratum, 'drawn'> {
  const by = (dimension: StratumDimension) => dimensions.includes(dimension);
  return {
    authority: by('authority') ? row.authority : undefined,
    system: by('system') ? row.system : undefined,
    kind: by('outcome') ? row.kind : undefined,
    outcome: readOutcome(row.outcome),
    hour: by('hour') ? row.hour : undefined,
    population: Number(row.population),
  };
}
