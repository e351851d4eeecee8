/**
 * The door: listener, faces and pipeline around a log and the systems behind it. The gateway and the data protection
 * officer's service differ in what stands behind the door, never in the door.
 */
import type postgres from 'postgres';
import type { Registry } from 'prom-client';
import type { Adapter } from '../adapters/adapter.js';
import type { AuditLog } from '../audit/log/entry.js';
import { type Clock, monotonicClock } from '../shared/clock.js';
import type { Approvals } from './approvals/service.js';
import { NO_APPROVALS } from './approvals/confirm.js';
import { type Config, dataLayout } from './config.js';
import type { Contract } from './contract/contract.js';
import type { AskingPartners } from './exchange/asking.js';
import { createExchange } from './exchange/exchange.js';
import { buildRoutes, type GuardedAdapter, type ProofService } from './exchange/route.js';
import { guardAdapter } from './guard-adapter.js';
import { createKeySources } from './identity/key-source.js';
import type { KnownAuthorities } from './identity/known-authorities.js';
import { createTokenVerifier } from './identity/officer-token.js';
import { createPseudonymizer, ensurePseudonymKey } from './identity/pseudonym.js';
import { openTokenSightings } from './identity/token-sightings.js';
import { createGrpcFace } from './listeners/grpc-listener.js';
import { createRefusalLog } from './listeners/refusal-log.js';
import { createRestFace } from './listeners/rest-listener.js';
import { createTlsListener } from './listeners/tls-listener.js';
import type { TransportRefusal } from './listeners/transport-refusal.js';
import { type HealthCheck, startObservabilityEndpoint } from './observability/endpoint.js';
import { watchHealth } from './observability/health-watch.js';
import type { Logger } from './observability/logger.js';
import { createMetrics } from './observability/metrics.js';
import { measureAppends, observeExchange } from './observability/observers.js';
import { startTracing, traced } from './observability/tracing.js';
import type { Closing } from './closing.js';
import type { Policy } from './policy/decide.js';
import { type LivePolicy, openLivePolicy } from './policy/live-policy.js';
import type { Retention } from './policy/retention.js';
import { measureTraffic, openTraffic } from './traffic/open-traffic.js';

/** What stands behind a door, and how it is to be opened. */
export interface DoorParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  /** The operations that are offered: every one must be implemented by `adapters`, `guarded` or `proofs`. */
  readonly contract: Contract;
  readonly log: AuditLog;
  /** How long its entries are kept; told where to find the policy in force. */
  readonly retention: Retention;
  /** Pool on the schema "access", with the rights of the gateway: what all processes know together of who may ask. */
  readonly accessSql: postgres.Sql;
  readonly adapters: readonly Adapter[];
  /** Further ones, which the service asks for itself, too: through the circuit and the bulkhead of everybody's questions. */
  readonly guarded?: readonly GuardedAdapter[];
  readonly proofs: readonly ProofService[];
  /** Undefined where no question needs an approval. */
  readonly approvals?: Approvals;
  /** Told where the registry in force is had from, before anybody is admitted. */
  readonly authorities?: KnownAuthorities;
  /** Further conditions of being ready, besides log, revocation lists and adapters. */
  readonly checks: readonly HealthCheck[];
  /** Gateways whose identifiers of requests are taken over (docs/completeness.md). */
  readonly askingPartners?: AskingPartners;
  /** What the operator must look at although it can serve: one line each. */
  readonly alarms?: () => readonly string[];
  /** Adds further metrics. */
  readonly measure?: ((registry: Registry) => void) | undefined;
}

/** An open door. */
export interface OpenDoor {
  readonly host: string;
  readonly port: number;
  readonly observabilityPort: number;
  /** In force, for accesses that the gateway makes itself. */
  readonly policy: Policy;
}

