/** Findings in the database (migrations/audit/0006-findings.sql). The role needs the rights of ostiary_dpo. */
import type postgres from 'postgres';
import type { Sql } from '../log/store.js';
import type { ReviewScope } from '../review/query.js';
import { hasOutside } from '../review/search-sql.js';
import { DETECTORS } from './detectors.js';
import {
  DETECTOR_NAMES,
  type DetectorName,
  type Figures,
  type Finding,
  type FindingWindow,
  SEVERITIES,
  type Severity,
} from './finding.js';

/** A run of the detectors, as stored. */
export interface DetectionRun {
  /** Index of the log entry that announced it. */
  readonly logIndex: number;
  readonly requestId: string;
  /** Period judged, [since, until), milliseconds since the epoch. */
  readonly since: number;
  readonly until: number;
  readonly settingsSha256: string;
  /** Accesses judged. */
  readonly opened: number;
  /** Accesses whose payload is gone, as it is at term. */
  readonly erased: number;
  /** Accesses whose payload is not what the log committed to. */
  readonly altered: number;
}

/** A finding as stored: nothing of it is personal data. The officer is told by the section "who" of its entries. */
export interface StoredFinding {
  readonly id: number;
  readonly run: number;
  readonly detector: DetectorName;
  readonly severity: Severity;
  readonly authority: string;
  readonly window: FindingWindow;
  readonly facts: Figures;
  readonly thresholds: Figures;
  /** In plain words, with the numbers that were compared; names nobody. */
  readonly explanation: string;
  /** Indices of the intents or refusals that caused it, ascending; the first ones if FindingFilter.mostEntries says so. */
  readonly entries: readonly number[];
  /** Number of all of them. */
  readonly entryCount: number;
}

/** Which findings are wanted. Everything that is given must hold. */
export interface FindingFilter {
  /** Codes of the authorities whose officers' findings may be shown; undefined means all. */
  readonly authorities?: readonly string[];
  /** Whose findings may be shown, and about which systems: what one reads of a finding counts all of its entries. */
  readonly within?: ReviewScope;
  readonly detectors?: readonly DetectorName[];
  /** The least urgent severity that is wanted. */
  readonly severity?: Severity;
  /** Findings whose day or week overlaps [since, until), milliseconds since the epoch. */
  readonly since?: number;
  readonly until?: number;
  /** Findings that any of these entries caused. */
  readonly entries?: readonly number[];
  readonly ids?: readonly number[];
  /** Those of one run, instead of the newest statement of each pattern. */
  readonly run?: number;
  /** Findings with a lower number than this one: the next page. */
  readonly before?: number;
  /** Most findings; default 100, at most 1,000. */
  readonly limit?: number;
  /** Most entries named of each finding; default all. */
  readonly mostEntries?: number;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** Statements sent without waiting for one another. */
const FINDINGS_AT_ONCE = 100;

/**
 * Stores a run with its findings, all or nothing, and deletes findings whose entries are all erased. Returns the run's
 * number.
 */
export async function storeRun(sql: postgres.Sql, run: DetectionRun, findings: readonly Finding[]): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`SELECT audit.drop_spent_findings()`;
    const [row] = await tx<{ id: string }[]>`
      INSERT INTO audit.detection_run
        (log_index, request_id, since_ms, until_ms, settings_sha256, opened, erased, altered)
      VALUES (${run.logIndex}, ${run.requestId}, ${run.since}, ${run.until}, ${run.settingsSha256}, ${run.opened},
              ${run.erased}, ${run.altered})
      RETURNING id`;
    const id = Number(row?.id);
    for (let at = 0; at < findings.length; at += FINDINGS_AT_ONCE) {
      await Promise.all(findings.slice(at, at + FINDINGS_AT_ONCE).map((finding) => storeFinding(tx, id, finding)));
    }
    return id;
  });
}

async function storeFinding(tx: Sql, run: number, { window, entries, ...finding }: Finding): Promise<void> {
  const [first] = entries;
  if (first === undefined) throw new TypeError('a finding without entries');
  await tx`
    WITH stored AS (
      INSERT INTO audit.finding (run, detector, severity, authority, window_label, window_zone, window_from_ms,
                                 window_to_ms, facts, thresholds, first_entry)
      VALUES (${run}, ${finding.detector}, ${finding.severity}, ${finding.authority}, ${window.label},
              ${window.timeZone}, ${window.from}, ${window.to}, ${JSON.stringify(finding.facts)}::text::jsonb,
              ${JSON.stringify(finding.thresholds)}::text::jsonb, ${first})
      RETURNING id
    )
    INSERT INTO audit.finding_entry (finding, idx)
    SELECT stored.id, e.idx FROM stored CROSS JOIN unnest(${numbers(entries)}::bigint[]) AS e(idx)`;
}

