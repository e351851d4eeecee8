import { expect } from 'chai';
import { ulid } from 'ulid';
import { createRequestClock, type RequestEvent } from '../../../../src/adapters/police-records/requests/clock.js';
import type { DueClock } from '../../../../src/adapters/states/due-clock.js';
import { TEST_RECORDS } from '../../../../src/adapters/police-records/simulator/test-records.js';
import { openDueRequests } from '../../../../src/adapters/police-records/store/due-requests.js';
import { openRequestStore, type RequestStore } from '../../../../src/adapters/police-records/store/request-store.js';
import { name, person } from '../persons.js';
import { openSimulatedRecords, type SimulatedRecords } from '../simulated.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TIMES = { decideWithinMs: 72 * HOUR_MS, lifetimeMs: 30 * DAY_MS };
const ASKING = { authority: 'XA-POLICE' };

describe('the clock of requests for police records', () => {
  let records: SimulatedRecords;
  let requests: RequestStore;
  let now: number;
  let told: string[];
  let fails: 'never' | 'always' | 'for simulated holders' = 'never';

  before(async () => {
    records = await openSimulatedRecords();
    requests = openRequestStore(records.sql, { now: () => now });
  });
  after(() => records.close());
  beforeEach(async () => {
    now = Date.now();
    told = [];
    fails = 'never';
    await records.owner`delete from police_records.request`;
    await records.owner`update police_records.simulated_state set decides_after_ms = null`;
  });

  const clock = () =>
    createRequestClock({
      due: openDueRequests(records.sql),
      clock: { now: () => now },
      times: TIMES,
      tell({ what, simulated }: RequestEvent) {
        if (fails === 'always' || (simulated && fails !== 'never')) return Promise.reject(new Error('the log is away'));
        told.push(simulated ? `${what} by a simulated holder` : what);
        return Promise.resolve();
      },
      onFault: () => undefined,
    });

  const send = async (recordReference: string = TEST_RECORDS.delivered, id = ulid(now)) => {
    const request = await requests.send({
      id,
      recordReference,
      holdingState: recordReference.slice(4, 6),
      askingState: 'XA',
      authority: 'XA-POLICE',
      officer: '2026q4-00',
      search: ulid(now),
      quality: 100,
      content: {
        person: person(name('Voorbeeld', 'Maarten')),
        reasons: 'because of eleven burglaries',
        caseReference: 'CASE-1',
        offence: undefined,
        personCategory: 'SUSPECT',
        aim: 'IDENTIFY',
      },
      decideByMs: now + TIMES.decideWithinMs,
      expiresAtMs: now + TIMES.lifetimeMs,
    });
    return request?.id ?? 'not sent';
  };
  const faultsOf = async (rounds: DueClock): Promise<string[]> => {
    try {
      await rounds.round();
      return [];
    } catch (error) {
      return (error as AggregateError).errors.map(({ message }: Error) => message);
    }
  };
  const stateOf = async (id: string) => (await requests.find(id, ASKING))?.state;

  it('tells once of a decision that is overdue', async () => {
    const id = await send();
    const rounds = clock();
    now += 72 * HOUR_MS;
    await rounds.round();
    expect(told).to.deep.equal([]);
    now += 1;
    await rounds.round();
    await rounds.round();
    expect(told).to.deep.equal(['overdue']);
    expect(rounds.overdue()).to.equal(1);
    expect(await stateOf(id)).to.equal('requested');
  });

  it('knows one request by one identifier, whoever chose it', async () => {
    const id = await send();
    expect(await send(TEST_RECORDS.refused, id)).to.equal('not sent');
    expect((await requests.find(id, ASKING))?.recordReference).to.equal(TEST_RECORDS.delivered);
  });

  it('begins the time of the holder anew when an answer has come', async () => {
    const id = await send();
    const holding = { holdingState: 'XB' };
    await requests.step(id, holding, { kind: 'ask', by: 'XB-POLICE', handler: 'XB-POLICE', question: 'which court?' });
    now += 100 * HOUR_MS;
    await clock().round();
    expect(told, 'the holder does not owe a decision while it waits').to.deep.equal([]);
    await requests.step(id, ASKING, {
      kind: 'supply',
      by: 'XA-POLICE',
      answer: 'none',
      decideByMs: now + TIMES.decideWithinMs,
    });
    now += 72 * HOUR_MS + 1;
    await clock().round();
    expect(told).to.deep.equal(['overdue']);
  });

  it('expires what came to no end, and erases it', async () => {
    const id = await send();
    now += 30 * DAY_MS;
    await clock().round();
    expect(told).to.deep.equal(['overdue', 'expire']);
    const request = await requests.find(id, ASKING);
    expect(request?.state).to.equal('expired');
    expect(request?.content).to.equal(undefined);
    expect((await requests.history(id)).map(({ state, changedBy }) => [state, changedBy])).to.deep.equal([
      ['requested', 'XA-POLICE'],
      ['expired', undefined],
    ]);
  });

  it('closes what was delivered when it was kept long enough, and erases the record', async () => {
    await records.owner`update police_records.simulated_state set decides_after_ms = 0`;
    const id = await send();
    now += 1_000;
    await clock().round();
    expect(told).to.deep.equal(['receive', 'approve', 'deliver'].map((step) => `${step} by a simulated holder`));
    const delivered = await requests.find(id, ASKING);
    expect(delivered?.delivered?.offences).to.deep.equal(['Burglary', 'Handling of stolen goods']);
    now += 30 * DAY_MS;
    await clock().round();
    const closed = await requests.find(id, ASKING);
    expect([closed?.state, closed?.delivered]).to.deep.equal(['closed', undefined]);
  });

  it('need not have come by for what is over to be closed to whoever asks', async () => {
    const holding = { holdingState: 'XB' };
    const refused = await send();
    await requests.step(refused, holding, {
      kind: 'refuse',
      by: 'XB-POLICE',
      decision: 'it would put an investigation at risk',
      keepUntilMs: now + DAY_MS,
    });
    await records.owner`update police_records.simulated_state set decides_after_ms = 0`;
    const delivered = await send();
    now += 1_000;
    await clock().round();
    const open = await send();
    const states = async () => [await stateOf(delivered), await stateOf(refused), await stateOf(open)];
    now += 30 * DAY_MS - 1;
    expect(await states()).to.deep.equal(['delivered', 'closed', 'requested']);
    expect((await requests.find(delivered, ASKING))?.delivered).to.not.equal(undefined);
    now += 1;
    expect(await states()).to.deep.equal(['closed', 'closed', 'expired']);
    for (const id of [delivered, refused, open]) {
      const over = await requests.find(id, ASKING);
      expect([over?.content, over?.decision, over?.delivered, over?.correspondence]).to.deep.equal([
        undefined,
        undefined,
        undefined,
        [],
      ]);
      expect((await requests.find(id, holding))?.content).to.equal(undefined);
      const step = { kind: 'close', by: 'XA-POLICE' } as const;
      expect(await requests.step(id, ASKING, step), 'nobody acts on it any more').to.equal(undefined);
    }
    expect(await requests.step(open, holding, { kind: 'receive', by: 'XB-POLICE' })).to.equal(undefined);
    const page = { size: 10, before: undefined };
    expect(await requests.list(ASKING, ['requested', 'delivered', 'refused'], page)).to.deep.equal([]);
    const over = await requests.list(ASKING, ['closed', 'expired'], page);
    expect(over.map(({ id, content, delivered: record }) => [id, content, record])).to.have.deep.members(
      [open, delivered, refused].map((id) => [id, undefined, undefined]),
    );
  });

  it('lets a simulated holder act only after its time, and not where an authority has taken the request up', async () => {
    await records.owner`update police_records.simulated_state set decides_after_ms = 60000`;
    const [untouched, taken] = [await send(), await send()];
    await requests.step(taken, { holdingState: 'XB' }, { kind: 'receive', by: 'XB-POLICE', handler: 'XB-POLICE' });
    await clock().round();
    expect(await stateOf(untouched)).to.equal('requested');
    now = Date.now() + 120_000;
    await clock().round();
    expect([await stateOf(untouched), await stateOf(taken)]).to.deep.equal(['delivered', 'received']);
  });

  it('has a simulated holder refuse what it has no more', async () => {
    await records.owner`update police_records.simulated_state set decides_after_ms = 0`;
    const id = await send('EPR-XB-01ARZ3NDEKTSV4RRFFQ69G5FAV');
    now += 1_000;
    await clock().round();
    const request = await requests.find(id, ASKING);
    expect([request?.state, request?.decision]).to.deep.equal(['refused', 'there is no such record any more']);
  });

  it('goes by the given clock alone, wherever it is', async () => {
    now += 400 * DAY_MS;
    const id = await send();
    const day = (atMs: number | undefined) => new Date(atMs ?? Number.NaN).toISOString().slice(0, 10);
    const [sentOn, overOn] = [day(now), day(now + 30 * DAY_MS)];
    expect(day((await requests.find(id, ASKING))?.askedAtMs)).to.equal(sentOn);
    now += 30 * DAY_MS;
    await clock().round();
    expect((await requests.history(id)).map(({ state, atMs }) => [state, day(atMs)])).to.deep.equal([
      ['requested', sentOn],
      ['expired', overOn],
    ]);
    const isThere = async () => (await records.owner`select from police_records.request`).length === 1;
    now += 90 * DAY_MS;
    await clock().round();
    expect(await isThere()).to.equal(true);
    now += 1;
    await clock().round();
    expect(await isThere()).to.equal(false);
  });

  it('changes nothing that the log was not told of', async () => {
    const id = await send();
    now += 30 * DAY_MS;
    fails = 'always';
    expect(await faultsOf(clock())).to.deep.equal(['the log is away', 'the log is away']);
    const [row] = await records.owner<{ state: string; kept: boolean }[]>`
      select state, content is not null as kept from police_records.request where id = ${id}`;
    expect(row).to.deep.equal({ state: 'requested', kept: true });
  });

  it('ends what is over although a simulated holder cannot act', async () => {
    await records.owner`update police_records.simulated_state set decides_after_ms = 0 where member_state = 'XB'`;
    await send();
    const over = await send(TEST_RECORDS.refused);
    now += 30 * DAY_MS;
    fails = 'for simulated holders';
    expect(await faultsOf(clock())).to.deep.equal(['the log is away']);
    expect(await stateOf(over)).to.equal('expired');
    expect((await requests.find(over, ASKING))?.content).to.equal(undefined);
  });
});

