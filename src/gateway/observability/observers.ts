/** Where the pipeline and the log meet the metrics and the operator's log. */
import type { Adapter } from '../../adapters/adapter.js';
import type { AuditLog } from '../../audit/log/entry.js';
import { monotonicClock } from '../../shared/clock.js';
import type { ExchangeObserver } from '../exchange/exchange.js';
import type { GuardedAdapter } from '../exchange/route.js';
import { createFaultLines } from './fault-lines.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

const CIRCUIT_VALUES = { closed: 0, 'half-open': 0.5, open: 1 } as const;

/** Counts calls, and tells of circuits that open and of faults. */
export function observeExchange(
  metrics: Metrics,
  systems: readonly GuardedAdapter[],
  logger: Logger,
): ExchangeObserver {
  for (const { adapter, breaker } of systems) {
    // A system may have several services, each with a circuit of its own.
    const labels = { system: adapter.system, service: serviceOf(adapter) };
    metrics.circuitState.set(labels, 0);
    breaker.onStateChange((state) => {
      metrics.circuitState.set(labels, CIRCUIT_VALUES[state]);
      logger.warn({ ...labels, state }, 'circuit changed');
    });
  }
  return {
    callEnded(route, call, outcome, durationMs) {
      const system = route?.method.system ?? 'UNKNOWN';
      const operation = route?.method.name ?? 'UNKNOWN';
      const authority = call.peer.authority.code;
      metrics.calls.inc({ system, operation, authority, outcome, transport: call.transport });
      metrics.callSeconds.observe({ system, operation }, durationMs / 1000);
      logger.debug({ system, operation, authority, outcome, durationMs }, 'call ended');
    },
    fault: createFaultLines(logger, monotonicClock),
  };
}

/** Name of the adapter's service in the contract, e.g. "ostiary.sis.v1.SisService". */
const serviceOf = ({ service }: Adapter): string => Object.values(service)[0]?.path.split('/')[1] ?? '';

/** The same log, with the time of each append measured. */
export function measureAppends(log: AuditLog, metrics: Metrics): AuditLog {
  return {
    origin: log.origin,
    async append(draft) {
      const started = performance.now();
      const logged = await log.append(draft);
      metrics.appendSeconds.observe((performance.now() - started) / 1000);
      return logged;
    },
    checkHealth: () => log.checkHealth(),
    close: () => log.close(),
  };
}
