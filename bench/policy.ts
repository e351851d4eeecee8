/**
 * The policy alone: what a decision costs that was never made before, and one that was; and what share the latter has in a
 * whole query, measured in the same run as the gateway's own CPU time for a SIS search over gRPC.
 *
 *   npm run bench:policy [-- --seconds 5 --alerts 10000]
 *
 * Cold is a decision with everything of the policy loaded and none remembered: facts, Cedar, wording. What the first
 * question on a legal basis by a kind of authority pays besides, once, is given apart.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LegalOperation } from '../src/adapters/adapter.js';
import { type Policy, type PreparedPolicy, preparePolicy } from '../src/gateway/policy/decide.js';
import { readPolicySource, SHIPPED_POLICY } from '../src/gateway/policy/policy-source.js';
import type { AccessGrounds, PolicyRequest } from '../src/gateway/policy/request.js';
import { Refusal } from '../src/shared/refusal.js';
import { ask, endChild, nextMessage, startChild } from './support/child.js';
import type { LoadResult } from './support/load.js';
import { printResult } from './support/result.js';
import { startStack } from './support/stack.js';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, alerts: { type: 'string', default: '10000' } },
});
const measureMs = Number(values.seconds) * 1_000;

const CALLERS = 64;
const COLD_TARGET_MICROSECONDS = 250;
const SHARE_TARGET = 0.02;

const grounds: AccessGrounds = {
  legalBasisId: 'SIS62-44-1-B',
  purpose: 'POLICE_CUSTOMS_CHECK',
  caseReference: 'CASE-2026-000123',
  justification: 'identity check during a traffic stop',
  urgency: 'ROUTINE',
  operatingUnit: 'Patrol 7',
  authorityKind: undefined,
  offence: { code: 'robbery', maximumPenaltyMonths: 60, terrorist: false, listedAs: 'EAW-18' },
  nationalLawEmpowered: true,
  onBehalfOf: 'Registration Ltd',
  approvalId: undefined,
  emergency: undefined,
  priorSearches: [{ kind: 'NATIONAL', reference: 'N-1', result: 'NO_MATCH' }],
  personCategory: 'SUSPECT',
  aim: 'IDENTIFY',
  consentReference: 'C-1',
};

function question(
  kind: string,
  system: string,
  operation: LegalOperation,
  changes: Partial<AccessGrounds>,
): PolicyRequest {
  return {
    authority: {
      code: 'XA-BENCH',
      uri: 'urn:ostiary:authority:xa:bench',
      memberState: 'XA',
      displayName: 'Bench',
      kinds: [kind],
      suspended: false,
      tokenIssuer: undefined,
      oversees: ['XA-POLICE'],
    },
    officer: { id: 'officer-bench', roles: [], unit: undefined },
    grounds: { ...grounds, ...changes },
    system,
    operations: [operation],
    approval: undefined,
    today: '2026-11-26',
  };
}

/** Every row of the table, for every kind, operation and purpose that it lists. */
function everyQuestion({ source }: PreparedPolicy): PolicyRequest[] {
  return Array.from(source.tables.bases.values()).flatMap((basis) =>
    [...basis.authorityKinds].flatMap((kind) =>
      [...basis.operations].flatMap((operation) =>
        [...basis.purposes].map((purpose) =>
          question(kind, basis.system, operation, { legalBasisId: basis.id, purpose }),
        ),
      ),
    ),
  );
}

