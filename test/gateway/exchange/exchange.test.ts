import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import type { JsonObject } from '../../../src/shared/json.js';
import fc from 'fast-check';
import type { Adapter, Answer, AskContext, Inquiry } from '../../../src/adapters/adapter.js';
import { createTokenizer } from '../../../src/audit/vault/blind-index.js';
import { splitReceipt } from '../../../src/gateway/contract/receipt.js';
import { loadContract, offering } from '../../../src/gateway/contract/contract.js';
import { type Confirmations, NO_APPROVALS } from '../../../src/gateway/approvals/confirm.js';
import { createBreaker, DEFAULT_BREAKER, type BreakerSettings } from '../../../src/gateway/exchange/breaker.js';
import { Caller, type CallResult, type IncomingCall } from '../../../src/gateway/exchange/call.js';
import { createExchange, type OwnedExchange } from '../../../src/gateway/exchange/exchange.js';
import { buildRoutes } from '../../../src/gateway/exchange/route.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import type { Traffic } from '../../../src/gateway/traffic/traffic.js';
import { AuditServiceService } from '../../../src/gen/ostiary/audit/v1/audit.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import { Purpose } from '../../../src/gen/ostiary/common/v1/access.js';
import {
  AlertCategory,
  SearchObjectsRequest,
  SearchObjectsResponse,
  GetAlertRequest,
  SearchPersonsRequest,
  SearchPersonsResponse,
  SisServiceService,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import { documentTerm, plateTerm, vinTerm } from '../../../src/matching/index-terms.js';
import { systemClock } from '../../../src/shared/clock.js';
import type { Ending } from '../../../src/shared/ending.js';
import type { IndexTerm } from '../../../src/shared/index-term.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { freePlace, freeTraffic } from '../../helpers/free-traffic.js';
import { policeAccess, testAuthority, testOfficer, testPeer } from '../../helpers/peers.js';
import { keptAsShipped, recordingLog, type RecordingLog } from '../../helpers/recording-log.js';

const contract = offering(loadContract(), ({ service }) =>
  ['ostiary.sis.v1.SisService', 'ostiary.audit.v1.AuditService'].includes(service),
);
const policy = loadPolicy();
const PSEUDONYM = '2026q4-00112233445566778899aabbccddeeff';
const APPROVAL = '01KAW0000000000000000000ED';
const SEARCH = '/ostiary.sis.v1.SisService/SearchPersons';

const police = testPeer(testAuthority('XA-POLICE', ['POL']));
const response = SearchPersonsResponse.fromPartial({
  outcome: { system: 'SIS', status: OutcomeStatus.HIT },
  matches: [{ alertReference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV', category: AlertCategory.ARR }],
});
const hit: Answer<unknown> = {
  status: 'HIT',
  response,
  disclosures: [{ reference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV', category: 'ARR' }],
};

const request = (changes: object = {}): Buffer =>
  Buffer.from(
    SearchPersonsRequest.encode(
      SearchPersonsRequest.fromPartial({
        access: policeAccess(),
        name: { surname: 'Musterfrau', dateOfBirth: '1980-01-02' },
        ...changes,
      }),
    ).finish(),
  );

interface Fixture {
  readonly exchange: OwnedExchange;
  readonly log: RecordingLog;
  /** What happened, in order. */
  readonly events: string[];
  readonly faults: unknown[];
  readonly call: (changes?: Partial<IncomingCall>) => Promise<CallResult>;
}

function fixture(
  ask: (context: AskContext) => Promise<Answer<unknown>> = () => Promise.resolve(hit),
  breaker: Partial<BreakerSettings> = {},
  maxCallsInProgress = 100,
  traffic: Traffic = freeTraffic,
  confirmations: Confirmations = NO_APPROVALS,
  inTurns?: (inquiry: Inquiry<unknown>, signal: Ending) => Promise<Inquiry<unknown>>,
): Fixture {
  const events: string[] = [];
  const faults: unknown[] = [];
  const log = recordingLog();
  log.before = (draft) => {
    events.push(draft.kind);
  };
  const inquiry: Inquiry<unknown> = {
    legalOperations: ['SEARCH_ALPHA'],
    audit: { surname: 'MUSTERFRAU' },
    ask: (context) => {
      events.push('asked');
      return ask(context);
    },
  };
  const operation = {
    parse: () => inquiry,
    ...(inTurns !== undefined && { parseInTurns: (_: object, signal: Ending) => inTurns(inquiry, signal) }),
  };
  const reading = { parse: () => ({ ...inquiry, legalOperations: ['READ'] }) };
  const sis = {
    system: 'SIS',
    service: SisServiceService,
    operations: { searchPersons: operation, searchObjects: operation, getAlert: reading },
    checkHealth: () => Promise.resolve(),
  } as unknown as Adapter;
  const audit = {
    system: 'AUDIT',
    service: AuditServiceService,
    operations: { getEntry: operation },
    checkHealth: () => Promise.resolve(),
  } as unknown as Adapter;
  const routes = buildRoutes(
    contract,
    [
      { adapter: sis, breaker: createBreaker('SIS', systemClock, { ...DEFAULT_BREAKER, ...breaker }) },
      { adapter: audit, breaker: createBreaker('AUDIT', systemClock) },
    ],
    [
      {
        service: AuditServiceService,
        answers: {
          getCheckpoint: () => Promise.resolve({ checkpoint: 'c' }),
          getInclusionProof: () => Promise.reject(new Refusal('NOT_FOUND', 'no such index')),
          getConsistencyProof: () => Promise.reject(new Error('broken')),
        },
      },
    ],
    systemClock,
  );
  const exchange = createExchange({
    routes,
    policy,
    log: keptAsShipped(log),
    clock: systemClock,
    confirmations,
    traffic,
    maxCallsInProgress,
    observer: { callEnded: () => undefined, fault: (_, error) => faults.push(error) },
    pseudonymizer: { pseudonymOf: () => PSEUDONYM },
    verifyOfficer: (authorization) =>
      authorization === 'Bearer good'
        ? Promise.resolve(testOfficer)
        : Promise.reject(new Refusal('TOKEN_INVALID', 'the token does not verify')),
  });
  const call = (changes: Partial<IncomingCall> = {}): Promise<CallResult> =>
    exchange.handle({
      path: SEARCH,
      peer: police,
      authorization: 'Bearer good',
      body: request(),
      deadlineMs: undefined,
      caller: new Caller(),
      transport: 'grpc',
      ...changes,
    });
  return { exchange, log, events, faults, call };
}

function refusalOf(result: CallResult): Refusal {
  if (result.kind !== 'refusal') throw new Error('expected a refusal');
  return result.refusal;
}

describe('the exchange pipeline', () => {
  it('asks only after the intent and answers only after the outcome', async () => {
    const { call, events, log } = fixture();
    const result = await call();
    expect(result.kind).to.equal('answer');
    expect(events).to.deep.equal(['intent', 'asked', 'outcome']);
    expect(log.drafts[1]).to.include({ kind: 'outcome', intentIndex: 0, outcome: 'answered' });
    expect(log.drafts[1]?.requestId).to.equal(log.drafts[0]?.requestId);
  });

  describe('what a system has left to do when the outcome is in the log', () => {
    const noting = (note: () => Promise<void>) => (): Promise<Answer<unknown>> =>
      Promise.resolve({ ...hit, whenLogged: note });

    it('is done between outcome and answer', async () => {
      const { call, events } = fixture(noting(() => Promise.resolve(void events.push('noted'))));
      expect((await call()).kind).to.equal('answer');
      expect(events).to.deep.equal(['intent', 'asked', 'outcome', 'noted']);
    });

    it('is not done when the log did not take the outcome', async () => {
      const { call, events, log } = fixture(noting(() => Promise.resolve(void events.push('noted'))));
      const { before } = log;
      const failing: typeof before = (draft) => {
        if (draft.kind === 'outcome') throw new Refusal('AUDIT_UNAVAILABLE', 'no log');
        return before(draft);
      };
      log.before = failing;
      expect(refusalOf(await call()).reason).to.equal('AUDIT_UNAVAILABLE');
      expect(events).to.deep.equal(['intent', 'asked']);
    });

    it('keeps no answer back when it fails, and the operator is told', async () => {
      const { call, faults } = fixture(noting(() => Promise.reject(new Error('not noted'))));
      expect((await call()).kind).to.equal('answer');
      expect(String(faults[0])).to.include('not noted');
    });
  });

  it('tells the system a pseudonym, and nothing else of the officer', async () => {
    let told: AskContext | undefined;
    const { call, log } = fixture((context) => {
      told = context;
      return Promise.resolve(hit);
    });
    await call();
    expect(told?.officer).to.deep.equal({ pseudonym: PSEUDONYM });
    const { requestId, intent: proof, officer, deadlineMs } = told!;
    expect(JSON.stringify({ requestId, proof, officer, deadlineMs })).not.to.contain(testOfficer.id);
    const [intent] = log.drafts;
    expect(intent?.sections.who).to.include({ officer: testOfficer.id, pseudonym: PSEUDONYM });
    expect(intent?.terms).to.deep.include({ field: 'pseudonym', value: PSEUDONYM });
  });

  it('logs who, what, why and what was disclosed', async () => {
    const { call, log } = fixture();
    await call();
    const [intent, outcome] = log.drafts;
    expect(intent?.sections.who).to.include({ authority: 'XA-POLICE', officer: 'officer-17', unit: 'Patrol 7' });
    expect(intent?.sections.what).to.deep.include({
      system: 'SIS',
      operation: SEARCH,
      query: { surname: 'MUSTERFRAU' },
    });
    expect(intent?.sections.why).to.include({ legal_basis: 'SIS62-44-1-B', case_reference: 'CASE-2026-000123' });
    const decision = intent?.sections.why?.decision as JsonObject;
    expect(decision).to.deep.include({
      policy_version: policy.version,
      effect: 'permit',
      rule: 'SIS62-44-1-B',
    });
    expect(decision.determining).to.deep.equal(['basis-covers']);
    expect(decision.inputs_sha256).to.match(/^[0-9a-f]{64}$/);
    expect(outcome?.sections.result).to.deep.include({
      status: 'HIT',
      disclosed: [
        {
          reference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV',
          category: 'ARR',
          fields: ['frame', 'handling'],
          handling: ['NO_THIRD_COUNTRY_TRANSFER', 'NO_NATIONAL_COPY'],
        },
      ],
    });
  });

  it('logs the digest of exactly the answer that leaves', async () => {
    const { call, log } = fixture();
    const result = await call();
    if (result.kind !== 'answer') throw new Error('expected an answer');
    const { answer } = splitReceipt(result.message, 1);
    const digest = createHash('sha256').update(answer).digest('hex');
    expect(log.drafts[1]?.sections.result?.answer_sha256).to.equal(digest);
    expect(SearchPersonsResponse.decode(result.message).receipt?.requestId).to.equal(result.requestId);
  });

  it('asks nobody when the intent cannot be logged', async () => {
    const { call, events, log } = fixture();
    log.before = () => {
      throw new Refusal('AUDIT_UNAVAILABLE', 'the log is away');
    };
    const result = await call();
    expect(refusalOf(result).reason).to.equal('AUDIT_UNAVAILABLE');
    expect(events).to.deep.equal([]);
  });

  it('withholds the answer when the outcome cannot be logged', async () => {
    const { call, events, log } = fixture();
    log.before = (draft) => {
      events.push(draft.kind);
      if (draft.kind === 'outcome') throw new Refusal('AUDIT_UNAVAILABLE', 'the log is away');
    };
    const result = await call();
    expect(refusalOf(result).reason).to.equal('AUDIT_UNAVAILABLE');
    expect(events).to.deep.equal(['intent', 'asked', 'outcome']);
    expect(JSON.stringify(result)).not.to.include('SIM-XB');
  });

  it('gives up on a log that does not confirm in time', async () => {
    const { call, events, log } = fixture();
    log.before = () => new Promise(() => undefined);
    const result = await call({ deadlineMs: Date.now() + 80 });
    expect(refusalOf(result).reason).to.equal('AUDIT_UNAVAILABLE');
    expect(events).to.deep.equal([]);
  });

  it('is idle once every call has ended, and not before', async () => {
    let reply: (answer: Answer<unknown>) => void = () => undefined;
    const { call, exchange, events, log } = fixture(() => new Promise((resolve) => (reply = resolve)));
    await exchange.idle();
    let asked: () => void = () => undefined;
    const asking = new Promise<void>((resolve) => (asked = resolve));
    const { before } = log;
    log.before = async (draft) => {
      await before(draft);
      if (draft.kind === 'intent') setImmediate(asked);
    };
    const ended = call().then(() => events.push('ended'));
    const idle = exchange.idle().then(() => events.push('idle'));
    await asking;
    reply(hit);
    await Promise.all([ended, idle]);
    await exchange.idle();
    expect(events.slice(0, 3)).to.deep.equal(['intent', 'asked', 'outcome']);
    expect(events.slice(3)).to.have.members(['ended', 'idle']);
  });

  it('logs a denial with the rule and asks nobody', async () => {
    const { call, events, log } = fixture();
    const result = await call({ peer: testPeer(testAuthority('XC-VEHICLES', ['VRS_GOV'])) });
    expect(refusalOf(result).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(events).to.deep.equal(['access-denied']);
    expect(log.drafts[0]?.sections.result).to.deep.include({ status: 'AUTHORITY_KIND_NOT_ALLOWED' });
    expect(log.drafts[0]?.sections.what).to.deep.include({ query: { surname: 'MUSTERFRAU' } });
    expect(result.kind === 'refusal' && result.logged?.index).to.equal(0);
  });

  it('logs a bad request by field and rule, never by value', async () => {
    const { call, log } = fixture();
    const body = request({ name: { surname: 'Geheim\u202eName', dateOfBirth: '1980-02-31' } });
    const refusal = refusalOf(await call({ body }));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations.map(({ field }) => field)).to.have.members(['name.surname', 'name.date_of_birth']);
    expect(JSON.stringify([log.drafts, refusal.message, refusal.violations])).not.to.match(/Geheim|1980-02-31/);
  });

  it('refuses an officer who is not known, before reading the request', async () => {
    const { call, events, log } = fixture();
    const refusal = refusalOf(await call({ authorization: 'Bearer bad', body: Buffer.from([255]) }));
    expect(refusal.reason).to.equal('TOKEN_INVALID');
    expect(events).to.deep.equal(['access-denied']);
    expect(log.drafts[0]?.sections.who).not.to.have.property('officer');
  });

  it('logs an operation that is not in the contract without its text', async () => {
    const { call, log } = fixture();
    expect(refusalOf(await call({ path: '/ostiary.sis.v1.SisService/Musterfrau' })).reason).to.equal(
      'OPERATION_UNKNOWN',
    );
    expect(JSON.stringify(log.drafts)).not.to.include('Musterfrau');
  });

  it('stops waiting for a system that is late, tells it, and names it', async () => {
    let signal: Ending | undefined;
    const { call, log } = fixture((context) => {
      signal = context.signal;
      return new Promise(() => undefined);
    });
    const refusal = refusalOf(await call({ deadlineMs: Date.now() + 150 }));
    expect(refusal.reason).to.equal('SYSTEM_TIMED_OUT');
    expect(refusal.metadata.system).to.equal('SIS');
    expect(signal?.aborted).to.equal(true);
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
  });

  it('passes the caller’s cancellation on and closes the intent', async () => {
    const caller = new Caller();
    const { call, log } = fixture(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          caller.leave();
        }),
    );
    expect(refusalOf(await call({ caller })).reason).to.equal('CANCELLED');
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed', intentIndex: 0 });
  });

  it('parses large requests in turns for as long as the caller waits, and asks nobody when that does not end', async () => {
    const parsing = (inTurns: (inquiry: Inquiry<unknown>, signal: Ending) => Promise<Inquiry<unknown>>) =>
      fixture(undefined, undefined, undefined, freeTraffic, NO_APPROVALS, inTurns);
    const endless = parsing(async (_, signal) => {
      for (;;) {
        await setTimeout(1);
        signal.throwIfAborted();
      }
    });
    expect(refusalOf(await endless.call({ deadlineMs: Date.now() + 150 })).reason).to.equal('SYSTEM_TIMED_OUT');
    const caller = new Caller();
    const left = endless.call({ caller });
    caller.leave();
    expect(refusalOf(await left).reason).to.equal('CANCELLED');
    expect(endless.events).to.deep.equal(['access-denied', 'access-denied']);
    const refusing = parsing(() => Promise.reject(new Refusal('REQUEST_INVALID', 'no push of a flight')));
    expect(refusalOf(await refusing.call()).reason).to.equal('REQUEST_INVALID');
    expect(refusing.events).to.deep.equal(['access-denied']);
    const { call, events } = parsing((inquiry) => Promise.resolve(inquiry));
    expect((await call()).kind).to.equal('answer');
    expect(events).to.deep.equal(['intent', 'asked', 'outcome']);
  });

  it('asks nobody when there is no time left to log the outcome', async () => {
    const { call, events } = fixture();
    expect(refusalOf(await call({ deadlineMs: Date.now() + 20 })).reason).to.equal('DEADLINE_TOO_SHORT');
    expect(events).to.deep.equal(['access-denied']);
  });

  it('uses no approval when no time is left to ask, whatever took it', async () => {
    let used = 0;
    const confirmations = (takesMs: number): Confirmations => ({
      confirm: async () => {
        await setTimeout(takesMs);
        return { id: APPROVAL, approverKind: 'SIR' };
      },
      fulfil: () => {
        used += 1;
        return Promise.resolve();
      },
    });
    const busy: Traffic = {
      ...freeTraffic,
      async admit() {
        await setTimeout(300);
        return freePlace;
      },
    };
    const body = Buffer.from(
      GetAlertRequest.encode(
        GetAlertRequest.fromPartial({
          access: policeAccess({
            legalBasisId: 'SIS62-56-5',
            purpose: Purpose.CRIMINAL_OFFENCE,
            approvalId: APPROVAL,
          }),
          alertReference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV',
        }),
      ).finish(),
    );
    const path = '/ostiary.sis.v1.SisService/GetAlert';
    for (const [traffic, takesMs] of [[freeTraffic, 300] as const, [busy, 0] as const]) {
      const { call, events } = fixture(undefined, undefined, undefined, traffic, confirmations(takesMs));
      const refusal = refusalOf(await call({ path, body, deadlineMs: Date.now() + 200 }));
      expect(refusal.reason, refusal.message).to.equal('DEADLINE_TOO_SHORT');
      expect(events).to.deep.equal(['access-denied']);
    }
    expect(used).to.equal(0);
    const { call, events } = fixture(undefined, undefined, undefined, freeTraffic, confirmations(0));
    await call({ path, body });
    expect(used).to.equal(1);
    expect(events).to.deep.equal(['intent', 'asked', 'outcome']);
  });

  it('withholds everything when an adapter discloses outside the scope', async () => {
    // On Art. 44 of Regulation (EU) 2018/1862; alerts of Regulation (EU) 2018/1861 take a basis of their own.
    const refused = SearchPersonsResponse.fromPartial({
      outcome: { system: 'SIS', status: OutcomeStatus.HIT },
      matches: [{ alertReference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV', category: AlertCategory.REF }],
    });
    const outside: Answer<unknown> = {
      status: 'HIT',
      response: refused,
      disclosures: [{ reference: 'SIM-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV', category: 'REF' }],
    };
    const { call, log, faults } = fixture(() => Promise.resolve(outside));
    const result = await call();
    expect(refusalOf(result).reason).to.equal('INTERNAL');
    expect(JSON.stringify(result)).not.to.include('SIM-XB');
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
    expect(faults).to.have.length(1);
  });

  it('withholds everything when an adapter names other records than it sends', async () => {
    const { reference } = hit.disclosures[0]!;
    for (const disclosures of [
      [],
      [{ reference: 'SIM-XB-00000000000000000000000000', category: 'ARR' }],
      [{ reference, category: 'JPR' }],
      [...hit.disclosures, { reference: 'SIM-XB-00000000000000000000000000', category: 'ARR' }],
    ]) {
      const { call, log, faults } = fixture(() => Promise.resolve({ ...hit, disclosures }));
      const result = await call();
      expect(refusalOf(result).reason).to.equal('INTERNAL');
      expect(JSON.stringify(result)).not.to.include('SIM-XB');
      expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
      expect(faults).to.have.length(1);
    }
  });

  it('withholds everything when an adapter would have another outcome logged than it sends', async () => {
    const { call, log, faults } = fixture(() => Promise.resolve({ ...hit, status: 'NO_HIT' }));
    const result = await call();
    expect(refusalOf(result).reason).to.equal('INTERNAL');
    expect(JSON.stringify(result)).not.to.include('SIM-XB');
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
    expect(log.drafts[1]?.sections.result).not.to.include({ status: 'NO_HIT' });
    expect(faults).to.have.length(1);
  });

  describe('with many records in an answer', () => {
    /** An answer of vehicles, each with VIN, plate and number, and what the first has beyond that. */
    const vehicles = (count: number, more: readonly IndexTerm[] = []): Answer<unknown> => {
      const references = Array.from({ length: count }, (_, n) => `SIM-XB-${String(n).padStart(26, '0')}`);
      return {
        status: 'HIT',
        response: SearchObjectsResponse.fromPartial({
          outcome: { system: 'SIS', status: OutcomeStatus.HIT },
          matches: references.map((alertReference) => ({
            alertReference,
            category: AlertCategory.OBJ,
            object: { objectCategory: 'a' },
          })),
        }),
        disclosures: references.map((reference, n) => ({
          reference,
          category: 'OBJ:a',
          terms: [vinTerm(`VIN${n}`), plateTerm(`XB${n}`), documentTerm(`N${n}`), ...(n === 0 ? more : [])],
        })),
      };
    };
    const search = {
      path: '/ostiary.sis.v1.SisService/SearchObjects',
      body: Buffer.from(
        SearchObjectsRequest.encode(
          SearchObjectsRequest.fromPartial({ access: policeAccess(), vin: 'VIN0', maxCandidates: 100 }),
        ).finish(),
      ),
    };

    it('lets the log find each record of the largest one that the contract allows', async () => {
      const { call, log } = fixture(() => Promise.resolve(vehicles(100)));
      expect((await call(search)).kind).to.equal('answer');
      const terms = log.drafts[1]!.terms!;
      expect(terms).to.have.length(300);
      expect(terms).to.deep.include({ field: 'vin', value: 'VIN99' });
      expect(terms).to.deep.include({ field: 'plate', value: 'XB99' });
      expect(terms).to.deep.include({ field: 'document', value: 'N99' });
      // The log takes as many.
      expect(createTokenizer(Buffer.alloc(32)).tokens(terms)).to.have.length(300 * 16);
    });

    it('withholds one that the log could not find by all that it shows', async () => {
      const { call, log, faults } = fixture(() => Promise.resolve(vehicles(100, [documentTerm('ONE MORE')])));
      const result = await call(search);
      expect(refusalOf(result).reason).to.equal('INTERNAL');
      expect(JSON.stringify(result)).not.to.include('SIM-XB');
      expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
      expect(faults.map(String)).to.deep.equal([
        'RangeError: the answer is withheld: it would take 301 index terms, and an entry has at most 300',
      ]);
    });
  });

  it('never tells an adapter’s own words', async () => {
    const { call } = fixture(() => Promise.reject(new Error('row ("Musterfrau") is broken')));
    const result = await call();
    expect(refusalOf(result).reason).to.equal('SYSTEM_UNAVAILABLE');
    expect(refusalOf(result).message).not.to.include('Musterfrau');
  });

  it('opens the circuit after repeated failures and says when to come back', async () => {
    let asked = 0;
    const { call } = fixture(
      () => {
        asked += 1;
        return Promise.reject(new Error('down'));
      },
      { volumeThreshold: 5 },
    );
    for (let attempt = 0; attempt < 10; attempt += 1) await call();
    const refusal = refusalOf(await call());
    expect(refusal.reason).to.equal('SYSTEM_UNAVAILABLE');
    expect(refusal.retryAfterMs).to.equal(DEFAULT_BREAKER.resetTimeoutMs);
    expect(asked).to.be.lessThan(10);
  });

  it('does not open the circuit for a caller in a hurry, so that others are still answered', async () => {
    let slow = true;
    const { call } = fixture(() => (slow ? new Promise(() => undefined) : Promise.resolve(hit)), {
      volumeThreshold: 5,
    });
    const hurried = await Promise.all(Array.from({ length: 20 }, () => call({ deadlineMs: Date.now() + 90 })));
    expect(new Set(hurried.map((result) => refusalOf(result).reason))).to.deep.equal(new Set(['SYSTEM_TIMED_OUT']));
    slow = false;
    expect((await call()).kind).to.equal('answer');
  });

  it('does not open the circuit where a part of the system cannot be asked', async () => {
    let isPartAway = true;
    const away = new Refusal('SYSTEM_UNAVAILABLE', 'a part is away', { retryAfterMs: 700, ofPart: true });
    const { call } = fixture(() => (isPartAway ? Promise.reject(away) : Promise.resolve(hit)), { volumeThreshold: 5 });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(refusalOf(await call())).to.include({ reason: 'SYSTEM_UNAVAILABLE', retryAfterMs: 700 });
    }
    isPartAway = false;
    expect((await call()).kind).to.equal('answer');
  });

  it('does not open the circuit for a burst that its bulkhead sheds', async () => {
    const waiting: (() => void)[] = [];
    const { call } = fixture(() => new Promise((resolve) => waiting.push(() => resolve(hit))), {
      capacity: 5,
      volumeThreshold: 5,
    });
    const burst = Array.from({ length: 60 }, () => call());
    while (waiting.length < 5) await new Promise(setImmediate);
    for (const answer of waiting.splice(0)) answer();
    const reasons = (await Promise.all(burst)).flatMap((result) => (result.kind === 'refusal' ? [result] : []));
    expect(new Set(reasons.map((result) => refusalOf(result).reason))).to.deep.equal(new Set(['OVERLOADED']));
    const later = call();
    while (waiting.length < 1) await new Promise(setImmediate);
    waiting[0]?.();
    expect((await later).kind).to.equal('answer');
  });

  it('tells a hit from "not found" in the sealed result only, not in the leaf', async () => {
    const { call, log } = fixture(() => Promise.reject(new Refusal('NOT_FOUND', 'no such alert')));
    expect(refusalOf(await call()).reason).to.equal('NOT_FOUND');
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'answered' });
    expect(log.drafts[1]?.sections.result).to.include({ status: 'NOT_FOUND' });
  });

  it('does not blame a system for questions it refuses', async () => {
    let asked = 0;
    const { call } = fixture(
      () => {
        asked += 1;
        return Promise.reject(new Refusal('NOT_FOUND', 'no such alert'));
      },
      { volumeThreshold: 5 },
    );
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(refusalOf(await call()).reason).to.equal('NOT_FOUND');
    }
    expect(asked).to.equal(20);
  });

  it('holds no more questions in a system than its bulkhead allows', async () => {
    const waiting: (() => void)[] = [];
    const { call } = fixture(() => new Promise((resolve) => waiting.push(() => resolve(hit))), { capacity: 2 });
    const first = [call(), call()];
    while (waiting.length < 2) await new Promise(setImmediate);
    expect(refusalOf(await call()).reason).to.equal('OVERLOADED');
    for (const answer of waiting) answer();
    expect((await Promise.all(first)).map(({ kind }) => kind)).to.deep.equal(['answer', 'answer']);
    const later = call();
    while (waiting.length < 3) await new Promise(setImmediate);
    waiting[2]?.();
    expect((await later).kind).to.equal('answer');
  });

  it('sheds calls beyond its limit without touching the log', async () => {
    const waiting: (() => void)[] = [];
    const { call, log } = fixture(() => new Promise((resolve) => waiting.push(() => resolve(hit))), {}, 1);
    const first = call();
    while (waiting.length < 1) await new Promise(setImmediate);
    const before = log.drafts.length;
    expect(refusalOf(await call()).reason).to.equal('OVERLOADED');
    expect(log.drafts).to.have.length(before);
    waiting[0]?.();
    expect((await first).kind).to.equal('answer');
  });

  it('answers proofs without officer and without entry, and hides faults in them', async () => {
    const { call, log } = fixture();
    const proof = (name: string): Promise<CallResult> =>
      call({ path: `/ostiary.audit.v1.AuditService/${name}`, authorization: undefined, body: Buffer.alloc(0) });
    expect((await proof('GetCheckpoint')).kind).to.equal('answer');
    expect(log.drafts).to.have.length(0);
    expect(refusalOf(await proof('GetInclusionProof')).reason).to.equal('NOT_FOUND');
    const broken = await call({
      path: '/ostiary.audit.v1.AuditService/GetConsistencyProof',
      authorization: undefined,
      body: Buffer.from([8, 1]),
    });
    expect(refusalOf(broken).reason).to.equal('INTERNAL');
    expect(refusalOf(broken).message).not.to.include('broken');
  });

  it('turns any bytes into an answer or a logged refusal (property)', async () => {
    const { call, log } = fixture();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (body) => {
        const before = log.drafts.length;
        const result = await call({ body });
        expect(log.drafts.length).to.be.greaterThan(before);
        expect(result.kind === 'answer' || result.logged !== undefined).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not start with an operation that nobody implements', () => {
    expect(() => buildRoutes(contract, [], [{ service: AuditServiceService, answers: {} }], systemClock)).to.throw(
      /nobody implements/,
    );
  });
});
