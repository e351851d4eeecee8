import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Adapter, AskContext, PartialAnswer } from '../../../src/adapters/adapter.js';
import { NO_APPROVALS } from '../../../src/gateway/approvals/confirm.js';
import { splitReceipt } from '../../../src/gateway/contract/receipt.js';
import { type BreakerSettings, createBreaker, DEFAULT_BREAKER } from '../../../src/gateway/exchange/breaker.js';
import { Caller, type CallResult, type IncomingCall, type PartSink } from '../../../src/gateway/exchange/call.js';
import { createExchange } from '../../../src/gateway/exchange/exchange.js';
import { MAX_PART_BYTES } from '../../../src/gateway/exchange/outgoing-parts.js';
import { buildRoutes } from '../../../src/gateway/exchange/route.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import type { Traffic } from '../../../src/gateway/traffic/traffic.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import {
  AlertCategory,
  SearchPersonsRequest,
  SearchPersonsResponse,
  SisServiceService,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { freePlace, freeTraffic } from '../../helpers/free-traffic.js';
import {
  emptyPart,
  hitPart,
  MAX_PARTS,
  PARTED_SEARCH,
  partedContract,
  PartedSisService,
} from '../../helpers/parted-search.js';
import { policeAccess, testAuthority, testOfficer, testPeer } from '../../helpers/peers.js';
import { keptAsShipped, recordingLog } from '../../helpers/recording-log.js';

type AskParts = (context: AskContext) => AsyncIterable<PartialAnswer<unknown>>;

const contract = partedContract();
const policy = loadPolicy();
const police = testPeer(testAuthority('XA-POLICE', ['POL']));
const body = Buffer.from(
  SearchPersonsRequest.encode(
    SearchPersonsRequest.fromPartial({
      access: policeAccess(),
      name: { surname: 'Musterfrau', dateOfBirth: '1980-01-02' },
    }),
  ).finish(),
);

/** Yields such parts, one after the other. */
const yields = (...parts: readonly PartialAnswer<unknown>[]): AskParts =>
  async function* () {
    for (const part of parts) yield await Promise.resolve(part);
  };

const sha256 = (...pieces: readonly Uint8Array[]): Buffer =>
  pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();

const adapterOf = (askParts: AskParts): Adapter =>
  ({
    system: 'SIS',
    service: PartedSisService,
    operations: {
      searchPersons: { parse: () => ({ legalOperations: ['SEARCH_ALPHA'], audit: {}, askParts }) },
      searchObjects: { parse: () => ({}) },
      getAlert: { parse: () => ({}) },
    },
    checkHealth: () => Promise.resolve(),
  }) as unknown as Adapter;

function fixture(askParts: AskParts, breaker: Partial<BreakerSettings> = {}, traffic: Traffic = freeTraffic) {
  const events: string[] = [];
  const faults: unknown[] = [];
  const sent: Uint8Array[] = [];
  const log = recordingLog();
  log.before = ({ kind }) => void events.push(kind);
  const adapter = adapterOf((context) => {
    events.push('asked');
    return askParts(context);
  });
  const circuit = createBreaker('SIS', systemClock, { ...DEFAULT_BREAKER, ...breaker });
  const exchange = createExchange({
    routes: buildRoutes(contract, [{ adapter, breaker: circuit }], [], systemClock),
    ...{ policy, log: keptAsShipped(log), traffic, clock: systemClock },
    confirmations: NO_APPROVALS,
    maxCallsInProgress: 100,
    observer: { callEnded: () => undefined, fault: (_, error) => faults.push(error) },
    pseudonymizer: { pseudonymOf: () => '2026q4-00112233445566778899aabbccddeeff' },
    verifyOfficer: () => Promise.resolve(testOfficer),
  });
  const sink: PartSink = {
    send: ({ message }) => {
      events.push('sent');
      sent.push(message);
      return Promise.resolve();
    },
  };
  const call = (changes: Partial<IncomingCall> = {}): Promise<CallResult> =>
    exchange.handle({
      path: PARTED_SEARCH,
      peer: police,
      authorization: 'Bearer good',
      body,
      deadlineMs: undefined,
      caller: new Caller(),
      transport: 'grpc',
      parts: sink,
      ...changes,
    });
  return { call, circuit, events, exchange, faults, log, sent, sink };
}

function refusalOf(result: CallResult): Refusal {
  if (result.kind !== 'refusal') throw new Error('expected a refusal');
  return result.refusal;
}

describe('an answer that comes in parts', () => {
  it('has the entry of each part before it leaves, and the outcome before the receipt', async () => {
    const { call, events, log, sent } = fixture(yields(hitPart(1), emptyPart('NO_HIT'), hitPart(2)));
    const result = await call();
    expect(events).to.deep.equal(['intent', 'asked', 'part', 'sent', 'part', 'sent', 'part', 'sent', 'outcome']);
    expect(result.kind).to.equal('answer');
    expect(sent.map((message) => SearchPersonsResponse.decode(message).matches.length)).to.deep.equal([1, 0, 1]);
    expect(log.drafts.slice(1).map(({ intentIndex }) => intentIndex)).to.deep.equal([0, 0, 0, 0]);
    expect(new Set(log.drafts.map(({ requestId }) => requestId)).size).to.equal(1);
  });

  it('logs of each part what it is and what it discloses, and never in the leaf whether it does', async () => {
    const { call, log, sent } = fixture(yields(hitPart(1), emptyPart('TIMED_OUT')));
    await call();
    const [, hit, late] = log.drafts;
    expect(hit?.sections.result).to.deep.equal({
      answer_sha256: sha256(sent[0]!).toString('hex'),
      disclosed: [
        {
          category: 'ARR',
          fields: ['frame', 'handling'],
          handling: ['NO_THIRD_COUNTRY_TRANSFER', 'NO_NATIONAL_COPY'],
          reference: 'SIM-XB-00000000000000000000000001',
        },
      ],
      part: 1,
      status: 'HIT',
    });
    expect(hit?.terms).to.deep.equal([{ field: 'document', value: 'N1' }]);
    expect(late?.sections.result).to.deep.equal({
      answer_sha256: sha256(sent[1]!).toString('hex'),
      disclosed: [],
      part: 2,
      status: 'TIMED_OUT',
    });
    expect([hit?.kind, hit?.outcome]).to.deep.equal([late?.kind, late?.outcome]);
  });

  it('binds all parts, in their order, in the outcome', async () => {
    const { call, log, sent } = fixture(yields(hitPart(1), hitPart(2), emptyPart('NO_HIT')));
    const result = await call();
    const digests = sent.map((message) => sha256(message));
    const { duration_ms: took, ...said } = log.drafts.at(-1)!.sections.result!;
    expect(took).to.be.a('number');
    expect(said).to.deep.equal({
      outcomes: { HIT: 2, NO_HIT: 1 },
      parts: 3,
      parts_sha256: sha256(...digests).toString('hex'),
      status: 'HIT',
    });
    if (result.kind !== 'answer') throw new Error('expected an answer');
    expect(splitReceipt(result.message, 1).answer).to.have.length(0);
    expect(SearchPersonsResponse.decode(result.message).receipt?.requestId).to.equal(result.requestId);
  });

  for (const [statuses, whole] of [
    [['NO_HIT', 'NO_HIT'], 'NO_HIT'],
    [['NO_HIT', 'NOT_SEARCHED'], 'NO_HIT'],
    [['NOT_SEARCHED'], 'NOT_SEARCHED'],
    [['NO_HIT', 'TIMED_OUT'], 'TIMED_OUT'],
    [['REFUSED', 'NO_HIT'], 'REFUSED'],
    [['REFUSED', 'TIMED_OUT', 'UNAVAILABLE', 'NO_HIT'], 'TIMED_OUT'],
    [['REFUSED', 'UNAVAILABLE'], 'UNAVAILABLE'],
    [['NO_HIT', 'TIMED_OUT', 'HIT'], 'HIT'],
    [['UNAVAILABLE'], 'UNAVAILABLE'],
    [[], 'NOT_SEARCHED'],
  ] as const) {
    it(`is ${whole} when its parts are ${statuses.join(', ') || 'none'}`, async () => {
      const { call, log } = fixture(
        yields(...statuses.map((status) => (status === 'HIT' ? hitPart(1) : emptyPart(status)))),
      );
      expect((await call()).kind).to.equal('answer');
      expect(log.drafts.at(-1)).to.include({ kind: 'outcome', outcome: 'answered' });
      expect(log.drafts.at(-1)?.sections.result).to.include({ status: whole, parts: statuses.length });
    });
  }

  it('sends nothing of a part that cannot be logged, and says what was sent before', async () => {
    const { call, events, log, sent } = fixture(yields(hitPart(1), hitPart(2), hitPart(3)));
    log.before = ({ kind, sections }) => {
      if (kind === 'part' && sections.result?.part === 2) throw new Refusal('AUDIT_UNAVAILABLE', 'the log is away');
      events.push(kind);
    };
    const result = await call();
    expect(refusalOf(result).reason).to.equal('AUDIT_UNAVAILABLE');
    expect(events).to.deep.equal(['intent', 'asked', 'part', 'sent', 'outcome']);
    expect(log.drafts.at(-1)).to.include({ outcome: 'failed', intentIndex: 0 });
    expect(log.drafts.at(-1)?.sections.result).to.deep.include({
      status: 'AUDIT_UNAVAILABLE',
      outcomes: { HIT: 1 },
      parts: 1,
      parts_sha256: sha256(sha256(sent[0]!)).toString('hex'),
    });
    expect(result.kind === 'refusal' && result.logged?.index).to.equal(2);
  });

  it('gives no receipt when the outcome cannot be logged', async () => {
    const { call, log } = fixture(yields(hitPart(1)));
    log.before = ({ kind }) => {
      if (kind === 'outcome') throw new Refusal('AUDIT_UNAVAILABLE', 'the log is away');
    };
    const result = await call();
    expect(refusalOf(result).reason).to.equal('AUDIT_UNAVAILABLE');
    expect(result.logged).to.equal(undefined);
  });

  it('is denied before anybody is asked', async () => {
    const { call, events } = fixture(yields(hitPart(1)));
    const result = await call({ peer: testPeer(testAuthority('XC-VEHICLES', ['VRS_GOV'])) });
    expect(refusalOf(result).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(events).to.deep.equal(['access-denied']);
  });

  it('withholds a part outside the scope, and all that would follow', async () => {
    const outside = {
      ...hitPart(2),
      response: SearchPersonsResponse.fromPartial({
        outcome: { system: 'SIS', status: OutcomeStatus.HIT },
        matches: [{ alertReference: hitPart(2).disclosures[0]!.reference, category: AlertCategory.REF }],
      }),
      disclosures: [{ reference: hitPart(2).disclosures[0]!.reference, category: 'REF' }],
    };
    const { call, events, faults } = fixture(yields(hitPart(1), outside, hitPart(3)));
    expect(refusalOf(await call()).reason).to.equal('INTERNAL');
    expect(events).to.deep.equal(['intent', 'asked', 'part', 'sent', 'outcome']);
    expect(faults.map(String)).to.deep.equal(['Error: the system answered outside the scope']);
  });

  it('withholds a part that names records without being a hit', async () => {
    const silent = { ...emptyPart('TIMED_OUT'), disclosures: hitPart(1).disclosures };
    const { call, sent } = fixture(yields(silent));
    expect(refusalOf(await call()).reason).to.equal('INTERNAL');
    expect(sent).to.have.length(0);
  });

  it('withholds a part with another outcome than the log would have', async () => {
    const { call, sent } = fixture(yields({ ...emptyPart('TIMED_OUT'), status: 'NO_HIT' }));
    expect(refusalOf(await call()).reason).to.equal('INTERNAL');
    expect(sent).to.have.length(0);
  });

  it('ends at the number of parts that the contract states', async () => {
    const parts = Array.from({ length: MAX_PARTS + 1 }, (_, n) => hitPart(n));
    const { call, sent, faults, log } = fixture(yields(...parts));
    expect(refusalOf(await call()).reason).to.equal('INTERNAL');
    expect(sent).to.have.length(MAX_PARTS);
    expect(String(faults[0])).to.contain(`more than ${MAX_PARTS} parts`);
    expect(log.drafts.at(-1)?.sections.result).to.include({ parts: MAX_PARTS });
  });

  it('withholds a part that is too large', async () => {
    const { response, ...part } = emptyPart('NO_HIT');
    const large = { ...(response as SearchPersonsResponse), matches: [] };
    large.outcome = { system: 'S'.repeat(MAX_PART_BYTES), status: OutcomeStatus.NO_HIT };
    const { call, sent, faults } = fixture(yields({ ...part, response: large }));
    expect(refusalOf(await call()).reason).to.equal('INTERNAL');
    expect(sent).to.have.length(0);
    expect(String(faults[0])).to.contain(`more than ${MAX_PART_BYTES} bytes`);
  });

  it('keeps what was sent when the system fails midway, and blames the system', async () => {
    const failing: AskParts = async function* () {
      yield await Promise.resolve(hitPart(1));
      throw new Error('row ("Musterfrau") is broken');
    };
    const { call, circuit, log, sent } = fixture(failing, { volumeThreshold: 5 });
    const refusal = refusalOf(await call());
    expect(refusal.reason).to.equal('SYSTEM_UNAVAILABLE');
    expect(refusal.message).not.to.contain('Musterfrau');
    expect(sent).to.have.length(1);
    expect(log.drafts.at(-1)?.sections.result).to.include({ status: 'SYSTEM_UNAVAILABLE', parts: 1 });
    for (let attempt = 0; attempt < 10; attempt += 1) await call();
    expect(circuit.state).to.equal('open');
  });

  it('stops when the caller goes, tells the system, and says so in the outcome', async () => {
    const caller = new Caller();
    let ended = false;
    const endless: AskParts = async function* ({ signal }) {
      try {
        yield hitPart(1);
        caller.leave();
        await new Promise((_, reject) => {
          if (signal.aborted) reject(signal.reason as Error);
          else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
        yield hitPart(2);
      } finally {
        ended = true;
      }
    };
    const { call, events, log, circuit } = fixture(endless);
    expect(refusalOf(await call({ caller })).reason).to.equal('CANCELLED');
    expect(events).to.deep.equal(['intent', 'asked', 'part', 'sent', 'outcome']);
    expect(log.drafts.at(-1)).to.include({ outcome: 'failed' });
    expect(log.drafts.at(-1)?.sections.result).to.include({ status: 'CANCELLED', parts: 1 });
    expect(ended).to.equal(true);
    expect(circuit.state).to.equal('closed');
  });

  it('sends no part that was logged after the caller had gone', async () => {
    const caller = new Caller();
    const { call, log, sent } = fixture(yields(hitPart(1)));
    log.before = ({ kind }) => {
      if (kind === 'part') caller.leave();
    };
    expect(refusalOf(await call({ caller })).reason).to.equal('CANCELLED');
    expect(sent).to.have.length(0);
    expect(log.drafts.map(({ kind }) => kind)).to.deep.equal(['intent', 'part', 'outcome']);
    expect(log.drafts.at(-1)?.sections.result).to.include({ parts: 0 });
  });

  it('ends a system that ignores that nobody waits', async () => {
    let asked = 0;
    let returned = false;
    const deaf: AskParts = () => ({
      [Symbol.asyncIterator]: () => ({
        next: () =>
          asked++ === 0 ? Promise.resolve({ done: false, value: hitPart(1) }) : new Promise(() => undefined),
        return: () => {
          returned = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    });
    const { call, log, sent } = fixture(deaf);
    expect(refusalOf(await call({ deadlineMs: Date.now() + 200 })).reason).to.equal('SYSTEM_TIMED_OUT');
    expect(sent).to.have.length(1);
    expect(returned).to.equal(true);
    expect(log.drafts.at(-1)?.sections.result).to.include({ status: 'SYSTEM_TIMED_OUT', parts: 1 });
  });

  it('asks for no more than the caller has read', async () => {
    let made = 0;
    const eager: AskParts = async function* () {
      for (let n = 0; n < MAX_PARTS; n += 1) {
        made += 1;
        yield await Promise.resolve(hitPart(n));
      }
    };
    const reading: (() => void)[] = [];
    const { call } = fixture(eager);
    const result = call({ parts: { send: () => new Promise((resolve) => reading.push(resolve)) } });
    for (let n = 1; n <= MAX_PARTS; n += 1) {
      while (reading.length < n) await new Promise(setImmediate);
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      expect(made).to.equal(n);
      reading[n - 1]?.();
    }
    expect((await result).kind).to.equal('answer');
  });

  it('gives up on a caller who does not read, without blaming the system', async () => {
    let returned = false;
    const parts: AskParts = async function* () {
      try {
        yield await Promise.resolve(hitPart(1));
        yield hitPart(2);
      } finally {
        returned = true;
      }
    };
    const { call, circuit, log } = fixture(parts, { volumeThreshold: 2 });
    const sink: PartSink = { send: () => new Promise(() => undefined) };
    const slow = await Promise.all(
      Array.from({ length: 6 }, () => call({ deadlineMs: Date.now() + 1_200, parts: sink })),
    );
    expect(new Set(slow.map((result) => refusalOf(result).reason))).to.deep.equal(new Set(['CALLER_TOO_SLOW']));
    expect(returned).to.equal(true);
    expect(circuit.state).to.equal('closed');
    expect(log.drafts.at(-1)?.sections.result).to.include({ status: 'CALLER_TOO_SLOW', parts: 1 });
  });

  it('keeps its place in the bulkhead while the system works', async () => {
    let finish: () => void = () => undefined;
    const held: AskParts = async function* () {
      yield hitPart(1);
      await new Promise<void>((resolve) => (finish = resolve));
    };
    const { call, sent } = fixture(held, { capacity: 1 });
    const first = call();
    while (sent.length === 0) await new Promise(setImmediate);
    expect(refusalOf(await call()).reason).to.equal('OVERLOADED');
    finish();
    expect((await first).kind).to.equal('answer');
  });

  it('has no place while its reader reads, and goes on before others begin', async () => {
    const reading: (() => void)[] = [];
    const slow: PartSink = { send: () => new Promise((resolve) => reading.push(resolve)) };
    const work: (() => void)[] = [];
    const working: AskParts = async function* () {
      yield hitPart(1);
      await new Promise<void>((resolve) => work.push(resolve));
      yield hitPart(2);
    };
    const { call } = fixture(working, { capacity: 1 });
    const until = async (count: () => number, wanted: number): Promise<void> => {
      while (count() < wanted) await new Promise(setImmediate);
    };
    // Both are at their first part, although the system has one question at a time.
    const first = call({ parts: slow });
    await until(() => reading.length, 1);
    const second = call({ parts: slow });
    await until(() => reading.length, 2);
    reading[0]!();
    await until(() => work.length, 1);
    expect(refusalOf(await call()).reason, 'the system works for the first').to.equal('OVERLOADED');
    reading[1]!();
    await new Promise(setImmediate);
    expect(work, 'the second waits for its turn').to.have.length(1);
    expect(refusalOf(await call()).reason, 'who begins comes after it').to.equal('OVERLOADED');
    work[0]!();
    await until(() => work.length, 2);
    work[1]!();
    await until(() => reading.length, 4);
    for (const read of reading.slice(2)) read();
    expect((await first).kind).to.equal('answer');
    expect((await second).kind).to.equal('answer');
    const third = call();
    await until(() => work.length, 3);
    work[2]!();
    expect((await third).kind).to.equal('answer');
  });

  it('does not wait for its turn beyond its time, and blames nobody', async () => {
    let finish: () => void = () => undefined;
    let asked = 0;
    const busy: AskParts = async function* () {
      asked += 1;
      const mine = asked;
      yield hitPart(mine);
      if (mine > 1) await new Promise<void>((resolve) => (finish = resolve));
      yield hitPart(mine);
    };
    let read: () => void = () => undefined;
    const { call, circuit, sent, sink } = fixture(busy, { capacity: 1, volumeThreshold: 1 });
    const slow: PartSink = { send: () => new Promise((resolve) => (read = resolve)) };
    const waiting = call({ parts: slow, deadlineMs: Date.now() + 1_500 });
    while (asked < 1) await new Promise(setImmediate);
    const holding = call({ parts: sink });
    while (sent.length < 1) await new Promise(setImmediate);
    read();
    expect(refusalOf(await waiting).reason).to.equal('SYSTEM_TIMED_OUT');
    expect(circuit.state).to.equal('closed');
    finish();
    expect((await holding).kind).to.equal('answer');
  });

  it('lets others have its place among the calls while its reader reads', async () => {
    const held: string[] = [];
    const place = {
      leave: () => void held.push('left'),
      stepAside: () => void held.push('aside'),
      back: () => void held.push('back'),
    };
    const { call } = fixture(
      async function* () {
        held.push('works');
        yield await Promise.resolve(hitPart(1));
        held.push('works');
        yield await Promise.resolve(hitPart(2));
      },
      {},
      { ...freeTraffic, admit: () => place },
    );
    await call();
    expect(held).to.deep.equal(['works', 'aside', 'back', 'works', 'aside', 'back', 'left']);
  });

  it('gives its place among the calls back at its end, and does not say how long it took', async () => {
    const left: (number | undefined)[] = [];
    const place = { ...freePlace, leave: (durationMs?: number) => void left.push(durationMs) };
    const traffic: Traffic = { ...freeTraffic, admit: () => place };
    const slow: AskParts = async function* () {
      yield hitPart(1);
      await delay(20);
      expect(left).to.deep.equal([]);
    };
    const { call } = fixture(slow, {}, traffic);
    await call();
    expect(left).to.deep.equal([undefined]);
  });

  it('is not given to a listener that takes no parts', async () => {
    const { exchange, faults, log } = fixture(yields(hitPart(1)));
    const result = await exchange.handle({
      path: PARTED_SEARCH,
      peer: police,
      authorization: undefined,
      body,
      deadlineMs: undefined,
      caller: new Caller(),
      transport: 'grpc',
    });
    expect(refusalOf(result).reason).to.equal('INTERNAL');
    expect(faults).to.have.length(1);
    expect(log.drafts.map(({ kind }) => kind)).to.deep.equal(['intent', 'outcome']);
  });

  it('does not start where contract and service differ in how they answer', () => {
    const adapter = { ...adapterOf(yields()), service: SisServiceService } as unknown as Adapter;
    expect(() =>
      buildRoutes(contract, [{ adapter, breaker: createBreaker('SIS', systemClock) }], [], systemClock),
    ).to.throw('SearchPersons is not implemented in the way in which the contract answers');
  });
});

describe('the contract of an operation that answers in parts', () => {
  it('states how many at most', () => {
    expect(contract.methods.get(PARTED_SEARCH)).to.include({ maxParts: MAX_PARTS });
    expect(contract.methods.get('/ostiary.sis.v1.SisService/GetAlert')).to.include({ maxParts: undefined });
    expect(() => partedContract({ maxParts: 0 })).to.throw('must state max_parts');
  });

  it('has one request, and is no proof', () => {
    expect(() => partedContract({}, true)).to.throw('streams requests');
    expect(() => partedContract({ publicProof: true })).to.throw('is a proof, which is one message');
  });
});
