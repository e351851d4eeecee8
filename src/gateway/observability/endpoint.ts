/** Loopback HTTP endpoint for the operator: metrics and health, never data. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Registry } from 'prom-client';

/** One thing that must be well for the gateway to be ready. */
export interface HealthCheck {
  readonly name: string;
  /** Rejects when it is not well. */
  readonly check: () => Promise<void>;
}

/** A running endpoint. */
export interface ObservabilityEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

/** Longest time for one check, in milliseconds: who does not say in time that it is well is not. */
const CHECK_TIMEOUT_MS = 3_000;

/** Which checks fail now; empty means ready. */
export async function failingChecks(
  checks: readonly HealthCheck[],
  timeoutMs: number = CHECK_TIMEOUT_MS,
): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the check does not end')), timeoutMs);
  });
  const results = await Promise.allSettled(checks.map(({ check }) => Promise.race([check(), late])));
  clearTimeout(timer);
  return checks.filter((_, index) => results[index]?.status === 'rejected').map(({ name }) => name);
}

/** Starts the endpoint on 127.0.0.1. Alarms are told with health and change nothing about it. */
export async function startObservabilityEndpoint(
  port: number,
  registry: Registry,
  checks: readonly HealthCheck[],
  alarms: () => readonly string[] = () => [],
): Promise<ObservabilityEndpoint> {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/livez', (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', async (_request, response) => {
    const failing = await failingChecks(checks);
    response
      .status(failing.length === 0 ? 200 : 503)
      .json({ status: failing.length === 0 ? 'ready' : 'not-ready', failing, alarms: alarms() });
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
