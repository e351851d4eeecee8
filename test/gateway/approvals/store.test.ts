/** Approvals in a real PostgreSQL: what many gateways do at once, and what nobody may do at all. */
import { expect } from 'chai';
import fc from 'fast-check';
import { type ApprovalLife, type ApprovalStep, stateAfter } from '../../../src/gateway/approvals/states.js';
import type { EscalationDue } from '../../../src/gateway/approvals/emergencies.js';
import type { ApprovalStore } from '../../../src/gateway/approvals/store.js';
import {
  actor,
  type ApprovalsFixture,
  approvalsFixture,
  approved,
  CAP,
  decision,
  emergency,
  HOUR,
  POLICE,
  QUESTION,
  requested,
} from './fixture.js';

const DAY = 24 * HOUR;

const codeOf = (query: Promise<unknown>): Promise<string> =>
  query.then(
    () => 'done',
    (error: unknown) => String((error as { code?: string }).code),
  );

describe('the store of approvals', () => {
  let fixture: ApprovalsFixture;
  let store: ApprovalStore;
  before(async function () {
    this.timeout(60_000);
    fixture = await approvalsFixture();
    [store] = fixture.stores;
  });
  after(() => fixture.stop());
  afterEach(() => {
    fixture.clock.ahead = 0;
  });

  const use = (id: string, at = 0, question = QUESTION) => fixture.stores[at]!.use(id, question, actor(POLICE));
  const states = async (id: string) => (await store.history(id)).map(({ state }) => state);

  it('lets exactly one of fifty uses at two gateways through', async () => {
    const id = await approved(store);
    const uses = await Promise.all(Array.from({ length: 50 }, (_, at) => use(id, at % 2)));
    expect(uses.filter(Boolean)).to.have.lengthOf(1);
    expect(await states(id)).to.deep.equal(['requested', 'approved', 'used']);
  });

  it('lets exactly one of many decisions stand', async () => {
    const id = await requested(store);
    const decided = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        fixture.stores[at % 2]!.decide(id, decision(at % 3 === 0 ? 'refuse' : 'approve'), {
          ...actor(CAP),
          officer: at.toString(16).padStart(64, '0'),
        }),
      ),
    );
    expect(decided.filter((one) => one !== undefined)).to.have.lengthOf(1);
    expect(await states(id)).to.have.lengthOf(2);
  });

  it('lets either a use or a withdrawal stand when both are tried', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await approved(store);
      const [used, withdrawn] = await Promise.all([use(id), fixture.stores[1].withdraw(id, actor(POLICE))]);
      expect([used, withdrawn !== undefined].filter(Boolean)).to.have.lengthOf(1);
    }
  });

  it('does what the state machine says, for any history', async function () {
    this.timeout(60_000);
    const anyStep: fc.Arbitrary<ApprovalStep> = fc.oneof(
      fc.record({
        kind: fc.constantFrom('approve' as const, 'refuse' as const, 'withdraw' as const),
        authority: fc.constantFrom(POLICE.authority, CAP.authority),
        officer: fc.constantFrom(POLICE.officer, CAP.officer),
      }),
      fc.record({ kind: fc.constant('use' as const), question: fc.constantFrom(QUESTION, 'dd'.repeat(32)) }),
      fc.record({ kind: fc.constant('expire' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 6 }), async (steps) => {
        const id = await requested(store);
        let life: ApprovalLife = {
          state: 'requested',
          ...POLICE,
          approver: CAP.authority,
          question: QUESTION,
          expiresAtMs: Number.POSITIVE_INFINITY,
        };
        for (const step of steps) {
          // Time passes for both by the same step.
          if (step.kind === 'expire') life = { ...life, expiresAtMs: 0 };
          life = { ...life, state: stateAfter(life, step, fixture.clock.now()) };
          await take(id, step);
          expect((await store.find(id))?.state).to.equal(life.state);
        }
      }),
      { numRuns: 60 },
    );
  });

  async function take(id: string, step: ApprovalStep): Promise<void> {
    switch (step.kind) {
      case 'approve':
      case 'refuse':
        await store.decide(id, decision(step.kind), actor(step));
        return;
      case 'withdraw':
        await store.withdraw(id, actor(step));
        return;
      case 'use':
        await use(id, 0, step.question);
        return;
      case 'expire':
        await fixture.age(id);
        await store.sweep();
    }
  }

  it('goes by the given clock alone, wherever it is', async () => {
    for (const days of [400, -400]) {
      fixture.clock.ahead = days * DAY;
      // Those of other tests.
      await store.sweep();
      const [used, over] = [await approved(store), await approved(store)];
      expect((await store.find(used))?.requestedAtMs).to.be.closeTo(fixture.clock.now(), DAY);
      fixture.clock.ahead += 0.9 * HOUR;
      expect(await store.sweep()).to.equal(0);
      expect((await store.list({ officer: POLICE.officer }, ['EES'], { size: 1, before: undefined }))[0]).to.include({
        ...{ id: over, state: 'approved' },
      });
      expect(await use(used)).to.equal(true);
      fixture.clock.ahead += 0.2 * HOUR;
      expect((await store.find(over))?.state).to.equal('expired');
      expect(await use(over)).to.equal(false);
      expect(await store.sweep()).to.equal(1);
      const past = await store.history(over);
      expect(past.map(({ state }) => state)).to.deep.equal(['requested', 'approved', 'expired']);
      for (const { atMs } of past) expect(atMs).to.be.closeTo(fixture.clock.now(), DAY);
    }
  });

  it('has reviews due by the given clock, wherever it is', async () => {
    const [emergencies] = fixture.emergencies;
    const told: string[] = [];
    const tell = ({ id, what }: EscalationDue) => Promise.resolve(void told.push(`${id} ${what}`));
    for (const [days, officer] of [
      [400, '01'],
      [-400, '02'],
    ] as const) {
      fixture.clock.ahead = days * DAY;
      const id = await emergency(emergencies, officer.repeat(32));
      fixture.clock.ahead += 71 * HOUR;
      expect(await emergencies.find(id)).to.include({ state: 'open', isOverdue: false });
      await emergencies.escalate(tell, id);
      fixture.clock.ahead += 2 * HOUR;
      expect(await emergencies.find(id)).to.include({ state: 'open', isOverdue: true });
      await emergencies.escalate(tell, id);
      expect(told.splice(0)).to.deep.equal([`${id} OVERDUE`]);
      const again = await emergency(emergencies, officer.repeat(32)).catch(
        (error: unknown) => (error as Error).message,
      );
      expect(again).to.equal('a review about the same officer is overdue');
      const reviewed = await emergencies.review(id, { state: 'justified', ...actor(CAP) });
      expect(reviewed?.reviewedAtMs).to.be.closeTo(fixture.clock.now(), HOUR);
    }
  });

  it('erases what is sealed at the end, and keeps the reasons of a refusal until it would have expired', async () => {
    const sealed = async (id: string) => (await store.find(id))?.sealed !== undefined;
    const [used, withdrawn, refused, over] = [
      await approved(store),
      await requested(store),
      await requested(store),
      await approved(store),
    ];
    await use(used);
    await store.withdraw(withdrawn, actor(POLICE));
    await store.decide(refused, decision('refuse'), actor(CAP));
    await fixture.age(over);
    await store.sweep();
    expect([await sealed(used), await sealed(withdrawn), await sealed(refused), await sealed(over)]).to.deep.equal([
      false,
      false,
      true,
      false,
    ]);
    expect(await store.sealedAmong([refused, over])).to.deep.equal([refused]);
    expect(await store.sealedAmong([over])).to.deep.equal([]);
    await fixture.age(refused);
    await store.sweep();
    expect(await sealed(refused)).to.equal(false);
    expect(await states(over)).to.deep.equal(['requested', 'approved', 'expired']);
  });

  it('forgets what has ended, and emergencies that were reviewed, after 90 days and not before', async () => {
    // Those of other tests.
    await store.forgetEnded();
    const [emergencies] = fixture.emergencies;
    const reviewed = async () => {
      const id = await emergency(emergencies);
      await emergencies.review(id, { state: 'justified', ...actor(CAP) });
      return id;
    };
    const [used, young, alive] = [await approved(store), await approved(store), await approved(store)];
    for (const id of [used, young]) await use(id);
    const [told, youngTold, untold, open] = [
      await reviewed(),
      await reviewed(),
      await reviewed(),
      await emergency(emergencies, 'ee'.repeat(32)),
    ];
    for (const id of [told, youngTold]) await emergencies.escalate(() => Promise.resolve(), id);
    const days = (id: string, ago: number) =>
      fixture.owner.begin(async (tx) => {
        await tx`SET LOCAL session_replication_role = replica`;
        const then = tx`${new Date(fixture.clock.now() - ago * DAY)}::timestamptz`;
        await tx`UPDATE access.approval SET requested_at = ${then} - interval '1 hour', expires_at = ${then} WHERE id = ${id}`;
        await tx`UPDATE access.emergency
                    SET opened_at = ${then} - interval '1 hour', review_due_at = ${then},
                        reviewed_at = CASE WHEN state = 'open' THEN NULL ELSE ${then} END WHERE request = ${id}`;
      });
    for (const id of [used, alive, told, untold, open]) await days(id, 91);
    for (const id of [young, youngTold]) await days(id, 89);

    // A statement of the gateway's own that gives no time forgets nothing, and there is none without one.
    const [without] = await fixture.pools[0]`SELECT access.forget_ended(NULL) AS count`;
    expect(without).to.deep.equal({ count: 0 });
    expect(await codeOf(fixture.pools[0]`SELECT access.forget_ended()`)).to.equal('42883');
    expect(await store.forgetEnded()).to.equal(2);
    expect(await store.find(used)).to.equal(undefined);
    expect(await states(used)).to.deep.equal([]);
    expect(await emergencies.find(told)).to.equal(undefined);
    for (const id of [young, alive]) expect(await store.find(id)).not.to.equal(undefined);
    for (const id of [youngTold, untold, open]) expect(await emergencies.find(id)).not.to.equal(undefined);
    expect(await store.forgetEnded()).to.equal(0);
  });

  describe('is kept by the database, whatever a gateway says:', () => {
    const sql = () => fixture.pools[0];

    it('an approval becomes nothing that the state machine does not know', async () => {
      const id = await requested(store);
      expect(await codeOf(sql()`UPDATE access.approval SET state = 'used' WHERE id = ${id}`)).to.equal('P0001');
      await use(await approved(store));
      await store.withdraw(id, actor(POLICE));
      expect(await codeOf(sql()`UPDATE access.approval SET state = 'approved' WHERE id = ${id}`)).to.equal('P0001');
      expect(
        await codeOf(sql()`
          INSERT INTO access.approval (id, state, authority, member_state, officer, system, operation, legal_basis,
                                       question, approver, approver_kind, changed_officer, requested_at, expires_at,
                                       changed_at)
          SELECT 'X', 'approved', authority, member_state, officer, system, operation, legal_basis, question, approver,
                 'CAP', question, requested_at, expires_at, changed_at
            FROM access.approval LIMIT 1`),
      ).to.equal('P0001');
    });

    it('nobody approves what they asked for', async () => {
      const id = await requested(store);
      expect(
        await codeOf(sql()`
          UPDATE access.approval SET state = 'approved', approver_kind = 'CAP', changed_officer = officer WHERE id = ${id}`),
      ).to.equal('23514');
    });

    it('nobody approves without saying who, in which kind, and for the body that was asked', async () => {
      const id = await requested(store);
      const approve = (kind: string | null, officer: string | null, authority: string | null) =>
        codeOf(sql()`
          UPDATE access.approval
             SET state = 'approved', approver_kind = ${kind}, changed_authority = ${authority},
                 changed_officer = ${officer === null ? null : Buffer.from(officer, 'hex')}
           WHERE id = ${id}`);
      expect(await approve(null, CAP.officer, CAP.authority)).to.equal('23514');
      expect(await approve('CAP', null, CAP.authority)).to.equal('23514');
      expect(await approve('CAP', CAP.officer, null)).to.equal('23514');
      expect(await approve('CAP', CAP.officer, POLICE.authority)).to.equal('23514');
      expect(await approve('CAP', CAP.officer, CAP.authority)).to.equal('done');
    });

    it('an emergency begins open and untold, and owes its review within seven days', async () => {
      const begin = (more: Record<string, unknown>, hours = 168) =>
        codeOf(
          sql().begin(async (tx) => {
            const row = {
              ...{ request: `E${hours}`, authority: 'XA-CAP', member_state: 'XA', system: 'EES', operation: '/x' },
              ...{ officer: Buffer.from(CAP.officer, 'hex'), legal_basis: 'EES-LE-URG', ...more },
            };
            const columns = Object.keys(row);
            const values = Object.values(row) as string[];
            await tx.unsafe(
              `INSERT INTO access.emergency (opened_at, review_due_at, ${columns.join(', ')})
               VALUES ('2026-01-01Z', '2026-01-01Z'::timestamptz + interval '${hours} hours', ${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
              values,
            );
          }),
        );
      const now = new Date(fixture.clock.now());
      for (const more of [
        { state: 'justified', reviewed_at: now, reviewer: Buffer.from(POLICE.officer, 'hex') },
        { overdue_logged_at: now },
        { verdict_logged_at: now },
      ]) {
        expect(await begin(more), Object.keys(more).join()).to.equal('42501');
      }
      expect(await begin({}, 169)).to.equal('23514');
      expect(await begin({})).to.equal('done');
    });

    it('the log is not said to know what has not happened, nor to have forgotten it', async () => {
      const id = await emergency(fixture.emergencies[0]);
      const now = new Date(fixture.clock.now());
      const set = (column: 'overdue_logged_at' | 'verdict_logged_at', value: Date | null) =>
        codeOf(sql()`UPDATE access.emergency SET ${sql()(column)} = ${value} WHERE request = ${id}`);
      expect(await set('overdue_logged_at', now)).to.equal('P0001');
      expect(await set('verdict_logged_at', now)).to.equal('P0001');
      await fixture.age(id);
      expect(await set('overdue_logged_at', now)).to.equal('done');
      expect(await set('overdue_logged_at', null)).to.equal('P0001');
      await fixture.emergencies[0].review(id, { state: 'unjustified', ...actor(CAP) });
      expect(await set('verdict_logged_at', now)).to.equal('done');
      expect(await set('verdict_logged_at', null)).to.equal('P0001');
    });

    it('an approval stays for what it was asked for', async () => {
      const id = await requested(store);
      expect(
        await codeOf(sql()`UPDATE access.approval SET expires_at = expires_at + interval '1 hour' WHERE id = ${id}`),
      ).to.equal('42501');
      expect(await codeOf(fixture.owner`UPDATE access.approval SET question = officer WHERE id = ${id}`)).to.equal(
        'P0001',
      );
    });

    it('its history is neither changed nor deleted, nor is an approval', async () => {
      await approved(store);
      for (const statement of [
        sql()`UPDATE access.approval_history SET state = 'refused'`,
        sql()`DELETE FROM access.approval_history`,
        sql()`INSERT INTO access.approval_history (approval, state, at) SELECT id, 'used', changed_at FROM access.approval`,
        sql()`TRUNCATE access.approval_history`,
        sql()`DELETE FROM access.approval`,
        sql()`ALTER TABLE access.approval DISABLE TRIGGER ALL`,
        sql()`DELETE FROM access.emergency`,
      ]) {
        expect(await codeOf(statement)).to.equal('42501');
      }
    });
  });
});
