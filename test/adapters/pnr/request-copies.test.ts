/** Copies of requests in PostgreSQL: for one unit, and for six months. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AskContext } from '../../../src/adapters/adapter.js';
import { openPnrKeys, type PnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { listRequestCopiesOperation } from '../../../src/adapters/pnr/operations/request-copies.js';
import type { PnrParts } from '../../../src/adapters/pnr/options.js';
import { openRequestCopyStore } from '../../../src/adapters/pnr/store/request-copy-store.js';
import { openRetentionStore } from '../../../src/adapters/pnr/store/retention-store.js';
import { ListRequestCopiesRequest } from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import { RequestPnrsRequest } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import type { JsonObject } from '../../../src/shared/json.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

const EARLIER = '01M80000000000000000000001';
const LATER = '01M80000000000000000000002';
const THIRD = '01M80000000000000000000003';

describe('copies of requests', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: ReturnType<typeof connectDatabase>;
  let folder: string;
  let keys: PnrKeys;
  let now = '2026-11-23T12:00:00Z';
  const clock = { now: () => Date.parse(now) };

  before(async () => {
    database = await createMigratedDatabase('pnr');
    sql = connectDatabase(database.url, { applicationName: 'test-request-copies', max: 2 });
    folder = await mkdtemp(join(tmpdir(), 'ostiary-copies-'));
    keys = await openPnrKeys(folder);
    const keep = (unit: string, request: string, at: string) =>
      openRequestCopyStore(sql, keys, clock).keep(unit, {
        ...{ request, requester: `${unit.slice(0, 2)}-COURT`, askedAtMs: Date.parse(at) },
        content: {
          request: RequestPnrsRequest.toJSON(
            RequestPnrsRequest.fromPartial({ criteria: { document: { number: 'L898902C' } } }),
          ) as JsonObject,
          terms: [{ field: 'document', value: 'L898902C' }],
        },
      });
    await keep('XB-PIU', EARLIER, '2026-05-24T12:00:00Z');
    await keep('XB-PIU', LATER, '2026-05-25T12:00:00Z');
    await keep('XC-PIU', THIRD, '2026-05-25T13:00:00Z');
    // A gateway elsewhere names its requests itself (docs/completeness.md), and may do so twice.
    await keep('XE-PIU', THIRD, '2026-05-25T14:00:00Z');
    await keep('XE-PIU', EARLIER, '2026-05-25T15:00:00Z');
    await keep('XE-PIU', THIRD, '2026-05-25T16:00:00Z');
  });
  after(async () => {
    await sql.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const list = async (authority: string, pageSize = 0, pageToken = '', legalBasisId = 'PNR-9-3-COPY') => {
    const unit = { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' };
    const operation = listRequestCopiesOperation({
      unit,
      copies: openRequestCopyStore(sql, keys, clock),
    } as unknown as PnrParts);
    const scope = { authority, authorityKind: 'PIU', memberState: authority.slice(0, 2), categories: new Set() };
    const request = ListRequestCopiesRequest.fromPartial({ access: { legalBasisId }, pageSize, pageToken });
    return operation.parse(request).ask({ scope } as unknown as AskContext);
  };

  it('are listed for the unit that they are for, page by page, and found by whom they ask about', async () => {
    const first = await list('XB-PIU', 1);
    expect(
      first.response.copies.map(({ requestId, requester, askedAt }) => [requestId, requester, askedAt]),
    ).to.deep.equal([[LATER, 'XB-COURT', '2026-05-25T12:00:00.000Z']]);
    expect(first.response.copies[0]?.request?.criteria?.document?.number).to.equal('L898902C');
    expect(first.disclosures[0]?.terms).to.deep.equal([{ field: 'document', value: 'L898902C' }]);
    const second = await list('XB-PIU', 1, first.response.nextPageToken);
    expect(second.response.copies.map(({ requestId }) => requestId)).to.deep.equal([EARLIER]);
    expect(second.response.nextPageToken).to.equal('');
    const elsewhere = await list('XC-PIU');
    expect(elsewhere.response.copies.map(({ requestId }) => requestId)).to.deep.equal([THIRD]);
    expect((await list('XD-PIU')).status).to.equal('NO_HIT');
  });

  it('are of each request, also when a gateway elsewhere names two alike', async () => {
    const seen: string[] = [];
    let token = '';
    do {
      const { response } = await list('XE-PIU', 1, token);
      seen.push(...response.copies.map(({ requestId, askedAt }) => `${requestId} ${askedAt.slice(11, 13)}`));
      token = response.nextPageToken;
    } while (token !== '' && seen.length < 9);
    expect(seen).to.deep.equal([`${THIRD} 16`, `${EARLIER} 15`, `${THIRD} 14`]);
  });

  it('are for units elsewhere, on the basis that says so', async () => {
    for (const [authority, basis] of [
      ['XA-PIU', 'PNR-9-3-COPY'],
      ['XB-PIU', 'PNR-9-1-RECEIVE'],
    ] as const) {
      const refused = await list(authority, 0, '', basis).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(Refusal).with.property('reason', 'FORBIDDEN');
    }
  });

  it('say nothing in the database of whom they ask about', async () => {
    const rows = await sql<{ all: string }[]>`select c::text as all from pnr.request_copy c`;
    expect(rows.map(({ all }) => all).join()).not.to.include(Buffer.from('L898902C').toString('hex'));
  });

  it('are gone after six months, with the key of their day and as rows', async () => {
    now = '2026-11-24T00:00:00Z';
    expect((await list('XB-PIU')).response.copies.map(({ requestId }) => requestId)).to.deep.equal([LATER]);
    now = '2026-11-23T12:00:00Z';
    await keys.destroy('initial', '2026-05-24');
    expect((await list('XB-PIU')).response.copies.map(({ requestId }) => requestId)).to.deep.equal([LATER]);
    await openRetentionStore(sql).forget('2026-11-24');
    const left = await sql`select request from pnr.request_copy where unit <> 'XE-PIU' order by request`;
    expect(left.map(({ request }) => request as string)).to.deep.equal([LATER, THIRD]);
  });
});