function permitted(policy: Policy, request: PolicyRequest): boolean {
  try {
    policy.decide(request);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Microseconds for each decision: the wall clock of a loop that does nothing else. */
function time(policy: Policy, requests: readonly PolicyRequest[], forMs: number): number {
  const until = performance.now() + forMs;
  const began = performance.now();
  let decisions = 0;
  while (performance.now() < until) {
    for (const request of requests) permitted(policy, request);
    decisions += requests.length;
  }
  return ((performance.now() - began) * 1_000) / decisions;
}

function row(name: string, microseconds: number): void {
  console.log(
    `${name.padEnd(52)}${microseconds.toFixed(2).padStart(10)}${(1e6 / microseconds).toFixed(0).padStart(14)}`,
  );
}

/** CPU time of the gateway for one search that finds nothing, in microseconds. */
async function pipelineMicroseconds(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-bench-'));
  const stack = await startStack(directory, Number(values.alerts));
  const load = startChild('load.js');
  try {
    await nextMessage(load);
    const job = {
      address: stack.address,
      path: '/ostiary.sis.v1.SisService/SearchPersons',
      ca: stack.client.caPem,
      certificate: stack.client.certificatePem,
      key: stack.client.keyPem,
      token: stack.token,
      requests: stack.noHitRequests.map((request) => request.toString('base64')),
      callers: CALLERS,
    };
    await ask<LoadResult>(load, { ...job, warmUpMs: 0, measureMs: 2_000 });
    const before = await ask<{ cpuMicroseconds: number }>(stack.gateway, { ask: 'cpu' });
    const result = await ask<LoadResult>(load, { ...job, warmUpMs: 0, measureMs });
    const after = await ask<{ cpuMicroseconds: number }>(stack.gateway, { ask: 'cpu' });
    if (result.failures > 0) throw new Error(`${result.failures} calls failed: ${String(result.firstFailure)}`);
    return (after.cpuMicroseconds - before.cpuMicroseconds) / result.calls;
  } finally {
    await endChild(load);
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const loading = performance.now();
const source = readPolicySource(SHIPPED_POLICY);
const cached = preparePolicy(source);
const cold = preparePolicy(source, { cachedDecisions: 0 });
const loadedMs = performance.now() - loading;

const began = performance.now();
const all = everyQuestion(cached);
const permits = all.filter((request) => permitted(cached, request));
const denials = all.filter((request) => !permitted(cached, request));
const firstMicroseconds = ((performance.now() - began) * 1_000) / all.length;
for (const request of all) permitted(cold, request);
const usual = [question('POL', 'SIS', 'SEARCH_ALPHA', {})];

console.log(
  `${source.rules.rules.length} policies, ${source.tables.bases.size} legal bases, loaded in ${loadedMs.toFixed(0)} ms`,
);
console.log(`${all.length} different questions: ${permits.length} permitted, ${denials.length} denied`);
console.log(`\n${''.padEnd(52)}${'µs'.padStart(10)}${'decisions/s'.padStart(14)}`);
const coldUsual = time(cold, usual, measureMs);
const coldPermits = time(cold, permits, measureMs);
const coldDenials = time(cold, denials, measureMs);
const cachedUsual = time(cached, usual, measureMs);
const cachedPermits = time(cached, permits, measureMs);
row('cold: police check in SIS', coldUsual);
row('cold: every question that is permitted', coldPermits);
row('cold: every question that is denied', coldDenials);
row('cached: police check in SIS', cachedUsual);
row('cached: every question that is permitted', cachedPermits);
row('cached: every question that is denied', time(cached, denials, measureMs));
row('first of its kind, with what may be seen on it', firstMicroseconds);

const pipeline = await pipelineMicroseconds();
const share = cachedUsual / pipeline;
console.log(`\ngateway CPU for one SIS search (no hit, ${CALLERS} callers): ${pipeline.toFixed(0)} µs`);
console.log(`share of a cached decision: ${(share * 100).toFixed(2)} % (target ≤ ${SHARE_TARGET * 100} %)`);
console.log(`cold decision: ${coldPermits.toFixed(0)} µs (target ≤ ${COLD_TARGET_MICROSECONDS} µs)`);
printResult({
  bench: 'policy',
  metric: 'cached decision held against the gateway CPU time of one SIS search',
  value: cachedUsual,
  unit: 'µs',
  reference: pipeline,
  ratio: share,
});
