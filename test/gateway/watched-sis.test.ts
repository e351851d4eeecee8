import { expect } from 'chai';
import type { Adapter, Answer, AskContext } from '../../src/adapters/adapter.js';
import type { EntryDraft, LoggedEntry } from '../../src/audit/log/entry.js';
import type { SearchPersonsResponse, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import {
  type Breaker,
  type BreakerSettings,
  createBreaker,
  DEFAULT_BREAKER,
} from '../../src/gateway/exchange/breaker.js';
import { watchedSis } from '../../src/gateway/open-watched-sis.js';
import { partialPersonTerm } from '../../src/matching/index-terms.js';
import { nameForm } from '../../src/matching/names/name-form.js';
import { systemClock } from '../../src/shared/clock.js';
import { Ender } from '../../src/shared/ending.js';
import { Refusal } from '../../src/shared/refusal.js';
import { eventually } from '../helpers/eventually.js';
import { keptAsShipped } from '../helpers/recording-log.js';

const TERM = partialPersonTerm(nameForm('PROBE'), '1974-08-12');
const COMPARISON = { by: 'name', surname: 'PROBE', givenNames: 'ANNA', birth: '1974-08-12' } as const;

const CONTEXT: AskContext = {
  requestId: '01M8C09DGA19D97VZ723NBJ5PV',
  intent: { origin: 'log', index: 7, leafHash: new Uint8Array(32), checkpoint: '' },
  scope: { authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU', categories: new Set(['PASSENGER', 'RESULT']) },
  officer: { pseudonym: '2026q4-aa' },
  deadlineMs: 9e15,
  signal: new Ender(),
};

const breakers: Breaker[] = [];

/** A SIS that answers so, a log that takes so many entries, and what happened, in order. */
function stage(
  answer: (context: AskContext) => Promise<Answer<SearchPersonsResponse>>,
  entries = Infinity,
  { comparisonMs, ...settings }: Partial<BreakerSettings> & { readonly comparisonMs?: number } = {},
) {
  const happened: (EntryDraft | AskContext)[] = [];
  let taken = 0;
  const search = (what: string) => ({
    parse: () => ({
      legalOperations: ['SEARCH_ALPHA'],
      audit: { what },
      terms: [TERM],
      ask: (context: AskContext) => {
        happened.push(context);
        return answer(context);
      },
    }),
  });
  const adapter = {
    operations: { searchPersons: search('person'), searchObjects: search('object') },
  } as unknown as Adapter<typeof SisServiceService>;
  const log = keptAsShipped({
    origin: 'test.example/log',
    append(draft: EntryDraft): Promise<LoggedEntry> {
      if (taken++ >= entries) return Promise.reject(new Refusal('AUDIT_UNAVAILABLE', 'the log is full'));
      happened.push(draft);
      return Promise.resolve({ index: 40 + taken } as LoggedEntry);
    },
  });
  const breaker = createBreaker('SIS', systemClock, { ...DEFAULT_BREAKER, ...settings });
  breakers.push(breaker);
  const times = comparisonMs === undefined ? {} : { comparisonMs };
  return {
    ...{ happened, breaker },
    database: watchedSis({ sis: { adapter, breaker }, log, clock: { now: () => 0 }, ...times }),
  };
}

const hit: Answer<SearchPersonsResponse> = {
  status: 'NO_HIT',
  response: {} as SearchPersonsResponse,
  disclosures: [{ reference: 'SIM-XA-1', category: 'ARR', terms: [TERM] }],
};

describe('comparing a passenger with the SIS', () => {
  afterEach(() => {
    for (const breaker of breakers.splice(0)) breaker.shutdown();
  });

  it('logs the search before it is made, and its result before it is told', async () => {
    const { happened, database } = stage(() => Promise.resolve(hit));
    // An alert of the own state is no hit of the SIS; the unit has to know of it all the same.
    expect(await database.compare(COMPARISON, CONTEXT)).to.deep.equal([{ reference: 'SIM-XA-1', category: 'ARR' }]);
    const [intent, asked, outcome] = happened as [EntryDraft, AskContext, EntryDraft];
    const frame = { authority: 'XA-PIU', system: 'SIS', requestId: CONTEXT.requestId, retention: 'sis-3y' };
    expect(intent).to.include({ ...frame, kind: 'intent' });
    expect(intent.terms).to.deep.include(TERM);
    expect(asked.intent.index).to.equal(41);
    expect([...asked.scope.categories]).to.deep.equal(['ARR', 'DSC', 'INQ', 'SPC']);
    expect(outcome).to.include({ ...frame, kind: 'outcome', intentIndex: 41, outcome: 'answered' });
    expect(outcome.sections.result).to.deep.equal({
      disclosed: [{ category: 'ARR', fields: ['frame'], reference: 'SIM-XA-1' }],
      duration_ms: 0,
      status: 'HIT',
    });
  });

  it('searches for the document itself among documents alone', async () => {
    const { happened, database } = stage(() => Promise.resolve(hit));
    await database.compare({ by: 'object', number: 'L898902C' }, CONTEXT);
    const [intent, asked] = happened as [EntryDraft, AskContext];
    expect(intent.sections.what).to.deep.include({ query: { what: 'object' } });
    expect([...asked.scope.categories]).to.deep.equal(['OBJ', 'OBJ:k', 'OBJ:l', 'DSC', 'INQ', 'SPC', 'OBJ-36']);
  });

  it('is not made when the log cannot be written', async () => {
    const { happened, database } = stage(() => Promise.resolve(hit), 0);
    const refused: unknown = await database.compare(COMPARISON, CONTEXT).catch((error: unknown) => error);
    expect(refused).to.include({ reason: 'AUDIT_UNAVAILABLE' });
    expect(happened).to.deep.equal([]);
  });

  it('tells nothing when its result cannot be logged', async () => {
    const { database } = stage(() => Promise.resolve(hit), 1);
    const refused: unknown = await database.compare(COMPARISON, CONTEXT).catch((error: unknown) => error);
    expect(refused).to.include({ reason: 'AUDIT_UNAVAILABLE' });
  });

  it('logs that the SIS did not answer, and fails', async () => {
    const down = new Refusal('SYSTEM_UNAVAILABLE', 'no SIS');
    const { happened, database } = stage(() => Promise.reject(down));
    expect(await database.compare(COMPARISON, CONTEXT).catch((error: unknown) => error)).to.equal(down);
    expect(happened.at(-1)).to.deep.include({ kind: 'outcome', outcome: 'failed', intentIndex: 41 });
  });

  const reasonOf = (compared: Promise<unknown>): Promise<string> =>
    compared.then(
      () => 'compared',
      (error: unknown) => (error instanceof Refusal ? error.reason : String(error)),
    );

  it('is refused, and is no comparison without a hit, while the circuit that officers opened is open', async () => {
    const { happened, breaker, database } = stage(() => Promise.resolve(hit), Infinity, { volumeThreshold: 3 });
    const officers = { legalOperations: [], audit: {}, ask: () => Promise.reject(new Error('no SIS')) };
    for (let asked = 0; asked < 3; asked += 1) await breaker.ask(officers, CONTEXT).catch(() => undefined);
    expect(breaker.state).to.equal('open');
    expect(await reasonOf(database.compare(COMPARISON, CONTEXT))).to.equal('SYSTEM_UNAVAILABLE');
    // The intent and its end; in between the SIS was asked for nothing.
    expect(happened).to.have.length(2);
    expect(happened[1]).to.deep.include({ kind: 'outcome', outcome: 'failed', intentIndex: 41 });
  });

  it('opens the circuit for officers when the SIS fails it', async () => {
    const { breaker, database } = stage(() => Promise.reject(new Error('no SIS')), Infinity, { volumeThreshold: 3 });
    for (let compared = 0; compared < 3; compared += 1)
      expect(await reasonOf(database.compare(COMPARISON, CONTEXT))).to.equal('SYSTEM_UNAVAILABLE');
    expect(breaker.state).to.equal('open');
  });

  it('has a place in the bulkhead of officers, and is refused where there is none', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { happened, breaker, database } = stage(() => Promise.resolve(hit), Infinity, { capacity: 1 });
    const officers = breaker.ask(
      { legalOperations: [], audit: {}, ask: () => held.then(() => ({ ...hit, response: {} })) },
      CONTEXT,
    );
    expect(await reasonOf(database.compare(COMPARISON, CONTEXT))).to.equal('OVERLOADED');
    expect(happened).to.have.length(2);
    release();
    await officers;
    expect(await reasonOf(database.compare(COMPARISON, CONTEXT))).to.equal('compared');
  });

  it('keeps its place no longer than an officer would', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const { happened, database } = stage(never, Infinity, { comparisonMs: 5 });
    expect(await reasonOf(database.compare(COMPARISON, CONTEXT))).to.equal('SYSTEM_TIMED_OUT');
    const asked = happened[1] as AskContext;
    expect([asked.deadlineMs, asked.signal.aborted]).to.deep.equal([5, true]);
  });

  it('that nobody waits for any more is given up, and blames the SIS for nothing', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const { happened, breaker, database } = stage(never, Infinity, { volumeThreshold: 1 });
    const signal = new Ender();
    const compared = reasonOf(database.compare(COMPARISON, { ...CONTEXT, signal }));
    await eventually(() => expect(happened).to.have.length(2));
    signal.abort(new Refusal('SYSTEM_UNAVAILABLE', 'the claim to the flight was lost'));
    expect(await compared).to.equal('SYSTEM_UNAVAILABLE');
    expect(breaker.state).to.equal('closed');
    expect((happened[2] as EntryDraft).sections.result).to.include({ status: 'SYSTEM_UNAVAILABLE' });
    expect(await reasonOf(database.compare(COMPARISON, { ...CONTEXT, signal }))).to.equal('SYSTEM_UNAVAILABLE');
    expect(happened).to.have.length(5);
  });
});
