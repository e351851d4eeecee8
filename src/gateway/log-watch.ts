/** Has a service verify the log all the time, with an alarm that stays until the log is whole again. */
import { join } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import { keptFile } from '../audit/verify/kept-file.js';
import { LogWatch } from '../audit/verify/watch.js';
import { compareEntryTimes } from '../audit/witnessing/entry-times.js';
import { loadWitnessPolicy } from '../audit/witnessing/policy-file.js';
import type { Clock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import type { HealthCheck } from './observability/endpoint.js';
import type { Logger } from './observability/logger.js';

/** Verification that runs. */
export interface RunningLogWatch {
  /** Fails while the log is not whole, or cannot be verified. */
  readonly check: HealthCheck;
  /** Adds the metrics. */
  readonly measure: (registry: Registry) => void;
}

/** What is verified, and where that is remembered. */
export interface LogWatchParts {
  readonly config: Config;
  /** Connects as a member of ostiary_dpo. */
  readonly databaseUrl: string;
  /** The log's verifier key. */
  readonly vkey: string;
  /** Folder for the checkpoint that was verified last. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Name of the file that keeps the checkpoint verified last. Handed to `audit verify --kept`, it serves there too. */
export const KEPT_FILE = 'verified-checkpoint';

/** Begins. Rejects when the kept checkpoint or the witnesses' policy cannot be read. */
export async function startLogWatch(parts: LogWatchParts, closing: Closing): Promise<RunningLogWatch> {
  const { config, vkey, clock, logger } = parts;
  const { logOrigin: origin, witnesses } = config;
  const policy = witnesses && (await loadWitnessPolicy(witnesses.policyFile, vkey, origin));
  // No limit to a statement: some of a check of everything go through all of a table.
  const sql = connectDatabase(parts.databaseUrl, {
    applicationName: 'ostiary-log-watch',
    max: 1,
    role: 'ostiary_dpo',
  });
  closing.push(() => sql.end({ timeout: 5 }));
  const watch = await LogWatch.open({
    sql,
    vkey,
    origin,
    clock,
    kept: keptFile(join(parts.folder, KEPT_FILE)),
    times: { everyMs: config.review.verifyEveryMs },
    ...(policy !== undefined && { alsoCheck: (from) => compareEntryTimes(sql, policy, from) }),
    events: {
      found: ({ kind, message }) => logger.error({ finding: kind, problem: message }, 'the audit log is not whole'),
      whole: () => logger.info('the audit log is whole again'),
      failed: (error) => logger.error({ err: error }, 'the audit log could not be verified'),
    },
  });
  closing.push(() => watch.close());
  return {
    check: {
      name: 'audit-verification',
      // eslint-disable-next-line @typescript-eslint/require-await -- a check is a promise, and this one throws
      async check() {
        watch.assertWhole();
      },
    },
    measure: (registry) => addMetrics(registry, watch, clock),
  };
}

function addMetrics(registry: Registry, watch: LogWatch, clock: Clock): void {
  const registers = [registry];
  new Gauge({
    name: 'ostiary_log_whole',
    help: 'Whether the audit log was found whole when it was last verified',
    registers,
    collect() {
      this.set(watch.status().finding === undefined ? 1 : 0);
    },
  });
  new Gauge({
    name: 'ostiary_log_verified_size',
    help: 'Entries of the audit log that were found whole',
    registers,
    collect() {
      this.set(watch.status().verifiedSize ?? 0);
    },
  });
  new Gauge({
    name: 'ostiary_log_verified_age_seconds',
    help: 'Time since the audit log was last found whole',
    registers,
    collect() {
      const { verifiedAtMs } = watch.status();
      this.set(verifiedAtMs === undefined ? Number.NaN : (clock.now() - verifiedAtMs) / 1000);
    },
  });
}
