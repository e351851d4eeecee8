/**
 * Emergency access through the pipeline, on a basis that allows it (EES Art. 31(2)). No such system is behind the gateway
 * yet, so the operations of SIS stand in for it, with a policy that knows two rows.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Registry } from 'prom-client';
import type { Adapter, Answer } from '../../../src/adapters/adapter.js';
import { openApprovals, type Approvals } from '../../../src/gateway/approvals/service.js';
import { loadContract, offering } from '../../../src/gateway/contract/contract.js';
import { createBreaker } from '../../../src/gateway/exchange/breaker.js';
import { Caller, type CallResult } from '../../../src/gateway/exchange/call.js';
import { createExchange, type OwnedExchange } from '../../../src/gateway/exchange/exchange.js';
import { buildRoutes } from '../../../src/gateway/exchange/route.js';
import type { Officer } from '../../../src/gateway/identity/peer.js';
import { createLogger } from '../../../src/gateway/observability/logger.js';
import type { Policy } from '../../../src/gateway/policy/decide.js';
import type { LegalBasis } from '../../../src/gateway/policy/legal-basis.js';
import {
  ApprovalDecision,
  DecideApprovalRequest,
  type DeepPartial,
  EmergencyState,
  EmergencyVerdict,
  ListEmergenciesRequest,
  ListEmergenciesResponse,
  RequestApprovalRequest,
  ReviewEmergencyRequest,
  ReviewEmergencyResponse,
} from '../../../src/gen/ostiary/approval/v1/approval.js';
import { AccessContext, Urgency } from '../../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import { GetAlertRequest, GetAlertResponse, SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { freeTraffic } from '../../helpers/free-traffic.js';
import { policeAccess, testAuthority, testPeer } from '../../helpers/peers.js';
import { keptAsShipped, recordingLog, type RecordingLog } from '../../helpers/recording-log.js';
import { type ApprovalsFixture, approvalsFixture, approved, HOUR } from './fixture.js';

const ALERT = 'SIM-XB-00000000000000000TEST00001';
const TERMS = [{ field: 'reference', value: ALERT }] as const;
const WORDS = 'a hostage is said to be killed within the hour';

const row = (id: string, system: string, more: Partial<LegalBasis>): [string, LegalBasis] => [
  id,
  {
    ...{ id, system, instrument: 'Reg. (EU) 2017/2226', article: '31(2)' },
    ...{ approvers: new Set(), breakGlass: false, authorityKinds: new Set(['CAP']), operations: new Set() },
    purposes: new Set(['CRIMINAL_OFFENCE']),
    ...more,
  } as unknown as LegalBasis,
];
const bases = new Map([
  row('EES-LE-URG', 'EES', { operations: new Set(['CONSULT']), approvers: new Set(['CAP']), breakGlass: true }),
  row('EES-LE-REQ', 'EES', { operations: new Set(['REQUEST_FULL']) }),
  row('EES-LE-HIST', 'EES', { operations: new Set(['CONSULT']), approvers: new Set(['CAP']) }),
  row('APPR-EES', 'APPROVALS', { operations: new Set(['APPROVE', 'REVIEW']) }),
  row('APPR-OTHER', 'APPROVALS', { operations: new Set(['APPROVE', 'REVIEW']), instrument: 'Another' }),
  row('EES-46', 'EES', { operations: new Set(['LOG_READ']) }),
  row('SIS62-12-6', 'SIS', { operations: new Set(['LOG_READ']) }),
]);

/** Permits everything; what it obliges to is what is tested. */
const policy: Policy = {
  version: 'test',
  decide: ({ authority, grounds, system, approval }) => ({
    rule: grounds.legalBasisId,
    determining: [grounds.legalBasisId],
    inputsSha256: '00',
    obligations:
      grounds.emergency !== undefined ? ['REVIEW_EMERGENCY'] : approval === undefined ? [] : ['USE_APPROVAL'],
    disclosure: { fieldGroups: () => undefined, handling: () => undefined },
    scope: {
      authority: authority.code,
      memberState: authority.memberState,
      authorityKind: authority.kinds[0] ?? '',
      categories: new Set(system === 'AUDIT' ? authority.oversees : ['EES']),
      ...(system === 'AUDIT' && {
        log: { systems: new Set([bases.get(grounds.legalBasisId)?.system ?? '']), classes: new Set() },
      }),
    },
  }),
};