describe('requests for police records in the database', () => {
  let records: SimulatedRecords;
  before(async () => (records = await openSimulatedRecords(0)));
  after(() => records.close());

  it('take no step that the state machine does not know, whatever a statement says', async () => {
    const { sql } = records;
    await sql`
      insert into police_records.request (id, state, record_reference, holding_state, asking_state, authority, officer,
        search, quality, asked_at, decide_by, expires_at, content, changed_by, changed_at)
      values ('1', 'requested', 'EPR-XB-1', 'XB', 'XA', 'XA-POLICE', 'p', 's', 90, '2026-01-01', '2026-01-04', '2026-01-31', '{}',
        'XA-POLICE', '2026-01-01')`;
    const fault = async (statement: PromiseLike<unknown>): Promise<string> => {
      try {
        await statement;
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(await fault(sql`update police_records.request set state = 'delivered' where id = '1'`)).to.include(
      'does not become delivered',
    );
    expect(await fault(sql`update police_records.request set content = '{"a":1}' where id = '1'`)).to.include(
      'what was asked is not changed',
    );
    expect(await fault(sql`update police_records.request set delivered = '{}' where id = '1'`)).to.include(
      'a record is delivered when it was approved',
    );
    expect(await fault(sql`update police_records.request set authority = 'XC-POLICE' where id = '1'`)).to.include(
      'permission denied',
    );
    expect(await fault(sql`delete from police_records.request`)).to.include('permission denied');
    expect(
      await fault(
        sql`insert into police_records.request_history (request, state, at) values ('1', 'closed', '2026-01-01')`,
      ),
    ).to.include('permission denied');
    expect(await fault(sql`select police_records.forget_ended('2026-01-01')`)).to.equal('none');
  });
});
