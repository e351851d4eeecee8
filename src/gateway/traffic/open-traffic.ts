/** The regulation of traffic as the configuration wants it, on counts that all processes of the installation share. */
import type postgres from 'postgres';
import { Gauge, type Registry } from 'prom-client';
import type { AuditLog } from '../../audit/log/entry.js';
import type { Clock } from '../../shared/clock.js';
import type { Closing } from '../closing.js';
import type { Config } from '../config.js';
import type { Logger } from '../observability/logger.js';
import { openSharedCounts } from './shared-counts.js';
import { startTraffic, type Traffic } from './traffic.js';
import type { TrafficTables } from './traffic-tables.js';

/** Whose traffic it is. */
export interface OpenTrafficOptions {
  readonly config: Config;
  /** Pool on the schema "access", with the rights of ostiary_gateway; it stays the caller's. */
  readonly sql: postgres.Sql;
  readonly log: AuditLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the policy in force. */
  readonly tables: () => TrafficTables;
}

/** Opens it, and closes it with the service. */
export function openTraffic(
  { config, sql, log, clock, logger, tables }: OpenTrafficOptions,
  closing: Closing,
): Traffic {
  const traffic = startTraffic({
    tables,
    counts: openSharedCounts(sql),
    gate: { capacity: config.adapterCapacity, targetMs: config.latencyTargetMs },
    clock,
    log,
    onFault: (what, error) => logger.warn({ err: error }, what),
  });
  closing.push(() => traffic.close());
  return traffic;
}

/** Shows how much room the classes have that may be shed. */
export function measureTraffic(traffic: Traffic, registry: Registry): void {
  new Gauge({
    name: 'ostiary_priority_share',
    help: 'Part of its room that a class of calls has under the present load, from 0 to 1',
    labelNames: ['system', 'priority'],
    registers: [registry],
    collect() {
      for (const [system, { bulk, case: cases }] of traffic.shares()) {
        this.set({ system, priority: 'BULK' }, bulk);
        this.set({ system, priority: 'CASE' }, cases);
      }
    },
  });
}
