/** National copies through the whole gateway: who may keep one, what is logged of each page, and that it is followed. */
import { expect } from 'chai';
import type { MethodDefinition } from '@grpc/grpc-js';
import { createAlertWriter } from '../../src/adapters/sis/store/write-alerts.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import { AuditReviewServiceService, SearchEntriesRequest } from '../../src/gen/ostiary/audit/v1/review.js';
import { AccessContext, Purpose, Urgency } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import {
  ReadChangesRequest,
  ReadSnapshotRequest,
  type ReadSnapshotResponse,
  SisNationalCopyServiceService as Copies,
} from '../../src/gen/ostiary/sis/v1/national_copy.js';
import { type Alert, AlertCategory, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../src/shared/clock.js';
import { Ender } from '../../src/shared/ending.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import type { GatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch, reviewAccess } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

/** How an N.SIS Office asks. */
const copying = (legalBasisId = 'SIS62-9'): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId,
    purpose: Purpose.RECORD_KEEPING,
    caseReference: 'NSIS-COPY-1',
    justification: 'keeping the national copy up to date',
    operatingUnit: 'N.SIS operations',
    urgency: Urgency.BULK,
  });

describe('national copies', () => {
  let review: ReviewStack;
  let stack: GatewayStack;
  let logbook: Logbook;
  let office: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    review = await startReviewStack();
    stack = review.gateway;
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    office = await stack.grpc('XA-NSIS');
    token = await (await stack.identity('XA-NSIS')).mintToken({ officer: 'replicator-1' });
  });
  after(async () => {
    await logbook.close();
    await review.stop();
  });

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) {
    return answerOf(await office.call(method, request, { token }));
  }

  /** Reads a snapshot to its end. */
  async function readAll(access = copying()): Promise<{ pages: ReadSnapshotResponse[]; alerts: Alert[] }> {
    const pages: ReadSnapshotResponse[] = [];
    for (let cursor = ''; ;) {
      const request = ReadSnapshotRequest.fromPartial({ access, cursor });
      const { response, bytes, receipt } = await ask(Copies.readSnapshot, request);
      expectVerified(receipt, stack.gateway.verifierKey, bytes);
      pages.push(response);
      cursor = response.nextCursor;
      if (response.complete) return { pages, alerts: pages.flatMap(({ alerts }) => alerts) };
    }
  }

  it('are read in pages, each logged with every record and whom it is about', async () => {
    const since = await logbook.size();
    const { pages, alerts } = await readAll();
    expect(pages.length).to.be.greaterThan(1);
    const [{ n } = { n: 0 }] = await logbook.sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM sis.alert WHERE category NOT IN (1, 2, 3) AND expires_on > ${new Date()}::date
         AND (hidden_from IS NULL OR 'XA' <> ALL (hidden_from))`;
    expect(alerts).to.have.length(n);
    expect(new Set(alerts.map(({ alertReference }) => alertReference)).size).to.equal(n);
    const entries = await logbook.entries(since);
    expect(entries.map(({ leaf }) => leaf.kind)).to.deep.equal(pages.flatMap(() => ['intent', 'outcome']));
    const outcomes = entries.filter(({ leaf }) => leaf.kind === 'outcome');
    outcomes.forEach(({ sections }, at) => {
      const disclosed = sections.result?.disclosed as readonly { readonly reference: string }[];
      expect(disclosed.map(({ reference }) => reference)).to.deep.equal(
        pages[at]?.alerts.map(({ alertReference }) => alertReference),
      );
    });
    expect(entries[0]?.sections.what).to.deep.include({
      legal_operations: ['COPY'],
      query: { page_size: 100, phase: 'snapshot' },
    });
  });

  it('hold whole records, and may be kept: that is what they are for', async () => {
    const { alerts } = await readAll();
    const wanted = alerts.find(({ identities }) =>
      identities.some(({ surname }) => surname === TEST_PERSONS.wanted.surname),
    );
    expect(wanted?.createdBy).not.to.equal('');
    expect(wanted?.documents).not.to.deep.equal([]);
    for (const { handling } of alerts) {
      expect(handling?.codes).to.include(HandlingCode.NO_THIRD_COUNTRY_TRANSFER);
      expect(handling?.codes).not.to.include(HandlingCode.NO_NATIONAL_COPY);
    }
  });

  it('are found by whoever reviews the accesses about a person', async () => {
    const { pages } = await readAll();
    const { surname, dateOfBirth } = TEST_PERSONS.wanted;
    const reviewer = await (await stack.identity('XA-SUPERVISOR')).mintToken({ officer: 'reviewer-1' });
    const request = SearchEntriesRequest.fromPartial({
      access: reviewAccess,
      filter: { subject: { person: { surname, dateOfBirth } } },
    });
    const supervisor = await review.grpc('XA-SUPERVISOR');
    const { response } = answerOf(
      await supervisor.call(AuditReviewServiceService.searchEntries, request, { token: reviewer }),
    );
    // The newest is the reviewer's own search.
    const entry = response.entries.find(({ authority }) => authority === 'XA-NSIS');
    expect(entry).to.include({ kind: 'intent', system: 'SIS' });
    // Of all pages of this copy it is the one that held the person.
    const own = pages.findIndex(({ alerts }) =>
      alerts.some(({ identities }) => identities.some((one) => one.surname === surname)),
    );
    expect(entry?.requestId).to.equal(pages[own]?.receipt?.requestId);
  });

  it('follow every change, also by REST', async () => {
    const { pages } = await readAll();
    const cursor = pages.at(-1)?.nextCursor ?? '';
    const [row] = await logbook.sql<{ reference: string }[]>`
      SELECT reference FROM sis.alert WHERE category = 4 AND expires_on > ${new Date()}::date LIMIT 1`;
    const reference = row!.reference;
    await createAlertWriter(logbook.sql, systemClock).act(new Ender(), async ({ lock, remove }) => {
      const stored = (await lock([reference], '0001-01-01')).get(reference);
      if (stored === undefined) throw new Error('the alert has gone');
      await remove(stored);
    });
    const request = ReadChangesRequest.fromPartial({ access: copying(), cursor });
    const { response } = await ask(Copies.readChanges, request);
    expect(response).to.deep.include({ alerts: [], removed: [reference], caughtUp: true });
    const rest = await stack.rest('XA-NSIS');
    const body = JSON.stringify(ReadChangesRequest.toJSON(request));
    const answer = await rest.call('POST', '/v1/sis/national-copy:changes', { token, body });
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text)).to.deep.include({ removed: [reference], caughtUp: true });
  });

  it('are kept for each Regulation on its own basis', async () => {
    const { alerts } = await readAll(copying('SIS61-9'));
    expect(alerts).not.to.deep.equal([]);
    const refusals: readonly AlertCategory[] = [AlertCategory.REF, AlertCategory.RSM];
    expect(alerts.filter(({ category }) => !refusals.includes(category))).to.deep.equal([]);
  });

  it('are not for who may search, and searches not for who keeps one', async () => {
    const police = await stack.grpc('XA-POLICE');
    const officer = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const snapshot = (access: AccessContext) => ReadSnapshotRequest.fromPartial({ access });
    const reasons = await Promise.all([
      police.call(Copies.readSnapshot, snapshot(copying()), { token: officer }),
      police.call(Copies.readSnapshot, snapshot(policeAccess()), { token: officer }),
      office.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted, { access: copying() }), { token }),
    ]);
    expect(reasons.map((outcome) => refusalOf(outcome).reason)).to.deep.equal([
      'AUTHORITY_KIND_NOT_ALLOWED',
      'OPERATION_NOT_ALLOWED',
      'OPERATION_NOT_ALLOWED',
    ]);
  });

  it('are begun again when the cursor is no good, and the caller is told why', async () => {
    const broken = ReadChangesRequest.fromPartial({ access: copying(), cursor: 'A'.repeat(98) });
    const refusal = refusalOf(await office.call(Copies.readChanges, broken, { token }));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations[0]?.field).to.equal('cursor');
    const { pages } = await readAll();
    await logbook.sql`UPDATE sis.journal SET epoch = epoch + 1`;
    const rest = await stack.rest('XA-NSIS');
    const late = ReadChangesRequest.fromPartial({ access: copying(), cursor: pages.at(-1)?.nextCursor ?? '' });
    const answer = await rest.call('POST', '/v1/sis/national-copy:changes', {
      token,
      body: JSON.stringify(ReadChangesRequest.toJSON(late)),
    });
    expect(answer.status).to.equal(410);
    expect(JSON.parse(answer.text) as Problem).to.deep.include({
      code: 'CURSOR_EXPIRED',
      metadata: { reason: 'WORLD_RELOADED' },
    });
  });
});
