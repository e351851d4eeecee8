/** A log in a database, witnesses beside it, honest and not, and a collector between them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type postgres from 'postgres';
import { generateCosignerKey } from '../../../src/audit/note/cosignature.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { parsePolicy, type Policy } from '../../../src/audit/note/policy.js';
import { Collector, type CollectorOptions } from '../../../src/audit/witnessing/collector.js';
import type { WitnessTimes } from '../../../src/audit/witnessing/times.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { startTestWitness, type TestWitness } from '../../witness/fixture.js';
import type { LogFixture } from '../log-fixture.js';

/** Where a witness is, and by which key it is known. */
export interface Place {
  readonly url: string;
  readonly vkeys: readonly string[];
}

/** Short enough for tests, long enough for a busy machine. */
export const TEST_TIMES: Partial<WitnessTimes> = {
  everyMs: 20,
  roundMs: 500,
  startMs: 2_000,
  pauses: { firstMs: 10, mostMs: 40 },
};

export function honestWitness(fixture: LogFixture, name: string): Promise<TestWitness> {
  return startTestWitness({ name, logs: [parseVerifierKey(fixture.signer.verifierKey)] });
}

export interface FakeWitness extends Place {
  /** Bodies of add-checkpoint. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A witness of a name that answers as it likes. */
export async function fakeWitness(
  name: string,
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<FakeWitness> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') asked.push(body);
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    vkeys: [generateCosignerKey(name, 'ed25519').verifierKey],
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A policy of k of these witnesses, called w0, w1, … */
export function policyOf(fixture: LogFixture, k: number, places: readonly Place[]): Policy {
  return parsePolicy(policyText(fixture.signer.verifierKey, k, places));
}

export function policyText(logVkey: string, k: number, places: readonly Place[]): string {
  const lines = places.flatMap(({ url, vkeys }, i) =>
    vkeys.map((vkey, j) => `witness w${i}${j > 0 ? `-${j}` : ''} ${vkey} ${url}`),
  );
  const names = places.map((_, i) => `w${i}`);
  return [`log ${logVkey}`, ...lines, `group all ${k} ${names.join(' ')}`, 'quorum all', ''].join('\n');
}

export interface TestCollector {
  readonly collector: Collector;
  readonly sql: postgres.Sql;
  /** What the operator was told: "w0 well", "late", "in time", codes of what is wrong. */
  readonly told: string[];
  close(): Promise<void>;
}

export async function openCollector(
  fixture: LogFixture,
  policy: Policy,
  options: Partial<CollectorOptions> = {},
): Promise<TestCollector> {
  const sql = connectDatabase(fixture.url, { applicationName: 'test-collector', max: 3, role: 'ostiary_gateway' });
  const told: string[] = [];
  try {
    const collector = await Collector.open({
      sql,
      log: parseVerifierKey(fixture.signer.verifierKey),
      policy,
      mode: 'async',
      clock: systemClock,
      events: {
        witness: (name, condition) => told.push(`${name} ${condition}`),
        late: (late) => told.push(late ? 'late' : 'in time'),
        distrusted: ({ code }) => told.push(code),
        failed: (error) => told.push(`failed: ${String(error)}`),
      },
      ...options,
      times: { ...TEST_TIMES, ...options.times },
    });
    return {
      collector,
      sql,
      told,
      async close() {
        await collector.close();
        await sql.end();
      },
    };
  } catch (error) {
    await sql.end();
    throw error;
  }
}
