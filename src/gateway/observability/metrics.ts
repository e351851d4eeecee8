/**
 * Prometheus metrics. Labels are closed sets (operation, system, outcome, authority, reason): never a name, a plate or
 * an identifier of a request.
 */
import type { Clock } from '../../shared/clock.js';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Upper bounds of the latency histograms, in seconds. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Values read when the metrics are collected. */
export interface Gauges {
  connections(): number;
  /** Milliseconds since the epoch. */
  crlExpiresAt(): number;
  readonly clock: Clock;
}

let nodeRegistry: Registry | undefined;

/**
 * Metrics of Node.js, the same for all gateways of a process. prom-client watches garbage collections to the end of the
 * process: with them in its own registry a closed gateway would stay in memory.
 */
function nodeMetrics(): Registry {
  if (nodeRegistry === undefined) {
    nodeRegistry = new Registry();
    collectDefaultMetrics({ register: nodeRegistry });
  }
  return nodeRegistry;
}

/** Makes the registry with every metric of the gateway. */
export function createMetrics(gauges: Gauges) {
  const own = new Registry();
  const registers = [own];
  new Gauge({
    name: 'ostiary_connections',
    help: 'Admitted connections open now',
    registers,
    collect() {
      this.set(gauges.connections());
    },
  });
  new Gauge({
    name: 'ostiary_crl_expires_seconds',
    help: 'Seconds until the first certificate revocation list expires; below zero every client is refused',
    registers,
    collect() {
      this.set((gauges.crlExpiresAt() - gauges.clock.now()) / 1000);
    },
  });
  const metrics = {
    calls: new Counter({
      name: 'ostiary_calls_total',
      help: 'Calls by operation, authority and outcome (ANSWERED or the reason of the refusal)',
      labelNames: ['system', 'operation', 'authority', 'outcome', 'transport'],
      registers,
    }),
    callSeconds: new Histogram({
      name: 'ostiary_call_seconds',
      help: 'Time from the parsed call to the answer',
      labelNames: ['system', 'operation'],
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    appendSeconds: new Histogram({
      name: 'ostiary_audit_append_seconds',
      help: 'Time until an audit entry is durable and covered by a signed checkpoint',
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    circuitState: new Gauge({
      name: 'ostiary_circuit_open',
      help: 'State of the circuit around a service of a system: 0 closed, 0.5 half open, 1 open',
      labelNames: ['system', 'service'],
      registers,
    }),
    refusedConnections: new Counter({
      name: 'ostiary_refused_connections_total',
      help: 'Connections refused at the handshake, by reason',
      labelNames: ['reason'],
      registers,
    }),
    policyReloads: new Counter({
      name: 'ostiary_policy_reloads_total',
      help: 'Changes of the policy folder, by result: ok or refused',
      labelNames: ['result'],
      registers,
    }),
    reloads: new Counter({
      name: 'ostiary_credential_reloads_total',
      help: 'Reloads of certificates, CRLs and registry, by result',
      labelNames: ['result'],
      registers,
    }),
  };
  return { ...metrics, registry: Registry.merge([nodeMetrics(), own]) };
}

/** All metrics of a gateway. */
export type Metrics = ReturnType<typeof createMetrics>;
