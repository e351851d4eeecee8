import { expect } from 'chai';
import type { Answer, AskContext, Inquiry, PartialAnswer, StreamedInquiry } from '../../../src/adapters/adapter.js';
import { type Breaker, createBreaker, DEFAULT_BREAKER } from '../../../src/gateway/exchange/breaker.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';
import { Refusal, type RefusalReason } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';

const HIT: Answer<unknown> = { status: 'HIT', response: {}, disclosures: [] };
const down = (): Promise<never> => Promise.reject(new Error('down'));
const refuse = (reason: RefusalReason) => (): Promise<never> => Promise.reject(new Refusal(reason, 'no'));

describe('the circuit around a system', () => {
  let breaker: Breaker;
  let changes: string[];
  beforeEach(() => {
    changes = [];
    breaker = createBreaker('SIS', systemClock, { ...DEFAULT_BREAKER, volumeThreshold: 3, resetTimeoutMs: 30 });
    breaker.onStateChange((state) => changes.push(state));
  });
  afterEach(() => breaker.shutdown());

  const contextFor = (givenMs: number): AskContext => ({
    requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
    scope: { authority: 'XA-POLICE', memberState: 'XA', authorityKind: 'POL', categories: new Set() },
    officer: { pseudonym: '2026q4-0123' },
    deadlineMs: systemClock.now() + givenMs,
    signal: new Ender(),
  });
  const ask = (work: () => Promise<Answer<unknown>>, givenMs = 5_000): Promise<string> => {
    const inquiry: Inquiry<unknown> = { legalOperations: ['READ'], audit: {}, ask: work };
    return breaker.ask(inquiry, contextFor(givenMs)).then(
      () => 'answered',
      (error: unknown) => (error as Refusal).reason,
    );
  };
  const halfOpen = async (): Promise<void> => {
    for (let attempt = 0; attempt < 3; attempt += 1) await ask(down);
    expect(breaker.state).to.equal('open');
    await eventually(() => expect(breaker.state).to.equal('half-open'));
  };

  it('closes when the one question that it lets through is answered, and opens again when it fails', async () => {
    await halfOpen();
    expect(await ask(() => Promise.resolve(HIT))).to.equal('answered');
    expect(breaker.state).to.equal('closed');
    await halfOpen();
    await ask(down);
    expect(breaker.state).to.equal('open');
    expect(changes).to.deep.equal(['open', 'half-open', 'closed', 'open', 'half-open', 'open']);
  });

  for (const reason of ['REQUEST_INVALID', 'FORBIDDEN', 'OPERATION_NOT_ALLOWED', 'CANCELLED'] as const) {
    it(`learns nothing from a question that ends with ${reason}: the next one tries`, async () => {
      await halfOpen();
      for (let attempt = 0; attempt < 3; attempt += 1) expect(await ask(refuse(reason))).to.equal(reason);
      expect(breaker.state).to.equal('half-open');
      await ask(down);
      expect(breaker.state).to.equal('open');
    });
  }

  it('learns nothing from a caller in a hurry, and of one who waited that the system failed', async () => {
    await halfOpen();
    await ask(refuse('SYSTEM_TIMED_OUT'), 90);
    expect(breaker.state).to.equal('half-open');
    await ask(refuse('SYSTEM_TIMED_OUT'));
    expect(breaker.state).to.equal('open');
  });

  it('learns from what the system says of its records that it works', async () => {
    for (const reason of ['NOT_FOUND', 'VERSION_STALE'] as const) {
      await halfOpen();
      expect(await ask(refuse(reason))).to.equal(reason);
      expect(breaker.state).to.equal('closed');
    }
  });

  it('closes with the first part of an answer, however long its reader takes', async () => {
    await halfOpen();
    const inquiry: StreamedInquiry<unknown> = {
      legalOperations: ['READ'],
      audit: {},
      // eslint-disable-next-line @typescript-eslint/require-await -- as a system's, which waits for its parts
      async *askParts(): AsyncGenerator<PartialAnswer<unknown>> {
        yield HIT;
      },
    };
    let read: () => void = () => undefined;
    const reading = new Promise<void>((resolve) => (read = resolve));
    let taken = (): void => undefined;
    const hasPart = new Promise<void>((resolve) => (taken = resolve));
    const stream = breaker.askParts(inquiry, contextFor(5_000), () => {
      taken();
      return reading;
    });
    await hasPart;
    expect(await ask(() => Promise.resolve(HIT))).to.equal('answered');
    expect(breaker.state).to.equal('closed');
    read();
    await stream;
    expect(changes).to.deep.equal(['open', 'half-open', 'closed']);
  });

  it('opens although many questions show nothing', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      for (let other = 0; other < 5; other += 1) await ask(refuse('REQUEST_INVALID'));
      await ask(down);
    }
    expect(breaker.state).to.equal('open');
  });
});