/** Opens the door. Whatever it opens is closed by `closing`, also when it rejects. */
export async function openDoor(parts: DoorParts, closing: Closing): Promise<OpenDoor> {
  const { config, logger, clock, contract, approvals } = parts;
  const metrics = createMetrics({
    connections: () => listener.connections().length,
    crlExpiresAt: () => listener.crlExpiresAt(),
    clock,
  });
  parts.measure?.(metrics.registry);
  approvals?.measure(metrics.registry);
  const log = measureAppends(parts.log, metrics);
  const refusals = createRefusalLog(log, clock, (error) =>
    logger.error({ err: error }, 'a refusal could not be written to the audit log'),
  );
  closing.push(() => refusals.close());

  const unguarded = approvals === undefined ? parts.adapters : [...parts.adapters, approvals.adapter];
  const guarded: readonly GuardedAdapter[] = [
    ...(parts.guarded ?? []),
    ...unguarded.map((adapter) => guardAdapter(adapter, config, clock, closing)),
  ];
  const adapters = guarded.map(({ adapter }) => adapter);
  const livePolicy = await openLivePolicy({
    directory: config.policyDirectory,
    log,
    clock,
    onReload(result) {
      metrics.policyReloads.inc({ result: result.ok ? 'ok' : 'refused' });
      if (result.ok) logger.info({ policy: result.version }, 'policy taken into force');
      else logger.error({ problems: result.problems }, 'new policy refused; the old one stays in force');
    },
  });
  closing.push(() => livePolicy.close());
  parts.retention.follow(() => livePolicy.logs);
  for (const { system } of adapters) parts.retention.of(system);
  const traffic = openTraffic(
    { config, sql: parts.accessSql, log, clock, logger, tables: () => livePolicy.traffic },
    closing,
  );
  measureTraffic(traffic, metrics.registry);
  const sightings = openTokenSightings({
    sql: parts.accessSql,
    now: () => clock.now(),
    onFault: (error) =>
      logger.error({ err: error }, 'expired tokens could not be forgotten; the next sweep tries again'),
  });
  closing.push(() => sightings.close());
  const keysOf = createKeySources({
    clock: monotonicClock,
    onProblem: (issuer, problem) => logger.warn({ issuer, problem }, 'the keys of a token issuer are not to be had'),
  });
  const tokens = createTokenVerifier({ audience: config.tokenAudience, clock, keysOf, sightings });
  const policy = approvals?.judging(livePolicy) ?? livePolicy;
  const routes = buildRoutes(contract, guarded, parts.proofs, clock);
  approvals?.attach(routes, () => livePolicy.bases);
  const pipeline = createExchange({
    routes,
    confirmations: approvals?.confirmations ?? NO_APPROVALS,
    policy,
    log: parts.retention.logging(log),
    clock,
    traffic,
    maxCallsInProgress: config.maxCalls,
    askingPartners: parts.askingPartners ?? [],
    observer: observeExchange(metrics, guarded, logger),
    verifyOfficer: (authorization, peer) => tokens.verify(authorization, peer),
    pseudonymizer: createPseudonymizer(await ensurePseudonymKey(dataLayout(config.dataDirectory).keys)),
  });
  const tracing =
    config.otlpEndpoint === undefined
      ? undefined
      : await startTracing(config.otlpEndpoint, (error) =>
          logger.warn({ err: error }, 'the last traces could not be sent'),
        );
  if (tracing !== undefined) closing.push(() => tracing.close());
  const exchange = tracing === undefined ? pipeline : traced(pipeline, tracing.tracer);

  const checks: HealthCheck[] = [
    { name: 'audit-log', check: () => log.checkHealth() },
    { name: 'revocation-lists', check: () => assertFresh(listener.crlExpiresAt(), clock) },
    ...[...new Set(adapters.map(({ system }) => system))].map((system) => ({
      name: system.toLowerCase(),
      check: async () => {
        const services = adapters.filter((adapter) => adapter.system === system);
        await Promise.all(services.map((service) => service.checkHealth(AbortSignal.timeout(HEALTH_TIMEOUT_MS))));
      },
    })),
    ...parts.checks,
  ];
  const face = {
    contract,
    exchange,
    peerOf: (remote: string) => listener.peerOf(remote),
    onTransportRefusal: (refusal: TransportRefusal) => refusals.transportRefused(refusal),
  };
  const grpc = createGrpcFace({ ...face, clock, reflection: config.reflection });
  let ready = false;
  const rest = createRestFace({
    ...face,
    clock,
    // Whoever is admitted may ask as often as they like: they are told what was last seen, which costs nothing.
    isReady: () => Promise.resolve(ready),
    onFault: (error) => logger.error({ err: error }, 'fault in the REST face'),
  });
  const listener = await createTlsListener({
    directory: config.credentialsDirectory,
    host: config.listen.host,
    port: config.listen.port,
    minVersion: config.tlsMinVersion,
    clock,
    onGrpcSocket: (socket) => grpc.inject(socket),
    onRestSocket: (socket) => rest.inject(socket),
    onRefused(refusal) {
      metrics.refusedConnections.inc({ reason: refusal.reason }, refusal.count);
      refusals.handshakeRefused(refusal);
    },
    onCut(cut) {
      logger.warn({ reason: cut.reason, authority: cut.peer.authority.code }, 'connection cut');
      refusals.connectionCut(cut);
    },
    onReload(result) {
      metrics.reloads.inc({ result: result.ok ? 'ok' : 'refused' });
      if (result.ok) logger.info('credentials reloaded');
      else logger.error({ problem: result.problem }, 'new credentials refused; the old ones stay in force');
    },
  });
  parts.authorities?.attach(() => listener.authorities());
  closing.push(async () => {
    ready = false;
    grpc.setServing(false);
    await Promise.all([
      listener.close(config.drainMs),
      within(grpc.drain(config.drainMs), config.drainMs).finally(() => grpc.destroy()),
      rest.drain(config.drainMs),
    ]);
    // Calls that were cut have no caller any more, but an outcome that belongs into the log.
    await within(pipeline.idle(), CUT_CALLS_PATIENCE_MS);
  });
  const observability = await startObservabilityEndpoint(config.observabilityPort, metrics.registry, checks, () => [
    ...policyAlarms(livePolicy),
    ...(parts.alarms?.() ?? []),
  ]);
  // Below the drain, so that probes and metrics see it to its end.
  closing.splice(-1, 0, () => observability.close());
  const watch = await watchHealth(checks, (failing) => {
    ready = failing.length === 0;
    grpc.setServing(ready);
    if (ready) logger.info('ready');
    else logger.warn({ failing }, 'not ready');
  });
  closing.push(() => watch.stop());
  logger.info({ host: listener.address, port: listener.port, policy: policy.version }, 'gateway is open');
  return { host: listener.address, port: listener.port, observabilityPort: observability.port, policy };
}

/** Time for calls that were cut to log how they ended; no operation takes longer. In milliseconds. */
const CUT_CALLS_PATIENCE_MS = 5_000;

/** Time for one health check, in milliseconds. */
const HEALTH_TIMEOUT_MS = 2_000;

function assertFresh(expiresAtMs: number, clock: Clock): Promise<void> {
  return expiresAtMs > clock.now() ? Promise.resolve() : Promise.reject(new Error('a revocation list has expired'));
}

const policyAlarms = (policy: LivePolicy): readonly string[] =>
  policy.refused() === undefined ? [] : ['the policy folder holds a policy that was refused; the one before decides'];

/** Waits for work, but not longer. */
async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