interface FindingRow {
  id: string;
  run: string;
  detector: string;
  severity: string;
  authority: string;
  window_label: string;
  window_zone: string;
  window_from_ms: string;
  window_to_ms: string;
  facts: Figures;
  thresholds: Figures;
  entries: string[];
  entry_count: string;
}

/** Findings, the newest first. A pattern that several runs found comes once, as the newest run found it. */
export async function listFindings(sql: Sql, filter: FindingFilter = {}): Promise<StoredFinding[]> {
  const { authorities, within: scope, detectors, since, until, entries, ids, run, before, mostEntries } = filter;
  const limit = Math.min(Math.max(filter.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
  const severities = SEVERITIES.slice(SEVERITIES.indexOf(filter.severity ?? 'low'));
  const rows = await sql<FindingRow[]>`
    SELECT f.id, f.run, f.detector, f.severity, f.authority, f.window_label, f.window_zone, f.window_from_ms,
           f.window_to_ms, f.facts, f.thresholds,
           ARRAY(SELECT e.idx::text FROM audit.finding_entry e WHERE e.finding = f.id
                  ORDER BY e.idx LIMIT ${mostEntries ?? null}) AS entries,
           (SELECT count(*) FROM audit.finding_entry e WHERE e.finding = f.id) AS entry_count
      FROM audit.finding f
     WHERE f.severity = ANY(${[...severities]})
       ${authorities === undefined ? sql`` : sql`AND f.authority = ANY(${[...authorities]})`}
       ${
         scope === undefined
           ? sql``
           : sql`AND f.authority = ANY(${[...scope.authorities]})
                 AND NOT ${hasOutside(sql, sql`SELECT e.idx FROM audit.finding_entry e WHERE e.finding = f.id`, scope)}`
       }
       ${detectors === undefined ? sql`` : sql`AND f.detector = ANY(${[...detectors]})`}
       ${since === undefined ? sql`` : sql`AND f.window_to_ms > ${since}`}
       ${until === undefined ? sql`` : sql`AND f.window_from_ms < ${until}`}
       ${before === undefined ? sql`` : sql`AND f.id < ${before}`}
       ${ids === undefined ? sql`` : sql`AND f.id = ANY(${numbers(ids)}::bigint[])`}
       ${
         entries === undefined
           ? sql``
           : sql`AND EXISTS (SELECT FROM audit.finding_entry e
                              WHERE e.finding = f.id AND e.idx = ANY(${numbers(entries)}::bigint[]))`
       }
       ${
         run !== undefined
           ? sql`AND f.run = ${run}`
           : ids !== undefined
             ? sql``
             : sql`AND NOT EXISTS (
                     SELECT FROM audit.finding n
                      WHERE n.detector = f.detector AND n.window_from_ms = f.window_from_ms
                        AND n.first_entry = f.first_entry AND n.authority = f.authority AND n.id > f.id)`
       }
     ORDER BY f.id DESC LIMIT ${limit}`;
  return rows.map(read);
}

function read(row: FindingRow): StoredFinding {
  const detector = DETECTOR_NAMES.find((name) => name === row.detector);
  const severity = SEVERITIES.find((name) => name === row.severity);
  if (detector === undefined || severity === undefined) throw new Error(`finding ${row.id} cannot be read`);
  const window = {
    label: row.window_label,
    timeZone: row.window_zone,
    from: Number(row.window_from_ms),
    to: Number(row.window_to_ms),
  };
  const { facts, thresholds } = row;
  return {
    id: Number(row.id),
    run: Number(row.run),
    detector,
    severity,
    authority: row.authority,
    window,
    facts,
    thresholds,
    explanation: DETECTORS[detector].explain(facts, thresholds, window),
    entries: row.entries.map(Number),
    entryCount: Number(row.entry_count),
  };
}

/** Indices of the entries of a finding below `before`, descending; `most` of them. */
export async function findingEntries(sql: Sql, id: number, before: number, most: number): Promise<number[]> {
  const rows = await sql<{ idx: string }[]>`
    SELECT idx FROM audit.finding_entry WHERE finding = ${id} AND idx < ${before} ORDER BY idx DESC LIMIT ${most}`;
  return rows.map(({ idx }) => Number(idx));
}

/** Array literal of PostgreSQL. */
const numbers = (values: readonly number[]): string => `{${values.join(',')}}`;
