/** A stratified sample of the entries in scope, drawn in the database in the order that sample.ts defines. */
import { Refusal } from '../../shared/refusal.js';
import type { Sql } from '../log/store.js';
import type { AccessOutcome, EntryQuery, FoundEntry, ReviewScope } from './query.js';
import { readOutcome } from './rows.js';
import { sampleSeed } from './sample.js';
import { findEntries } from './search.js';
import { closing, conditions, outcomeOf, within } from './search-sql.js';

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
  /** Indexes of those drawn that are damaged (FoundEntries.damaged). */
  readonly damaged: readonly number[];
}

/** A sample, with the seed that made it. */
export interface Sample {
  readonly seed: Buffer;
  readonly strata: readonly Stratum[];
}

/** Most entries in one sample: what people can look at, and an answer can hold. */
export const MOST_DRAWN = 400;

interface StratumRow {
  /** Null for a stratum of which nothing was ranked. */
  idx: string | null;
  authority: string;
  system: string;
  kind: string;
  outcome: string;
  hour: number;
  population: string;
}

/**
 * Of a large stratum only entries with small draw keys are ranked: as many as would be `margin` times the sample on
 * average. With 20, fewer than the sample turn up once in 10^8 strata; then all are ranked.
 */
const MARGIN = 20;

/**
 * Draws it. Throws a Refusal REQUEST_INVALID when the strata are so many that the sample gets too large. `margin` is for
 * tests: no margin changes what is drawn.
 */
export async function drawSample(
  sql: Sql,
  scope: ReviewScope,
  request: SampleRequest,
  margin = MARGIN,
): Promise<Sample> {
  const seed = sampleSeed(request.checkpoint, request.sampleId);
  const likely = await draw(sql, scope, request, seed, margin);
  const rows = isComplete(likely, request.size)
    ? likely
    : await draw(sql, scope, request, seed, Number.MAX_SAFE_INTEGER);
  if (rows.length > MOST_DRAWN) {
    const description = `with these strata more than ${MOST_DRAWN} entries would be drawn`;
    throw new Refusal('REQUEST_INVALID', `size_per_stratum: ${description}`, {
      violations: [{ field: 'size_per_stratum', rule: 'sample_size', description }],
    });
  }
  const indexes = rows.map(({ idx }) => Number(idx));
  const found = await findEntries(sql, scope, indexes);
  const entries = new Map(found.entries.map((entry) => [entry.index, entry]));
  const strata = new Map<string, Stratum & { drawn: FoundEntry[]; damaged: number[] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const stratum = strata.get(key) ?? { ...describe(row, request.dimensions), drawn: [], damaged: [] };
    strata.set(key, stratum);
    if (row.idx === null) throw new Error('a stratum of which nothing was drawn');
    const entry = entries.get(Number(row.idx));
    if (entry === undefined) stratum.damaged.push(Number(row.idx));
    else stratum.drawn.push(entry);
  }
  return { seed, strata: [...strata.values()] };
}

/** Whether every stratum has as many entries drawn as there are to draw. One that was cut off at the end is not asked. */
function isComplete(rows: readonly StratumRow[], size: number): boolean {
  if (rows.length > MOST_DRAWN) return true;
  const drawn = new Map<string, number>();
  for (const row of rows) if (row.idx !== null) drawn.set(keyOf(row), (drawn.get(keyOf(row)) ?? 0) + 1);
  return rows.every((row) => (drawn.get(keyOf(row)) ?? 0) === Math.min(size, Number(row.population)));
}

const keyOf = ({ authority, system, kind, outcome, hour }: StratumRow): string =>
  JSON.stringify([authority, system, kind, outcome, hour]);

function draw(
  sql: Sql,
  scope: ReviewScope,
  request: SampleRequest,
  seed: Buffer,
  margin: number,
): Promise<StratumRow[]> {
  const by = (dimension: StratumDimension) => request.dimensions.includes(dimension);
  const needsOutcome = by('outcome') || request.query.outcomes !== undefined;
  const { size } = request;
  // Hour 0 in UTC begins with the epoch; leap seconds are not counted. Draw keys are compared by their first 8 bytes with
  // that share of 2^64 of which `margin` times the sample is expected; the signed int8 holds half of them.
  return sql<StratumRow[]>`
    WITH frame AS MATERIALIZED (
      SELECT h.idx,
             ${by('authority') ? sql`h.authority` : sql`''`} COLLATE "C" AS authority,
             ${by('system') ? sql`h.system` : sql`''`} COLLATE "C" AS system,
             ${by('outcome') ? sql`h.kind` : sql`''`} COLLATE "C" AS kind,
             ${by('outcome') ? outcomeOf(sql) : sql`''`} COLLATE "C" AS outcome,
             ${by('hour') ? sql`(h.time_ms / 3600000 % 24)::int` : sql`0`} AS hour
        FROM audit.entry_header AS h
        ${needsOutcome ? closing(sql) : sql``}
       WHERE ${within(sql, scope)} AND h.idx < ${request.frame} ${conditions(sql, request.query)}
    ), stratum AS MATERIALIZED (
      SELECT authority, system, kind, outcome, hour, count(*) AS population,
             CASE WHEN count(*) > 2 * ${margin}::float8 * ${size}
                  THEN int8send((${margin}::float8 * ${size} / count(*) * 18446744073709551616)::int8) END AS bound
        FROM frame GROUP BY authority, system, kind, outcome, hour
    ), ranked AS (
      SELECT f.*, row_number() OVER (PARTITION BY f.authority, f.system, f.kind, f.outcome, f.hour ORDER BY f.key) AS place
        FROM (SELECT g.*, sha256(${seed}::bytea || int8send(g.idx)) AS key FROM frame AS g OFFSET 0) AS f
        JOIN stratum AS s USING (authority, system, kind, outcome, hour)
       WHERE s.bound IS NULL OR f.key < s.bound
    )
    SELECT r.idx, s.authority, s.system, s.kind, s.outcome, s.hour, s.population
      FROM stratum AS s
      LEFT JOIN ranked AS r
        ON (r.authority, r.system, r.kind, r.outcome, r.hour) = (s.authority, s.system, s.kind, s.outcome, s.hour)
       AND r.place <= ${size}
     ORDER BY s.authority, s.system, s.kind, s.outcome, s.hour, r.place
     LIMIT ${MOST_DRAWN + 1}`;
}

function describe(row: StratumRow, dimensions: readonly StratumDimension[]): Omit<Stratum, 'drawn' | 'damaged'> {
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
