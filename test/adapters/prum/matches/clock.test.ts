import { expect } from 'chai';
import { ulid } from 'ulid';
import { TEST_DNA_REFERENCES } from '../../../../src/adapters/prum/dna/simulator/test-profiles.js';
import { createFollowUpClock, type FollowUpEvent } from '../../../../src/adapters/prum/matches/clock.js';
import { openDueFollowUps } from '../../../../src/adapters/prum/matches/store/due-follow-ups.js';
import { type FollowUpStore, openFollowUpStore } from '../../../../src/adapters/prum/matches/store/follow-up-store.js';
import { openMatchStore } from '../../../../src/adapters/prum/matches/store/match-store.js';
import type { DueClock } from '../../../../src/adapters/states/due-clock.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { openSimulatedExchange, type SimulatedExchange } from '../simulated.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIFETIME_MS = 30 * DAY_MS;
const ASKING = { authority: 'XA-POLICE' };
const HOLDING = { holdingState: 'XB' };
const ORIGIN = {
  acquiredOn: '2024-05-17',
  acquiredAt: 'Exland City',
  offence: 'Burglary',
  caseNumber: 'XB-2024-000123',
  authority: 'Police of Exland (synthetic)',
};

describe('the clock of Prüm matches', () => {
  let exchange: SimulatedExchange;
  let store: FollowUpStore;
  let now: number;
  let told: string[];
  let acts: (string | undefined)[];
  let onTold: () => Promise<unknown> = () => Promise.resolve();
  let fails: 'never' | 'always' | 'for simulated holders' = 'never';
  /** Of the matches of which the log takes no entry, and how often it was asked to. */
  let unloggable: string[];
  let refused: number;

  before(async () => {
    exchange = await openSimulatedExchange();
    store = openFollowUpStore(exchange.sql, 'dna', { now: () => now });
  });
  after(() => exchange.close());
  beforeEach(async () => {
    now = Date.now();
    told = [];
    acts = [];
    onTold = () => Promise.resolve();
    fails = 'never';
    unloggable = [];
    refused = 0;
    await exchange.owner`delete from prum.match`;
    await exchange.owner`update prum.simulated_state set decides_after_ms = null`;
  });

  const clock = () =>
    createFollowUpClock({
      due: openDueFollowUps(exchange.sql),
      clock: { now: () => now },
      times: { lifetimeMs: LIFETIME_MS },
      async tell({ what, actId, simulated, followUp }: FollowUpEvent) {
        if (unloggable.includes(followUp.id)) {
          refused += 1;
          throw new Error('the log takes no such entry');
        }
        if (fails === 'always' || (simulated && fails !== 'never')) throw new Error('the log is away');
        told.push(simulated ? `${what} by a simulated holder` : what);
        acts.push(actId);
        await onTold();
      },
      onFault: () => undefined,
    });

  const confirmed = async (reference: string = TEST_DNA_REFERENCES.fullMatch): Promise<string> => {
    const search = ulid(now);
    const match = { reference, quality: 1 };
    await openMatchStore(exchange.sql, 'dna').remember(
      { search, authority: 'XA-POLICE', askingState: 'XA', foundAtMs: now },
      [match],
    );
    const step = {
      kind: 'confirm',
      by: 'XA-POLICE',
      confirmedAtMs: now,
      review: { officer: '2026q4-00', caseReference: 'CASE-1', remarks: 'read again' },
      untilMs: now + LIFETIME_MS,
    } as const;
    return (await store.step({ search, reference }, ASKING, step))?.id ?? 'not confirmed';
  };
  const requested = async (reference: string = TEST_DNA_REFERENCES.fullMatch): Promise<string> => {
    const id = await confirmed(reference);
    await store.step({ id }, ASKING, {
      kind: 'request',
      by: 'XA-POLICE',
      content: {
        facts: 'because of eleven burglaries',
        offenceCode: '1501 00',
        offence: undefined,
        personCategory: 'SUSPECT',
        aim: 'IDENTIFY',
      },
      releaseByMs: now + 48 * HOUR_MS,
      untilMs: now + LIFETIME_MS,
    });
    return id;
  };
  const find = (id: string) => store.find({ id }, ASKING);
  /** Also of a match whose time is over, which nobody finds any more. */
  const storedState = async (id: string): Promise<unknown> =>
    (await exchange.owner`select state from prum.match where id = ${id}`)[0]?.state;
  const faultsOf = async (rounds: DueClock): Promise<string[]> => {
    try {
      await rounds.round();
      return [];
    } catch (error) {
      return (error as AggregateError).errors.map(
        ({ message, cause }: Error) => (cause as Error | undefined)?.message ?? message,
      );
    }
  };
  /** Before what failed is tried again, for the first time. */
  const FIRST_PAUSE_MS = 15_000;

  it('tells once of core data that are overdue after 48 hours', async () => {
    await requested();
    const rounds = clock();
    now += 48 * HOUR_MS;
    await rounds.round();
    expect(told).to.deep.equal([]);
    now += 1;
    await rounds.round();
    await rounds.round();
    expect(told).to.deep.equal(['overdue']);
    expect(rounds.overdue()).to.equal(1);
  });

  it('knows nothing overdue while a judge has to decide', async () => {
    const id = await requested();
    await store.step({ id }, HOLDING, { kind: 'await', by: 'XB-NCP', handler: 'XB-NCP', decision: 'a judge decides' });
    now += 72 * HOUR_MS;
    await clock().round();
    expect(told).to.deep.equal([]);
  });

  it('expires what came to no end, and erases it', async () => {
    const id = await requested();
    now += LIFETIME_MS;
    await clock().round();
    expect(told).to.deep.equal(['overdue', 'expire']);
    const match = await find(id);
    expect([match?.state, match?.review, match?.content]).to.deep.equal(['expired', undefined, undefined]);
    expect((await store.history(id)).map(({ state, changedBy }) => [state, changedBy])).to.deep.equal([
      ['matched', 'XA-POLICE'],
      ['confirmed', 'XA-POLICE'],
      ['core_requested', 'XA-POLICE'],
      ['expired', undefined],
    ]);
  });

  it('has a simulated holder release, and closes and erases what was kept long enough', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 0`;
    const id = await requested();
    now += 1_000;
    await clock().round();
    expect(told).to.deep.equal(['release by a simulated holder']);
    expect((await find(id))?.core?.person?.familyNames).to.equal('Voorbeeld-Staal');
    now += LIFETIME_MS;
    await clock().round();
    const closed = await find(id);
    expect([closed?.state, closed?.core, closed?.content]).to.deep.equal(['closed', undefined, undefined]);
  });

  it('lets a simulated holder decide only after its time, and not where an authority has it in hand', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 60000`;
    const [untouched, taken] = [await requested(), await requested()];
    await store.take(taken, HOLDING, 'XB-NCP');
    await clock().round();
    expect((await find(untouched))?.state).to.equal('core_requested');
    now = Date.now() + 120_000;
    await clock().round();
    expect([(await find(untouched))?.state, (await find(taken))?.state]).to.deep.equal(['released', 'core_requested']);
  });

  it('has a simulated holder refuse what it has no more', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 0`;
    const id = await requested('DNA-XB-I-01ARZ3NDEKTSV4RRFFQ69G5FAV');
    now += 1_000;
    await clock().round();
    expect((await find(id))?.decision).to.equal('the data have been deleted since the search');
  });

  it('goes by the given clock alone, wherever it is', async () => {
    now += 400 * DAY_MS;
    const id = await requested();
    const day = (atMs: number | undefined) => new Date(atMs ?? Number.NaN).toISOString().slice(0, 10);
    const [foundOn, overOn] = [day(now), day(now + LIFETIME_MS)];
    now += LIFETIME_MS - 1;
    expect((await find(id))?.state).to.equal('core_requested');
    now += 1;
    expect(await find(id)).to.equal(undefined);
    await clock().round();
    expect((await store.history(id)).map(({ state, atMs }) => [state, day(atMs)])).to.deep.equal([
      ['matched', foundOn],
      ['confirmed', foundOn],
      ['core_requested', foundOn],
      ['expired', overOn],
    ]);
    now += 90 * DAY_MS;
    await clock().round();
    expect((await find(id))?.state).to.equal('expired');
    const [without] = await exchange.sql`select prum.forget_matches(null) as count`;
    expect(without).to.deep.equal({ count: 0 });
    now += 1;
    await clock().round();
    expect(await find(id)).to.equal(undefined);
  });

  it('changes nothing that the log was not told of', async () => {
    const id = await requested();
    now += LIFETIME_MS;
    fails = 'always';
    expect(await faultsOf(clock())).to.deep.equal(['the log is away', 'the log is away']);
    expect(await storedState(id)).to.equal('core_requested');
  });

  /** The gateway dies right after the log has the entry. */
  const crash = (): Promise<never> => {
    onTold = () => Promise.resolve();
    return Promise.reject(new Error('the gateway has died'));
  };

  it('takes a step that the log was told of, after whatever crash, and no other', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 0`;
    const id = await requested();
    now += 1_000;
    onTold = crash;
    expect(await faultsOf(clock())).to.deep.equal(['the gateway has died']);
    expect((await find(id))?.state).to.equal('core_requested');
    const [close, refuse] = [
      await store.step({ id }, ASKING, { kind: 'close', by: 'XA-POLICE' }),
      await store.step({ id }, HOLDING, { kind: 'refuse', by: 'XB-NCP', handler: 'XB-NCP', decision: 'no' }),
    ];
    expect([close, refuse], 'the log says that it is released').to.deep.equal([undefined, undefined]);
    expect((await find(id))?.isDecidedOn).to.equal(true);
    await exchange.owner`delete from prum.holder_data where reference = ${TEST_DNA_REFERENCES.fullMatch}`;
    now += FIRST_PAUSE_MS;
    await clock().round();
    expect(told).to.deep.equal(['release by a simulated holder', 'release by a simulated holder']);
    expect(new Set(acts).size, 'both entries are about one act').to.equal(1);
    expect(await find(id)).to.deep.include({ state: 'released', isDecidedOn: false });
    expect((await find(id))?.core?.person?.familyNames).to.equal('Voorbeeld-Staal');
  });

  it('ends what the log was told is over, after whatever crash', async () => {
    const id = await confirmed();
    now += LIFETIME_MS;
    onTold = crash;
    expect(await faultsOf(clock())).to.deep.equal(['the gateway has died']);
    now += FIRST_PAUSE_MS;
    await clock().round();
    expect(told).to.deep.equal(['expire', 'expire']);
    expect(new Set(acts).size).to.equal(1);
    expect((await find(id))?.state).to.equal('expired');
  });

  it('ends what is over although a simulated holder cannot act', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 0 where member_state = 'XB'`;
    await requested();
    const over = await confirmed(TEST_DNA_REFERENCES.stain);
    now += LIFETIME_MS;
    fails = 'for simulated holders';
    expect(await faultsOf(clock())).to.include('the log is away');
    expect((await find(over))?.state).to.equal('expired');
  });

  it('does what is due of the others although one fails each time', async () => {
    const [bad, good] = [await requested(), await requested()];
    unloggable = [bad];
    now += LIFETIME_MS;
    const rounds = clock();
    expect(await faultsOf(rounds), 'neither overdue nor over').to.deep.equal([
      'the log takes no such entry',
      'the log takes no such entry',
    ]);
    expect(await faultsOf(rounds), 'the next round is of the other').to.deep.equal([]);
    expect(told).to.deep.equal(['overdue', 'expire']);
    expect([await storedState(bad), await storedState(good)]).to.deep.equal(['core_requested', 'expired']);
    expect(rounds.failing()).to.equal(2);
    unloggable = [];
    now += FIRST_PAUSE_MS;
    await rounds.round();
    expect((await find(bad))?.state).to.equal('expired');
    expect(rounds.failing()).to.equal(0);
  });

  it('tries again what failed, each time after twice as long, and says which match it is', async () => {
    const id = await confirmed();
    unloggable = [id];
    now += LIFETIME_MS;
    const failed = await clock()
      .round()
      .then(
        () => undefined,
        (error: unknown) => (error as AggregateError).errors as unknown[],
      );
    expect(failed?.[0]).to.deep.include({ name: 'StepFault', followUpId: id, act: 'expire', attempts: 1 });
    const tried: number[] = [];
    for (const pauseMs of [FIRST_PAUSE_MS - 1, 1, 2 * FIRST_PAUSE_MS - 1, 1]) {
      now += pauseMs;
      await faultsOf(clock());
      tried.push(refused);
    }
    expect(tried).to.deep.equal([1, 2, 2, 3]);
    await exchange.owner`update prum.match_fault set failures = 20`;
    now += 4 * FIRST_PAUSE_MS;
    await faultsOf(clock());
    now += 600_000;
    await faultsOf(clock());
    expect(refused, 'ten minutes later at the latest').to.equal(5);
  });

  it('ends what is over although its simulated holder cannot decide', async () => {
    await exchange.owner`update prum.simulated_state set decides_after_ms = 0`;
    const id = await requested();
    now += 1_000;
    const due = openDueFollowUps(exchange.sql);
    const cannot = () => {
      throw new Error('it knows no step');
    };
    const simulated = await due.simulated(now, cannot, () => Promise.resolve()).catch((error: unknown) => error);
    expect(((simulated as Error).cause as Error).message).to.equal('it knows no step');
    expect(await due.simulated(now, cannot, () => Promise.resolve()), 'not before its time').to.equal(false);
    now += LIFETIME_MS;
    expect(await due.expired(now, () => Promise.resolve())).to.equal(true);
    expect((await find(id))?.state).to.equal('expired');
    expect(await due.countFailing(), 'what failed of an earlier state is done with').to.equal(0);
  });

  it('forgets what failed when an authority closes the match', async () => {
    const id = await confirmed();
    unloggable = [id];
    now += LIFETIME_MS - 1_000;
    await exchange.owner`update prum.match set until = ${new Date(now)} where id = ${id}`;
    const rounds = clock();
    await faultsOf(rounds);
    expect(rounds.failing()).to.equal(1);
    await exchange.owner`update prum.match set decided_id = null, decided_step = null, state = 'closed', review = null where id = ${id}`;
    await rounds.round();
    expect(rounds.failing()).to.equal(0);
  });
});

describe('Prüm matches in the database', () => {
  let exchange: SimulatedExchange;
  before(async () => (exchange = await openSimulatedExchange()));
  after(() => exchange.close());

  it('take no step that the state machine does not know, whatever a statement says', async () => {
    const { sql } = exchange;
    await sql`
      insert into prum.match (id, category, state, search, reference, holding_state, asking_state, authority, quality,
                              found_at, until, changed_by, changed_at)
      values ('1', 'dna', 'matched', 's', 'DNA-XB-I-1', 'XB', 'XA', 'XA-POLICE', 1, '2026-01-01', '2026-01-31', 'XA-POLICE',
              '2026-01-01')`;
    const fault = async (statement: PromiseLike<unknown>): Promise<string> => {
      try {
        await statement;
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(await fault(sql`update prum.match set state = 'released' where id = '1'`)).to.include(
      'does not become released',
    );
    expect(await fault(sql`update prum.match set core = '{}' where id = '1'`)).to.include('violates check constraint');
    await sql`update prum.match set state = 'confirmed', review = '{}' where id = '1'`;
    expect(await fault(sql`update prum.match set review = '{"a":1}' where id = '1'`)).to.include('is not changed');
    expect(await fault(sql`update prum.match set state = 'closed' where id = '1'`)).to.include(
      'violates check constraint',
    );
    expect(await fault(sql`update prum.match set authority = 'XC-POLICE' where id = '1'`)).to.include(
      'permission denied',
    );
    expect(await fault(sql`delete from prum.match`)).to.include('permission denied');
    expect(await fault(sql`delete from prum.match_fault`)).to.include('permission denied');
    expect(
      await fault(sql`insert into prum.match_history (match, state, at) values ('1', 'closed', '2026-01-01')`),
    ).to.include('permission denied');
  });

  it('that nobody confirmed stay unknown to the holding state, also when they were closed', async () => {
    const store = openFollowUpStore(exchange.sql, 'dna', systemClock);
    const [open, dismissed, confirmed] = [ulid(), ulid(), ulid()];
    const reference = TEST_DNA_REFERENCES.fullMatch;
    const by = { authority: 'XA-POLICE', askingState: 'XA', foundAtMs: Date.now() };
    const step = async (search: string, kind: 'confirm' | 'dismiss' | 'close'): Promise<void> => {
      const confirmedAtMs = kind === 'confirm' ? { confirmedAtMs: Date.now() } : {};
      await store.step({ search, reference }, ASKING, { kind, by: 'XA-POLICE', ...confirmedAtMs });
    };
    for (const search of [open, dismissed, confirmed]) {
      await openMatchStore(exchange.sql, 'dna').remember({ ...by, search }, [{ reference, quality: 1 }]);
    }
    await step(dismissed, 'dismiss');
    await step(confirmed, 'confirm');
    for (const search of [open, dismissed, confirmed]) await step(search, 'close');
    const seen = await store.list(HOLDING, ['closed'], { size: 10, before: undefined });
    expect(seen.map(({ search }) => search)).to.deep.equal([confirmed]);
    const unseen = await store.find({ search: open, reference }, ASKING);
    expect(unseen?.state).to.equal('closed');
    expect(await store.find({ id: unseen?.id ?? '' }, HOLDING)).to.equal(undefined);
    expect(await store.take(unseen?.id ?? '', HOLDING, 'XB-NCP')).to.equal(undefined);
  });

  it('are unknown to both sides once their time is over, whatever is tried', async () => {
    const store = openFollowUpStore(exchange.sql, 'dna', systemClock);
    const [search, reference] = [ulid(), TEST_DNA_REFERENCES.fullMatch];
    const by = { authority: 'XA-POLICE', askingState: 'XA', foundAtMs: Date.now() };
    await openMatchStore(exchange.sql, 'dna').remember({ ...by, search }, [{ reference, quality: 1 }]);
    const confirm = { kind: 'confirm', by: 'XA-POLICE', confirmedAtMs: Date.now() } as const;
    const id = (await store.step({ search, reference }, ASKING, confirm))?.id ?? '';
    await store.step({ id }, ASKING, { kind: 'request', by: 'XA-POLICE', releaseByMs: Date.now() + DAY_MS });
    const core = { person: undefined, origin: ORIGIN } as const;
    await store.step({ id }, HOLDING, { kind: 'release', by: 'XB-NCP', core });
    expect((await store.find({ id }, ASKING))?.core?.origin).to.deep.equal(ORIGIN);

    await exchange.owner`update prum.match set until = ${new Date()} where id = ${id}`;
    const all = { size: 10, before: undefined };
    for (const whose of [ASKING, HOLDING]) {
      expect(await store.find({ id }, whose)).to.equal(undefined);
      expect((await store.list(whose, [], all)).map((one) => one.id)).to.not.include(id);
    }
    expect(await store.take(id, HOLDING, 'XB-NCP')).to.equal(undefined);
    expect(await store.step({ id }, ASKING, { kind: 'close', by: 'XA-POLICE' })).to.equal(undefined);
  });

  it('are over from the moment at which they are closed', async () => {
    const store = openFollowUpStore(exchange.sql, 'dna', systemClock);
    const [search, reference] = [ulid(), TEST_DNA_REFERENCES.fullMatch];
    const by = { authority: 'XA-POLICE', askingState: 'XA', foundAtMs: Date.now() };
    await openMatchStore(exchange.sql, 'dna').remember({ ...by, search }, [{ reference, quality: 1 }]);
    const closed = await store.step({ search, reference }, ASKING, { kind: 'close', by: 'XA-POLICE' });
    expect(closed?.untilMs).to.be.at.most(Date.now() + 60_000);
    expect((await store.find({ search, reference }, ASKING))?.state).to.equal('closed');
    await exchange.owner`update prum.match set until = until - interval '90 days 1 second' where id = ${closed?.id ?? ''}`;
    await openDueFollowUps(exchange.sql).forget(Date.now());
    expect(await store.find({ search, reference }, ASKING)).to.equal(undefined);
  });

  it('have a time within which core data are released from the moment at which these are asked for', async () => {
    const store = openFollowUpStore(exchange.sql, 'dna', systemClock);
    const [search, reference] = [ulid(), TEST_DNA_REFERENCES.fullMatch];
    const by = { authority: 'XA-POLICE', askingState: 'XA', foundAtMs: Date.now() };
    await openMatchStore(exchange.sql, 'dna').remember({ ...by, search }, [{ reference, quality: 1 }]);
    await store.step({ search, reference }, ASKING, { kind: 'confirm', by: 'XA-POLICE', confirmedAtMs: Date.now() });
    const asking = store.step({ search, reference }, ASKING, { kind: 'request', by: 'XA-POLICE' });
    expect(await asking.then(() => 'asked', String)).to.include('violates check constraint');
  });

  it('are forgotten when nobody followed them up in time', async () => {
    const store = openFollowUpStore(exchange.sql, 'dna', systemClock);
    const matches = openMatchStore(exchange.sql, 'dna');
    const [past, today] = ['01ARZ3NDEKTSV4RRFFQ69G5FAA', '01ARZ3NDEKTSV4RRFFQ69G5FAB'];
    const by = { authority: 'XA-POLICE', askingState: 'XA' };
    const match = { reference: TEST_DNA_REFERENCES.fullMatch, quality: 1 };
    await matches.remember({ ...by, search: past, foundAtMs: Date.now() - 31 * DAY_MS }, [match]);
    await matches.remember({ ...by, search: today, foundAtMs: Date.now() }, [match]);
    await matches.remember({ ...by, search: today, foundAtMs: Date.now() }, [{ ...match, quality: 4 }]);
    await openDueFollowUps(exchange.sql).forget(Date.now());
    const found = (search: string) => store.find({ search, reference: match.reference }, ASKING);
    expect(await found(past)).to.equal(undefined);
    expect((await found(today))?.quality, 'what was noted first stands').to.equal(1);
  });
});
