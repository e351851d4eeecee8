/** Puts the log under the eyes of witnesses, when the configuration names any (docs/witness.md). */
import type postgres from 'postgres';
import { Gauge, type Registry } from 'prom-client';
import type { AuditLog } from '../audit/log/entry.js';
import type { LogReader } from '../audit/log/reader.js';
import { found } from '../audit/log/store.js';
import { EMPTY_ROOT } from '../audit/merkle/hash.js';
import { signCheckpoint } from '../audit/note/checkpoint.js';
import { parseVerifierKey } from '../audit/note/key.js';
import type { LogSigner } from '../audit/log/log-key.js';
import { Collector } from '../audit/witnessing/collector.js';
import { loadWitnessPolicy } from '../audit/witnessing/policy-file.js';
import { witnessed } from '../audit/witnessing/witnessed-log.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import type { HealthCheck } from './observability/endpoint.js';
import type { Logger } from './observability/logger.js';

/** Connections it takes: one to hold the turn, the others to read and to store. */
export const WITNESSING_CONNECTIONS = 3;

/** The witnesses of a service's log. */
export interface Witnessing {
  /** The same log, which refuses, and in mode "sync" waits, as the witnesses have it. */
  watch(log: AuditLog, reader: LogReader): AuditLog;
  /** The newest checkpoint that a quorum cosigned; undefined before there is one. */
  checkpoint(): string | undefined;
  readonly check: HealthCheck;
  /** Adds the metrics. */
  readonly measure: (registry: Registry) => void;
}

/** Whose witnesses. */
export interface WitnessingParts {
  readonly config: Config;
  /** Under the gateway's role. */
  readonly sql: postgres.Sql;
  readonly signer: LogSigner;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Asks the witnesses what they hold, and begins to collect. Must be called before anything writes the log: rejects with
 * an UnacceptableLog when a witness has seen more than the database holds. Undefined without witnesses.
 */
export async function openWitnessing(
  { config, sql, signer, clock, logger }: WitnessingParts,
  closing: Closing,
): Promise<Witnessing | undefined> {
  const { witnesses, logOrigin } = config;
  if (witnesses === undefined) return undefined;
  const log = parseVerifierKey(signer.verifierKey);
  const policy = await loadWitnessPolicy(witnesses.policyFile, signer.verifierKey, logOrigin);
  // A database that was emptied is a log that was rolled back: the witnesses are asked about an empty log, too.
  await found(sql, logOrigin, signCheckpoint(0, EMPTY_ROOT, signer), Math.trunc(clock.now()));
  const collector = await Collector.open({
    sql,
    log,
    policy,
    mode: witnesses.mode,
    clock,
    times: { deadlineMs: witnesses.deadlineMs, stopMs: witnesses.stopMs },
    events: {
      witness(name, condition, error) {
        if (condition === 'well') logger.info({ witness: name }, 'a witness cosigns');
        else logger.warn({ witness: name, condition, err: error }, 'a witness does not cosign');
      },
      late(late) {
        if (late) logger.warn('the quorum of witnesses is late');
        else logger.info('the quorum of witnesses has caught up');
      },
      distrusted: (error) => logger.error({ err: error, problem: error.message }, 'the log must not be written'),
      failed: (error) => logger.error({ err: error }, 'collecting cosignatures failed'),
    },
  });
  closing.push(() => collector.close());
  return {
    watch: (own, reader) => witnessed(own, collector, reader, witnesses.mode),
    checkpoint: () => collector.witnessed?.note,
    check: {
      name: 'witnesses',
      // eslint-disable-next-line @typescript-eslint/require-await -- a check is a promise, and this one throws
      async check() {
        collector.assertOpen();
      },
    },
    measure: (registry) => addMetrics(registry, collector),
  };
}

function addMetrics(registry: Registry, collector: Collector): void {
  const registers = [registry];
  new Gauge({
    name: 'ostiary_witnessed_size',
    help: 'Entries covered by the newest checkpoint with a quorum of cosignatures',
    registers,
    collect() {
      this.set(collector.status().witnessedSize ?? 0);
    },
  });
  new Gauge({
    name: 'ostiary_unwitnessed_seconds',
    help: 'Time for which the oldest checkpoint without a quorum has waited; 0 when there is none',
    registers,
    collect() {
      this.set(collector.status().waitingMs / 1000);
    },
  });
  new Gauge({
    name: 'ostiary_witness_well',
    help: 'Whether the last answer of a witness was a good cosignature',
    labelNames: ['witness'],
    registers,
    collect() {
      for (const { name, condition } of collector.status().witnesses) {
        this.set({ witness: name }, condition === 'well' ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: 'ostiary_witness_size',
    help: 'Entries in the newest tree that a witness is known to hold',
    labelNames: ['witness'],
    registers,
    collect() {
      for (const { name, size } of collector.status().witnesses) this.set({ witness: name }, Number(size));
    },
  });
}