const CAP = testPeer(testAuthority('XA-CAP', ['CAP']));
const OTHER_CAP = testPeer(testAuthority('XB-CAP', ['CAP']));
const UNIT = testPeer(testAuthority('XA-UNIT', ['LEA_UNIT']));
const DPO = testPeer(testAuthority('XA-DPO', ['DPO'], { oversees: ['XA-CAP'] }));

/** A promise that is settled from outside. */
function defer(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

describe('break-glass', () => {
  let fixture: ApprovalsFixture;
  let log: RecordingLog;
  let approvals: Approvals;
  let exchange: OwnedExchange;
  /** What was in the database when the system was asked. */
  let seenWhenAsked: string[];

  before(async function () {
    this.timeout(60_000);
    fixture = await approvalsFixture();
  });
  after(() => fixture.stop());

  beforeEach(async () => {
    await fixture.owner`TRUNCATE access.emergency`;
    fixture.clock.ahead = 0;
    log = recordingLog();
    seenWhenAsked = [];
    approvals = await openOn(fixture.pools[0]);
    exchange = exchangeOf(approvals);
  });

  const openOn = (sql: ApprovalsFixture['owner'], clockSql = fixture.clockPools[0]) =>
    openApprovals({
      ...{ sql, clockSql, log: keptAsShipped(log), folder: fixture.folder },
      clock: fixture.clock,
      logger: createLogger('silent'),
      lifetimeMs: HOUR,
      reviewWithinMs: 72 * HOUR,
    });

  function exchangeOf(own: Approvals): OwnedExchange {
    const whole = offering(loadContract(), ({ service }) =>
      ['ostiary.sis.v1.SisService', 'ostiary.approval.v1.ApprovalService'].includes(service),
    );
    const methods = [...whole.methods].map(
      ([path, method]) => [path, method.system === 'SIS' ? { ...method, system: 'EES' } : method] as const,
    );
    const operation = {
      parse: () => ({
        legalOperations: ['CONSULT'],
        audit: { alert_reference: ALERT },
        terms: TERMS,
        async ask(): Promise<Answer<unknown>> {
          const rows = await fixture.owner<{ request: string }[]>`SELECT request FROM access.emergency`;
          seenWhenAsked.push(...rows.map(({ request }) => request));
          const outcome = { system: 'SIS', status: OutcomeStatus.NO_HIT };
          return { status: 'NO_HIT', response: GetAlertResponse.fromPartial({ outcome }), disclosures: [] };
        },
      }),
    };
    const ees = {
      system: 'EES',
      service: SisServiceService,
      operations: { searchPersons: operation, searchObjects: operation, getAlert: operation },
      checkHealth: () => Promise.resolve(),
    } as unknown as Adapter;
    const routes = buildRoutes(
      { ...whole, methods: new Map(methods) },
      [ees, own.adapter].map((adapter) => ({ adapter, breaker: createBreaker(adapter.system, systemClock) })),
      [],
      systemClock,
    );
    own.attach(routes, () => bases);
    return createExchange({
      routes,
      policy: own.judging(policy),
      log: keptAsShipped(log),
      clock: systemClock,
      confirmations: own.confirmations,
      traffic: freeTraffic,
      pseudonymizer: { pseudonymOf: () => '2026q4-00112233445566778899aabbccddeeff' },
      maxCallsInProgress: 100,
      observer: { callEnded: () => undefined, fault: () => undefined },
      verifyOfficer: (authorization) => Promise.resolve(JSON.parse(authorization ?? '') as Officer),
    });
  }

  function call(path: string, body: Uint8Array, peer: typeof CAP, id: string, roles: string[]): Promise<CallResult> {
    return exchange.handle({
      path,
      peer,
      authorization: JSON.stringify({ id, roles }),
      body: Buffer.from(body),
      deadlineMs: undefined,
      caller: new Caller(),
      transport: 'grpc',
    });
  }

  const emergency = (roles = ['emergency'], officer = 'officer-1') =>
    call(
      '/ostiary.sis.v1.SisService/GetAlert',
      GetAlertRequest.encode(
        GetAlertRequest.fromPartial({
          access: policeAccess({
            legalBasisId: 'EES-LE-URG',
            urgency: Urgency.IMMINENT_DANGER,
            breakGlass: { emergency: WORDS },
          }),
          alertReference: ALERT,
        }),
      ).finish(),
      CAP,
      officer,
      roles,
    );

  const service = '/ostiary.approval.v1.ApprovalService';
  const access = (legalBasisId: string) => AccessContext.fromPartial({ ...policeAccess(), legalBasisId });
  const review = (
    requestId: string,
    who: { readonly peer?: typeof CAP; readonly officer?: string; readonly roles?: string[]; readonly basis?: string },
    verdict: EmergencyVerdict = EmergencyVerdict.JUSTIFIED,
  ) =>
    call(
      `${service}/ReviewEmergency`,
      ReviewEmergencyRequest.encode({
        access: access(who.basis ?? 'APPR-EES'),
        requestId,
        verdict,
        reason: 'read the file and asked the unit',
      }).finish(),
      who.peer ?? CAP,
      who.officer ?? 'officer-2',
      who.roles ?? [],
    );
  async function list(
    peer: typeof CAP,
    basis: string,
    changes: DeepPartial<ListEmergenciesRequest> = {},
    roles: string[] = [],
  ) {
    const request = ListEmergenciesRequest.fromPartial({ access: access(basis), ...changes });
    const body = ListEmergenciesRequest.encode(request).finish();
    const result = await call(`${service}/ListEmergencies`, body, peer, 'officer-2', roles);
    if (result.kind === 'refusal') throw result.refusal;
    return ListEmergenciesResponse.decode(result.message).emergencies;
  }

  function refused(result: CallResult): string {
    if (result.kind === 'answer') throw new Error('expected a refusal');
    return result.refusal.reason;
  }
  function answered(result: CallResult): string {
    if (result.kind === 'refusal') throw new Error(`refused: ${result.refusal.reason}: ${result.refusal.message}`);
    return result.requestId;
  }
  const verdicts = () =>
    log.drafts
      .filter(({ kind }) => kind === 'review-verdict')
      .map(({ authority, system, requestId, retention, sections }) => ({
        ...{ authority, system, requestId, retention },
        status: sections.result?.status,
      }));

  it('records the emergency before the system is asked, and says in the log what it was', async () => {
    const requestId = answered(await emergency());
    expect(seenWhenAsked).to.deep.equal([requestId]);
    const [intent] = log.drafts;
    expect(intent?.sections.why).to.deep.include({ emergency: WORDS });
    expect(intent?.sections.why?.decision).to.deep.include({ obligations: ['REVIEW_EMERGENCY'] });
    const [found] = await fixture.owner<{ due: number; text: string; length: number }[]>`
      SELECT extract(epoch FROM review_due_at - opened_at)::int AS due, length(sealed) AS length,
             e::text || encode(sealed, 'escape') || encode(officer, 'escape') AS text
        FROM access.emergency e`;
    expect(found?.due).to.equal(72 * 3600);
    expect(found?.length).to.be.greaterThan(WORDS.length);
    for (const secret of ['officer-1', 'hostage', ALERT]) expect(found?.text).not.to.include(secret);
  });

  it('is for officers whose token says so', async () => {
    expect(refused(await emergency(['searcher']))).to.equal('BREAK_GLASS_NOT_ALLOWED');
    expect(seenWhenAsked).to.deep.equal([]);
    expect(log.drafts.map(({ kind }) => kind)).to.deep.equal(['access-denied']);
  });

  it('asks nobody when the emergency cannot be recorded', async () => {
    await fixture.owner`ALTER TABLE access.emergency RENAME TO emergency_away`;
    try {
      expect(refused(await emergency())).to.equal('SYSTEM_UNAVAILABLE');
    } finally {
      await fixture.owner`ALTER TABLE access.emergency_away RENAME TO emergency`;
    }
    expect(seenWhenAsked).to.deep.equal([]);
  });

  it('owes its review also when the log failed and nobody was asked', async () => {
    log.before = (draft) => {
      if (draft.kind === 'intent') throw new Refusal('AUDIT_UNAVAILABLE', 'the audit log cannot be written');
    };
    expect(refused(await emergency())).to.equal('AUDIT_UNAVAILABLE');
    log.before = () => undefined;
    expect(seenWhenAsked).to.deep.equal([]);
    expect(await list(CAP, 'APPR-EES')).to.have.lengthOf(1);
  });

  it('is refused to an officer whose earlier one is overdue, until that is reviewed', async () => {
    const first = answered(await emergency());
    answered(await emergency());
    await fixture.age(first);
    expect(refused(await emergency())).to.equal('BREAK_GLASS_NOT_ALLOWED');
    answered(await emergency(['emergency'], 'officer-3'));
    answered(await review(first, {}));
    answered(await emergency());
  });

  it('is shown to reviewers with what they need, and to nobody else', async () => {
    const id = answered(await emergency());
    const [seen] = await list(CAP, 'APPR-EES');
    expect(seen).to.include({
      requestId: id,
      state: EmergencyState.OPEN,
      authority: 'XA-CAP',
      legalBasisId: 'EES-LE-URG',
    });
    expect(seen?.details).to.include({ officer: 'officer-1', emergency: WORDS, caseReference: 'CASE-2026-000123' });
    expect(JSON.parse(seen?.details?.questionJson ?? '')).to.include({ alertReference: ALERT });
    expect(await list(OTHER_CAP, 'APPR-EES')).to.deep.equal([]);
    // On a basis of its own: those of its own officers, with details for reviewers only.
    const [own] = await list(CAP, 'EES-LE-URG', {}, ['searcher']);
    expect([own?.requestId, own?.details]).to.deep.equal([id, undefined]);
    const [reviewed] = await list(CAP, 'EES-LE-URG', {}, ['emergency-review']);
    expect(reviewed?.details).to.include({ emergency: WORDS });
    expect(await list(UNIT, 'EES-LE-URG', {}, ['emergency-review'])).to.deep.equal([]);
  });

  it('can be found by whom it is about also where a reviewer reads it, and only there', async () => {
    answered(await emergency());
    const outcomeOf = async (...listing: Parameters<typeof list>) => {
      await list(...listing);
      return log.drafts.at(-1);
    };
    expect(await outcomeOf(CAP, 'APPR-EES')).to.deep.include({ kind: 'outcome', terms: TERMS });
    expect((await outcomeOf(DPO, 'EES-46'))?.terms).to.equal(undefined);
  });

  it('is shown with nine others at most where what was asked is shown', async () => {
    for (let at = 0; at < 11; at += 1) answered(await emergency());
    const first = await list(CAP, 'APPR-EES', { pageSize: 200 });
    expect(first).to.have.lengthOf(10);
    expect(await list(CAP, 'APPR-EES', { pageToken: first.at(-1)?.requestId ?? '' })).to.have.lengthOf(1);
    expect(await list(DPO, 'EES-46', { pageSize: 200 })).to.have.lengthOf(11);
  });

  it('is shown to the data protection officer of the authority, without what was asked', async () => {
    const id = answered(await emergency());
    const [seen] = await list(DPO, 'EES-46');
    expect([seen?.requestId, seen?.details]).to.deep.equal([id, undefined]);
    // A legal basis opens the log of its own system: on one of the SIS there is no emergency of the EES.
    expect(await list(DPO, 'SIS62-12-6')).to.deep.equal([]);
  });

  it('is reviewed by another officer of the competent body, once', async () => {
    const id = answered(await emergency());
    expect(refused(await review(id, { officer: 'officer-1' }))).to.equal('FORBIDDEN');
    expect(refused(await review(id, { peer: OTHER_CAP }))).to.equal('NOT_FOUND');
    expect(refused(await review(id, { basis: 'EES-LE-URG', roles: ['emergency'] }))).to.equal('NOT_FOUND');
    expect(refused(await review(id, { peer: UNIT, roles: ['emergency-review'] }))).to.equal('NOT_FOUND');
    expect(refused(await review(id, { basis: 'APPR-OTHER' }))).to.equal('NOT_FOUND');
    const result = await review(id, {});
    answered(result);
    if (result.kind === 'answer') {
      expect(ReviewEmergencyResponse.decode(result.message).emergency?.state).to.equal(EmergencyState.JUSTIFIED);
    }
    expect(refused(await review(id, { officer: 'officer-4' }, EmergencyVerdict.NOT_JUSTIFIED))).to.equal(
      'REQUEST_INVALID',
    );
    expect(verdicts()).to.deep.equal([
      { authority: 'XA-CAP', system: 'EES', requestId: id, retention: 'ees-ret1', status: 'JUSTIFIED' },
    ]);
    const [seen] = await list(CAP, 'APPR-EES');
    expect(seen?.details).to.equal(undefined);
  });

  it('is reviewed within the authority by an officer whose token says so', async () => {
    const id = answered(await emergency());
    const own = { basis: 'EES-LE-URG', roles: ['emergency', 'emergency-review'] };
    expect(refused(await review(id, { ...own, officer: 'officer-1' }))).to.equal('FORBIDDEN');
    answered(await review(id, own));
  });

  it('goes to the data protection officer at once when it was not justified', async () => {
    const id = answered(await emergency());
    answered(await review(id, {}, EmergencyVerdict.NOT_JUSTIFIED));
    expect(verdicts().map(({ requestId, status }) => [requestId, status])).to.deep.equal([[id, 'NOT_JUSTIFIED']]);
  });

  it('goes to the data protection officer once when its review is overdue, however many gateways look', async () => {
    const ids = [answered(await emergency()), answered(await emergency(['emergency'], 'officer-3'))];
    const [other] = await Promise.all([
      openApprovals({
        sql: fixture.pools[1],
        clockSql: fixture.clockPools[1],
        folder: fixture.folder,
        log: keptAsShipped(log),
        clock: systemClock,
        logger: createLogger('silent'),
        lifetimeMs: HOUR,
        reviewWithinMs: HOUR,
      }),
    ]);
    await approvals.clock.round();
    expect(verdicts()).to.deep.equal([]);
    for (const id of ids) await fixture.age(id);
    await Promise.all([approvals.clock.round(), other.clock.round(), approvals.clock.round(), other.clock.round()]);
    expect(
      verdicts()
        .map(({ requestId, status }) => [requestId, status])
        .sort(),
    ).to.deep.equal(ids.map((id) => [id, 'OVERDUE']).sort());
    const [seen] = await list(DPO, 'EES-46', { openOnly: true });
    expect(seen?.overdue).to.equal(true);

    const registry = new Registry();
    approvals.measure(registry);
    await approvals.clock.round();
    expect(await registry.metrics()).to.include('ostiary_emergency_reviews_overdue 2');
    // A verdict that comes late is told, too.
    answered(await review(ids[0]!, {}));
    expect(
      verdicts()
        .map(({ status }) => status)
        .sort(),
    ).to.deep.equal(['JUSTIFIED', 'OVERDUE', 'OVERDUE']);
  });

  it('is told of when it is reviewed, without the backlog that could not be told', async () => {
    const waiting = answered(await emergency(['emergency'], 'officer-3'));
    const id = answered(await emergency());
    await fixture.age(waiting);
    log.before = (draft) => {
      if (draft.requestId === waiting) throw new Refusal('AUDIT_UNAVAILABLE', 'the audit log cannot be written');
    };
    answered(await review(id, {}));
    expect(verdicts().map(({ requestId, status }) => [requestId, status])).to.deep.equal([[id, 'JUSTIFIED']]);
  });

  it('keeps no connection from approvals while the log is told, and is told of one at a time', async () => {
    // Approvals have one connection; the clock has another.
    approvals = await openOn(fixture.clockPools[1]);
    exchange = exchangeOf(approvals);
    const ids = [answered(await emergency()), answered(await emergency(['emergency'], 'officer-3'))];
    for (const id of ids) await fixture.age(id);
    let [inProgress, most] = [0, 0];
    const [calling, called] = [defer(), defer()];
    log.before = async (draft) => {
      if (draft.kind !== 'review-verdict') return;
      most = Math.max(most, ++inProgress);
      called.resolve();
      await calling.promise;
      inProgress--;
    };
    const rounds = Promise.all(Array.from({ length: 10 }, () => approvals.clock.round()));
    await called.promise;
    expect(await list(CAP, 'APPR-EES')).to.have.lengthOf(2);
    answered(await emergency(['emergency'], 'officer-5'));
    calling.resolve();
    await rounds;
    expect(most).to.equal(1);
    expect(
      verdicts()
        .map(({ requestId }) => requestId)
        .sort(),
    ).to.deep.equal([...ids].sort());
  });

  it('is told again at the next round when the log could not be told', async () => {
    const id = answered(await emergency());
    await fixture.age(id);
    log.before = () => {
      throw new Refusal('AUDIT_UNAVAILABLE', 'the audit log cannot be written');
    };
    await approvals.clock.round().then(
      () => expect.fail('the log was told'),
      () => undefined,
    );
    log.before = () => undefined;
    await approvals.clock.round();
    expect(verdicts().map(({ requestId, status }) => [requestId, status])).to.deep.equal([[id, 'OVERDUE']]);
  });

  it('keeps no approval and no key alive while the log cannot be told', async () => {
    await fixture.age(answered(await emergency()));
    const over = await approved(fixture.stores[0]);
    await fixture.keys.make(over);
    fixture.clock.ahead = HOUR;
    await fixture.age(over);
    log.before = () => {
      throw new Refusal('AUDIT_UNAVAILABLE', 'the audit log cannot be written');
    };
    const registry = new Registry();
    approvals.measure(registry);
    const fault = await approvals.clock.round().then(
      () => expect.fail('the log was told'),
      (error: unknown) => error as AggregateError,
    );
    expect(fault.errors.map((error: Refusal) => error.reason)).to.deep.equal(['AUDIT_UNAVAILABLE']);
    const [row] = await fixture.owner`SELECT state, sealed FROM access.approval WHERE id = ${over}`;
    expect(row).to.deep.equal({ state: 'expired', sealed: null });
    expect(await readdir(join(fixture.folder, 'keys'))).not.to.include(over);
    expect(await registry.metrics()).to.include('ostiary_emergency_reviews_overdue 1');
  });

  it('leaves the database when it is long over, once a day', async () => {
    const longOver = async () => {
      const id = await approved(fixture.stores[0]);
      await fixture.owner.begin(async (tx) => {
        await tx`SET LOCAL session_replication_role = replica`;
        await tx`UPDATE access.approval
                    SET state = 'used', sealed = NULL, sealed_reason = NULL,
                        requested_at = requested_at - interval '92 days', expires_at = expires_at - interval '92 days'
                  WHERE id = ${id}`;
      });
      return id;
    };
    const first = await longOver();
    await approvals.clock.round();
    expect(await fixture.stores[0].find(first)).to.equal(undefined);
    const second = await longOver();
    await approvals.clock.round();
    expect(await fixture.stores[0].find(second)).not.to.equal(undefined);
  });

  it('is not needed where a central access point approves the request of a unit, and searches for it', async () => {
    const question = (approvalId = '') =>
      Buffer.from(
        GetAlertRequest.encode(
          GetAlertRequest.fromPartial({
            access: policeAccess({ legalBasisId: 'EES-LE-HIST', approvalId }),
            alertReference: ALERT,
          }),
        ).finish(),
      );
    const request = (basis: string) =>
      RequestApprovalRequest.encode(
        RequestApprovalRequest.fromPartial({
          access: access(basis),
          approvingAuthority: 'XA-CAP',
          operation: '/ostiary.sis.v1.SisService/GetAlert',
          questionMessage: question(),
        }),
      ).finish();
    // No unit, no request: the central access point does not ask itself.
    const asksItself = await call(`${service}/RequestApproval`, request('EES-LE-HIST'), CAP, 'verifier-2', []);
    expect(refused(asksItself)).to.equal('REQUEST_INVALID');
    log.drafts.length = 0;
    const id = answered(await call(`${service}/RequestApproval`, request('EES-LE-REQ'), UNIT, 'officer-1', []));
    const decide = DecideApprovalRequest.encode(
      DecideApprovalRequest.fromPartial({
        access: access('APPR-EES'),
        approvalId: id,
        decision: ApprovalDecision.APPROVE,
        reason: 'conditions of Art. 32 are met',
      }),
    ).finish();
    answered(await call(`${service}/DecideApproval`, decide, CAP, 'verifier-1', []));
    const put = (peer: typeof CAP) => call('/ostiary.sis.v1.SisService/GetAlert', question(id), peer, 'verifier-1', []);
    expect(refused(await put(OTHER_CAP))).to.equal('APPROVAL_NOT_VALID');
    answered(await put(CAP));
    expect(refused(await put(CAP))).to.equal('APPROVAL_NOT_VALID');
    const [asked] = log.drafts;
    expect(asked?.sections.why).to.deep.include({ legal_basis: 'EES-LE-REQ' });
    expect(asked?.sections.why?.decision).not.to.have.property('obligations');
  });
});
