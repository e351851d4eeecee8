/**
 * Composition root: a configuration in, a running gateway out. The only place that knows both the pipeline and the
 * adapters, and the only one that calls their constructors.
 */
import { createSisAdapter } from '../adapters/sis/service.js';
import type { Adapter } from '../adapters/adapter.js';
import { openAuditLog } from '../audit/log/audit-log.js';
import { openLogReader } from '../audit/log/reader.js';
import { ensureLogKey } from '../audit/note/log-key.js';
import { openKeyWrapper } from '../audit/vault/file-keys.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase, ensureSupported } from '../shared/database/connect.js';
import { createAuditEntryAdapter } from './audit-service/entry-adapter.js';
import { createProofService } from './audit-service/proofs.js';
import { type Config, dataLayout } from './config.js';
import { loadContract } from './contract/contract.js';
import { createBreaker, DEFAULT_BREAKER } from './exchange/breaker.js';
import { createExchange } from './exchange/exchange.js';
import { buildRoutes, type GuardedAdapter } from './exchange/route.js';
import { createTokenVerifier } from './identity/officer-token.js';
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
import { createPolicy } from './policy/decide.js';
import { loadLegalBases } from './policy/legal-basis.js';

/** Role whose rights the gateway has in the database, whoever connects (migrations/audit). */
const GATEWAY_ROLE = 'ostiary_gateway';

/** Connections of the SIS adapter: queries are short and pipelined, so few do. */
const SIS_CONNECTIONS = 4;

/** No statement of ours takes this long unless something is wrong; what is given up then is not left to pile up. */
const STATEMENT_TIMEOUT_MS = 15_000;

/** A running gateway. */
export interface RunningGateway {
  readonly host: string;
  readonly port: number;
  readonly observabilityPort: number;
  /** Verifier key of the log (C2SP vkey): what anybody needs to check a receipt. */
  readonly verifierKey: string;
  /** Takes no more calls, lets those in progress end, writes what is queued, and lets go of everything. */
  close(): Promise<void>;
}

/** Starts a gateway on a migrated database. Rejects, with nothing left open, when anything is not as it must be. */
export async function startGateway(config: Config, databaseUrl: string, logger: Logger): Promise<RunningGateway> {
  const clock = systemClock;
  const closing: (() => Promise<void> | void)[] = [];
  /** Takes every step, whatever becomes of the others: the log must be closed even when a collector is away. */
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        logger.error({ err: error }, 'a step of closing failed');
      }
    }
  };
  try {
    return await start();
  } catch (error) {
    await close();
    throw error;
  }

  async function start(): Promise<RunningGateway> {
    const pool = (applicationName: string, max: number) => {
      const sql = connectDatabase(databaseUrl, {
        applicationName,
        max,
        role: GATEWAY_ROLE,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      });
      closing.push(() => sql.end({ timeout: 5 }));
      return sql;
    };
    const contract = loadContract();
    const policy = createPolicy(loadLegalBases());
    const sisPool = pool('ostiary-sis', SIS_CONNECTIONS);
    await ensureSupported(sisPool);

    const paths = dataLayout(config.dataDirectory);
    const signer = await ensureLogKey(paths.keys, config.logOrigin);
    const bareLog = await openAuditLog({
      sql: pool('ostiary-log', 2),
      origin: config.logOrigin,
      signer,
      keys: await openKeyWrapper(paths.vault),
      clock,
      onFault: (what, error) => logger.error({ what, err: error }, 'the audit log failed in the background'),
    });
    closing.push(() => bareLog.close());
    const reader = openLogReader({ sql: pool('ostiary-log-reader', 2), origin: config.logOrigin });

    const metrics = createMetrics({
      connections: () => listener.connections().length,
      crlExpiresAt: () => listener.crlExpiresAt(),
    });
    const log = measureAppends(bareLog, metrics);
    const refusals = createRefusalLog(log, clock, (error) =>
      logger.error({ err: error }, 'a refusal could not be written to the audit log'),
    );
    closing.push(() => refusals.close());

    const adapters: Adapter[] = [createSisAdapter({ sql: sisPool, clock }), createAuditEntryAdapter(reader)];
    const guarded: GuardedAdapter[] = adapters.map((adapter) => {
      const breaker = createBreaker(adapter.system, { ...DEFAULT_BREAKER, capacity: config.adapterCapacity });
      closing.push(() => breaker.shutdown());
      return { adapter, breaker };
    });
    const tokens = createTokenVerifier({ audience: config.tokenAudience, clock });
    const pipeline = createExchange({
      routes: buildRoutes(contract, guarded, createProofService(reader)),
      policy,
      log,
      clock,
      maxCallsInProgress: config.maxCalls,
      observer: observeExchange(metrics, guarded, logger),
      verifyOfficer: (authorization, peer) => tokens.verify(authorization, peer),
    });
    const tracing =
      config.otlpEndpoint === undefined
        ? undefined
        : startTracing(config.otlpEndpoint, (error) =>
            logger.warn({ err: error }, 'the last traces could not be sent'),
          );
    if (tracing !== undefined) closing.push(() => tracing.close());
    const exchange = tracing === undefined ? pipeline : traced(pipeline, tracing.tracer);

    const checks: HealthCheck[] = [
      { name: 'audit-log', check: () => log.checkHealth() },
      { name: 'revocation-lists', check: () => assertFresh(listener.crlExpiresAt()) },
      ...adapters.map((adapter) => ({
        name: adapter.system.toLowerCase(),
        check: () => adapter.checkHealth(AbortSignal.timeout(HEALTH_TIMEOUT_MS)),
      })),
    ];
    const face = {
      contract,
      exchange,
      peerOf: (remote: string) => listener.peerOf(remote),
      onTransportRefusal: (refusal: TransportRefusal) => refusals.transportRefused(refusal),
    };
    const grpc = createGrpcFace({ ...face, reflection: config.reflection });
    let ready = false;
    const rest = createRestFace({
      ...face,
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
    const observability = await startObservabilityEndpoint(config.observabilityPort, metrics.registry, checks);
    // Below the drain, so that probes and metrics see it to its end.
    closing.splice(-1, 0, () => observability.close());
    const watch = await watchHealth(checks, (failing) => {
      ready = failing.length === 0;
      grpc.setServing(ready);
      if (ready) logger.info('gateway is ready');
      else logger.warn({ failing }, 'gateway is not ready');
    });
    closing.push(() => watch.stop());
    logger.info({ host: listener.address, port: listener.port, policy: policy.version }, 'gateway is open');
    return {
      host: listener.address,
      port: listener.port,
      observabilityPort: observability.port,
      verifierKey: signer.verifierKey,
      close,
    };
  }
}

/** Time for calls that were cut to log how they ended; no operation takes longer. In milliseconds. */
const CUT_CALLS_PATIENCE_MS = 5_000;

/** Time for one health check, in milliseconds. */
const HEALTH_TIMEOUT_MS = 2_000;

function assertFresh(expiresAtMs: number): Promise<void> {
  return expiresAtMs > Date.now() ? Promise.resolve() : Promise.reject(new Error('a revocation list has expired'));
}

/** Waits for work, but not longer. */
async function within(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, enough]);
  clearTimeout(timer);
}
