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

/** Which checks fail now; empty means ready. */
export async function failingChecks(checks: readonly HealthCheck[]): Promise<string[]> {
  const results = await Promise.allSettled(checks.map(({ check }) => check()));
  return checks.filter((_, index) => results[index]?.status === 'rejected').map(({ name }) => name);
}

/** Starts the endpoint on 127.0.0.1. */
export async function startObservabilityEndpoint(
  port: number,
  registry: Registry,
  checks: readonly HealthCheck[],
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
      .json({ status: failing.length === 0 ? 'ready' : 'not-ready', failing });
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
