/** One run of the detectors: announced in the log, read, judged, stored, and closed in the log. */
import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { newRequestId } from '../../shared/request-id.js';
import type { AuditLog, EntryDraft, IndexTerm } from '../log/entry.js';
import { canonicalJson } from '../../shared/canonical-json.js';
import { type KeyUnwrapper, unwrappedBy } from '../vault/keys.js';
import { enabledDetectors, type Period, periodToRead, startDetection } from './detection.js';
import type { DetectorName, Finding } from './finding.js';
import { storeRun } from './findings-store.js';
import { readAccesses, type ReadReport } from './read-accesses.js';
import type { Settings } from './settings.js';
import type { StaffRegister } from './staff-register.js';

/** Who has the detectors run, and why: every run opens entries, and is an entry itself. */
export interface Examiner {
  /** Code of the examining authority. */
  readonly authority: string;
  readonly officer: string;
  /** In words. */
  readonly reason: string;
  /** What the run's own entries can be found by. */
  readonly terms?: readonly IndexTerm[];
}

/** What to judge, by what. */
export interface DetectionOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  readonly keys: KeyUnwrapper;
  readonly log: Pick<AuditLog, 'append'>;
  readonly examiner: Examiner;
  /** Days and weeks that overlap it are judged. */
  readonly period: Period;
  /** Only these authorities' entries are opened; undefined means all. */
  readonly authorities?: readonly string[];
  readonly settings: Settings;
  readonly staff: StaffRegister;
  readonly clock: Clock;
  readonly onProgress?: (read: number, total: number) => void;
}

/** What came out. */
export interface DetectionReport extends ReadReport {
  /** Number of the run, for listFindings. */
  readonly run: number;
  /** Index of the entry that announced it. */
  readonly logIndex: number;
  readonly findings: readonly Finding[];
}

/**
 * Runs the detectors and stores what they find. The first entry is durable before anything is opened; if it cannot be
 * written, nothing is. Rejects when log, database or keys fail; the log then says that the run failed.
 */
export async function runDetection(options: DetectionOptions): Promise<DetectionReport> {
  const { sql, log, settings, staff, period, clock } = options;
  const requestId = options.keys.count?.requestId ?? newRequestId(clock.now());
  const settingsSha256 = createHash('sha256')
    .update(canonicalJson(asJson(settings)))
    .digest('hex');
  const reading = periodToRead(period, settings);
  const announced = await log.append(announcement(options, requestId, settingsSha256, reading));
  try {
    const detection = startDetection(period, { settings, staff });
    const read = await readAccesses(options, reading, (access) => detection.observe(access));
    const findings = detection.findings();
    const run = await storeRun(
      sql,
      {
        logIndex: announced.index,
        requestId,
        since: period.from,
        until: period.to,
        settingsSha256,
        opened: read.opened,
        erased: read.erased,
        altered: read.altered,
      },
      findings,
    );
    await log.append(
      conclusion(options, requestId, {
        altered: read.altered,
        erased: read.erased,
        findings: countByDetector(findings),
        opened: read.opened,
        run,
        status: 'DETECTED',
        ...unwrappedBy(options.keys),
      }),
    );
    return { ...read, run, logIndex: announced.index, findings };
  } catch (error) {
    await log
      .append(conclusion(options, requestId, { status: 'FAILED', ...unwrappedBy(options.keys) }))
      .catch((second: unknown) => {
        throw new AggregateError([error, second], 'the run failed, and the log could not be told');
      });
    throw error;
  }
}

function announcement(
  { examiner, authorities, settings, period }: DetectionOptions,
  requestId: string,
  settingsSha256: string,
  reading: Period,
): EntryDraft {
  return {
    ...frame(examiner, requestId),
    sections: {
      who: { authority: examiner.authority, officer: examiner.officer },
      what: {
        operation: 'audit.detect',
        query: {
          ...(authorities !== undefined && { authorities }),
          detectors: enabledDetectors(settings),
          read_from: iso(reading.from),
          read_until: iso(reading.to),
          settings_sha256: settingsSha256,
          since: iso(period.from),
          until: iso(period.to),
        },
        system: SYSTEM,
      },
      why: { justification: examiner.reason },
    },
  };
}

const conclusion = ({ examiner }: DetectionOptions, requestId: string, result: JsonObject): EntryDraft => ({
  ...frame(examiner, requestId),
  sections: { result },
});

const SYSTEM = 'AUDIT';

const frame = ({ authority, terms }: Examiner, requestId: string): Omit<EntryDraft, 'sections'> => ({
  kind: 'dpo-search',
  authority,
  system: SYSTEM,
  requestId,
  retention: 'ops',
  ...(terms !== undefined && { terms }),
});

function countByDetector(findings: readonly Finding[]): JsonObject {
  const counts: Partial<Record<DetectorName, number>> = {};
  for (const { detector } of findings) counts[detector] = (counts[detector] ?? 0) + 1;
  return asJson(counts);
}

/** Plain data as JSON has it: without what is undefined. */
const asJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;

const iso = (time: number): string => new Date(time).toISOString();
