/** Notices: who is told what about alerts, that it is handled once, and that it ends. */
import { expect } from 'chai';
import type postgres from 'postgres';
import { type AccessScope, MAX_ANSWER_TERMS } from '../../../../src/adapters/adapter.js';
import { createSisAlertAdapter } from '../../../../src/adapters/sis/alerts/service.js';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import type { Notice } from '../../../../src/adapters/sis/domain/notice.js';
import { testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { createAlertWriter, type AlertWriter } from '../../../../src/adapters/sis/store/write-alerts.js';
import {
  HandleNoticeRequest,
  ListNoticesRequest,
  NoticeKind,
  NoticeState,
  type DeepPartial,
} from '../../../../src/gen/ostiary/sis/v1/notices.js';
import { AlertCategory } from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { locatorOf } from '../locator.js';
import {
  contextOf,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
  changeAlerts,
  NOON,
} from '../simulated-sis.js';

const WANTED = testAlerts(TODAY)[0] as PersonAlert;
const reference = (n: number, state = 'XB'): string =>
  `SIM-${state}-01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, '0')}`;
const alertOf = (n: number, changes: Partial<PersonAlert> = {}): PersonAlert => ({
  ...WANTED,
  reference: reference(n, changes.issuingState),
  issuingState: 'XB',
  createdBy: 'XB-COURT',
  ...changes,
});

const bureau = (state: string, categories?: readonly string[]): AccessScope => ({
  ...scopeOf(state, categories),
  authority: `${state}-SIRENE`,
  authorityKind: 'SIR',
});
const COURT: AccessScope = { ...scopeOf('XB'), authority: 'XB-COURT', authorityKind: 'JUD' };
const EUROPOL: AccessScope = { ...scopeOf('EU', ['INF', 'ARR']), authority: 'EU-EUROPOL', authorityKind: 'EUROPOL' };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('notices', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let writer: AlertWriter;
  let operations: ReturnType<typeof createSisAlertAdapter>['operations'];
  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'notices', max: 4, role: 'ostiary_gateway' });
    writer = createAlertWriter(gateway, { now: () => NOON });
    operations = createSisAlertAdapter({
      sql: gateway,
      clock: { now: () => NOON },
    }).operations;
  });
  beforeEach(() => sis.load([]));
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const signal = new Ender();
  const enter = (alert: PersonAlert, ...notices: Omit<Notice, 'alert'>[]) =>
    writer.act(signal, async (transaction) => {
      await transaction.insert(alert);
      await transaction.notify(notices.map((notice) => ({ alert, ...notice })));
    });
  const list = (scope: AccessScope, fields: DeepPartial<ListNoticesRequest> = {}) =>
    operations.listNotices.parse(ListNoticesRequest.fromPartial(fields)).ask(contextOf(scope));
  const told = async (scope: AccessScope, fields: DeepPartial<ListNoticesRequest> = {}) =>
    (await list(scope, fields)).response.notices.map(({ alertReference, kind }) => [alertReference, kind]);
  const handle = (scope: AccessScope, noticeId: string, remark = '') =>
    operations.handleNotice
      .parse(HandleNoticeRequest.fromPartial({ noticeId, remark }))
      .ask(contextOf(scope))
      .then(({ response }) => response.notice!);
  const refusalOf = (asked: Promise<unknown>): Promise<Refusal> =>
    asked.then(
      () => expect.fail('nothing was refused'),
      (error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
        return error;
      },
    );
  const firstOf = async (scope: AccessScope, fields: DeepPartial<ListNoticesRequest> = {}) =>
    (await list(scope, { includeHandled: true, ...fields })).response.notices[0]!;

  describe('are for', () => {
    it('the bureau of the issuing state and the authority that created the alert, as far as terms go', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB', dueAt: new Date('2027-03-01T00:00:00Z') });
      const expected = [[reference(1), NoticeKind.EXPIRY]];
      expect(await told(bureau('XB'))).to.deep.equal(expected);
      expect(await told(COURT)).to.deep.equal(expected);
      for (const other of [scopeOf('XB'), bureau('XA'), EUROPOL, { ...COURT, memberState: 'XA' }]) {
        const { status, response } = await list(other);
        expect(status).to.equal('NO_HIT');
        expect(response.notices, other.authority).to.deep.equal([]);
      }
      const [notice] = (await list(COURT)).response.notices;
      expect(notice).to.deep.include({
        category: AlertCategory.ARR,
        state: NoticeState.OPEN,
        dueAt: '2027-03-01T00:00:00.000Z',
        handledAt: '',
        endedAt: '',
        otherReference: '',
      });
    });

    it('bureaux alone, where bureaux consult: not the authority that entered an alert beside one it may not know of', async () => {
      const checked = alertOf(2, { issuingState: 'XC', category: 'DSC', createdBy: 'XC-POLICE' });
      await enter(checked);
      await enter(alertOf(1), { kind: 'incompatible', forState: 'XB', other: checked });
      expect(await told(COURT)).to.deep.equal([]);
      const [notice] = (await list(bureau('XB'))).response.notices;
      expect(notice).to.include({ otherReference: reference(2, 'XC'), otherCategory: AlertCategory.DSC });
    });

    it('all bureaux but that of the issuing state, when an alert for arrest is entered', async () => {
      await enter(alertOf(1), { kind: 'arrest_alert', forState: '*' });
      for (const state of ['XA', 'XC']) expect(await told(bureau(state)), state).to.have.length(1);
      expect(await told(bureau('XB'))).to.deep.equal([]);
      expect(await told(COURT)).to.deep.equal([]);
      expect(await told(EUROPOL)).to.deep.equal([]);
    });

    it('Europol, when the term of an information alert ends', async () => {
      await enter(
        alertOf(1, { category: 'INF' }),
        { kind: 'expiry', forState: 'XB' },
        { kind: 'expiry', forState: 'EU' },
      );
      expect(await told(EUROPOL)).to.have.length(1);
      expect(await told(bureau('XB'))).to.have.length(1);
      await handle(EUROPOL, (await firstOf(EUROPOL)).noticeId);
      expect(await told(bureau('XB'))).to.have.length(1);
    });
  });

  describe('about what the scope does not open', () => {
    it('look as if there were none, also where only the other alert is hidden', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB' });
      const narrow = bureau('XB', ['ARR', 'JPR']);
      const without = await list(narrow, { includeHandled: true, pageSize: 1 });
      const refused = alertOf(2, { category: 'REF' });
      await enter(refused, { kind: 'expiry', forState: 'XB' });
      await enter(alertOf(3), { kind: 'incompatible', forState: 'XB', other: refused });
      await writer.act(signal, ({ notify }) =>
        notify([{ kind: 'locator_deleted', alert: locatorOf(WANTED.reference, 'ARR'), forState: 'XB' }]),
      );
      expect(await list(narrow, { includeHandled: true, pageSize: 1 })).to.deep.equal(without);
      expect(await told(bureau('XB'))).to.have.length(4);
      expect(await told(bureau('XB', ['ARR', 'OBJ:a']))).to.have.length(1);
      expect(await told(bureau('XB', ['ARR', 'OBJ:a', 'OBJ-26']))).to.have.length(2);
    });

    it('cannot be handled, nor serve as a page token: the same as what does not exist', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB' });
      const { noticeId } = await firstOf(COURT);
      for (const stranger of [scopeOf('XB'), bureau('XA'), bureau('XB', ['REF'])]) {
        const [hidden, unknown] = await Promise.all([noticeId, UNKNOWN].map((id) => refusalOf(handle(stranger, id))));
        expect(hidden!.reason).to.equal('NOT_FOUND');
        expect([hidden!.message, hidden!.metadata]).to.deep.equal([unknown!.message, unknown!.metadata]);
        const pages = await Promise.all(
          [noticeId, UNKNOWN].map((pageToken) => refusalOf(list(stranger, { pageToken }))),
        );
        expect(pages[0]!.violations).to.deep.equal(pages[1]!.violations);
        expect(pages[0]!.violations.map(({ field, rule }) => [field, rule])).to.deep.equal([
          ['page_token', 'page_token'],
        ]);
      }
      expect((await firstOf(COURT)).state).to.equal(NoticeState.OPEN);
    });

    it('are not told to end-users of a state to which the alert is unavailable, and are to its bureau', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB' });
      await changeAlerts(sis.sql, (tx) => tx`update sis.alert set hidden_from = '{XB}'`);
      expect(await told(COURT)).to.deep.equal([]);
      expect(await told(bureau('XB'))).to.have.length(1);
    });
  });

  describe('are handled', () => {
    it('once for a state, by whichever of its authorities, with a remark', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB' });
      const { noticeId } = await firstOf(COURT);
      const handled = await handle(COURT, noticeId, 'Assessed: still needed');
      expect(handled).to.include({
        state: NoticeState.HANDLED,
        handledAt: `${TODAY}T12:00:00.000Z`,
        handledBy: 'XB-COURT',
        remark: 'Assessed: still needed',
      });
      expect(handled.handledByOfficer).to.equal(contextOf(COURT).officer.pseudonym);
      expect(await told(bureau('XB'))).to.deep.equal([]);
      expect(await firstOf(bureau('XB'))).to.deep.equal(handled);
      const again = await refusalOf(handle(bureau('XB'), noticeId));
      expect(again.reason).to.equal('REQUEST_INVALID');
      expect(again.violations).to.deep.equal([
        {
          field: 'notice_id',
          rule: 'open',
          description: `must be a notice that is open: it was handled at ${TODAY}T12:00:00.000Z`,
        },
      ]);
    });

    it('by each state for itself, where it is for all', async () => {
      await enter(alertOf(1), { kind: 'arrest_alert', forState: '*' });
      await handle(bureau('XA'), (await firstOf(bureau('XA'))).noticeId, 'Flag asked for by form F');
      expect(await told(bureau('XA'))).to.deep.equal([]);
      expect(await firstOf(bureau('XC'))).to.include({ state: NoticeState.OPEN, handledBy: '', remark: '' });
    });

    it('by one of many who handle it at the same time', async () => {
      await enter(alertOf(1), { kind: 'expiry', forState: 'XB' });
      const { noticeId } = await firstOf(COURT);
      const settled = await Promise.allSettled([COURT, bureau('XB'), COURT].map((scope) => handle(scope, noticeId)));
      expect(settled.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    });
  });

  describe('are listed', () => {
    it('newest first, page by page, by kind and by either alert', async () => {
      const other = alertOf(9, { issuingState: 'XC' });
      await enter(other);
      for (const n of [1, 2, 3]) {
        await enter(alertOf(n), { kind: 'expiry', forState: 'XB' }, { kind: 'same_identity', forState: 'XB', other });
      }
      const seen: string[] = [];
      let pageToken = '';
      const sizes: number[] = [];
      do {
        const { response } = await list(bureau('XB'), { pageSize: 4, pageToken });
        seen.push(...response.notices.map(({ alertReference }) => alertReference));
        sizes.push(response.notices.length);
        pageToken = response.nextPageToken;
      } while (pageToken !== '');
      expect(seen).to.deep.equal([3, 3, 2, 2, 1, 1].map((n) => reference(n)));
      expect(sizes).to.deep.equal([4, 2]);
      expect(await told(bureau('XB'), { kinds: [NoticeKind.EXPIRY, NoticeKind.EXPIRY] })).to.deep.equal(
        [3, 2, 1].map((n) => [reference(n), NoticeKind.EXPIRY]),
      );
      expect(await told(bureau('XB'), { alertReference: reference(2) })).to.have.length(2);
      expect(await told(bureau('XB'), { alertReference: other.reference })).to.have.length(3);
    });

    it('in pages that the log can be searched by, found by whom they are about', async () => {
      const many = Array.from({ length: 10 }, (_, at) => at);
      for (const n of [1, 2, 3, 4]) {
        const identities = many.map((at) => ({
          ...WANTED.identities[0],
          surname: `Viele${'abcd'[n]}${'abcdefghij'[at]}`,
        }));
        const documents = Array.from({ length: 90 }, (_, at) => ({ ...WANTED.documents[0]!, number: `N${n}D${at}` }));
        await enter(alertOf(n, { identities: identities as unknown as PersonAlert['identities'], documents }), {
          kind: 'expiry',
          forState: 'XB',
        });
      }
      const first = await list(COURT);
      expect(first.response.notices.map(({ alertReference }) => alertReference)).to.deep.equal(
        [4, 3, 2].map((n) => reference(n)),
      );
      expect(new Set(first.disclosures.flatMap(({ terms = [] }) => terms)).size).to.equal(MAX_ANSWER_TERMS);
      const rest = await list(COURT, { pageToken: first.response.nextPageToken });
      expect(rest.response.notices.map(({ alertReference }) => alertReference)).to.deep.equal([reference(1)]);
      expect(rest.response.nextPageToken).to.equal('');
    });
  });

  describe('end', () => {
    it('with the alert, with the other alert, and with the term that they warn of; what is ended is not handled', async () => {
      const other = alertOf(9, { issuingState: 'XC' });
      await enter(other);
      await enter(alertOf(1), { kind: 'majority', forState: 'XB' });
      await enter(alertOf(2), { kind: 'same_identity', forState: 'XB', other });
      await enter(alertOf(3, { expiresOn: '2027-01-01' }), { kind: 'expiry', forState: 'XB', occasion: '2027-01-01' });
      await writer.act(signal, async ({ lock, remove, replace }) => {
        const locked = await lock([reference(1), other.reference, reference(3)], TODAY);
        await remove(locked.get(reference(1))!);
        await remove(locked.get(other.reference)!);
        const stored = locked.get(reference(3))!;
        await replace(stored, { ...stored.alert, expiresOn: '2029-01-01', version: 2 }, undefined);
      });
      expect(await told(bureau('XB'))).to.deep.equal([]);
      const { response } = await list(bureau('XB'), { includeHandled: true });
      expect(response.notices.map(({ alertReference, state }) => [alertReference, state])).to.deep.equal(
        [3, 2, 1].map((n) => [reference(n), NoticeState.ENDED]),
      );
      for (const { noticeId, endedAt } of response.notices) {
        expect(endedAt).to.match(/^\d{4}-\d{2}-\d{2}T/);
        const late = await refusalOf(handle(bureau('XB'), noticeId));
        expect(late.violations.map(({ description }) => description)).to.deep.equal([
          `must be a notice that is open: what it is about was over at ${endedAt}`,
        ]);
      }
    });

    it('not when the alert stands with another version, nor news of a deletion with the alert', async () => {
      await enter(
        alertOf(1),
        { kind: 'expiry', forState: 'XB', occasion: alertOf(1).expiresOn },
        { kind: 'expired', forState: 'XB' },
      );
      await writer.act(signal, async ({ lock, replace }) => {
        const stored = (await lock([reference(1)], TODAY)).get(reference(1))!;
        await replace(stored, { ...stored.alert, reason: 'Another', version: 2 }, undefined);
      });
      expect(await told(COURT)).to.have.length(2);
      await writer.act(signal, async ({ lock, remove }) =>
        remove((await lock([reference(1)], TODAY)).get(reference(1))!),
      );
      expect(await told(COURT)).to.deep.equal([[reference(1), NoticeKind.EXPIRED]]);
    });
  });
});
