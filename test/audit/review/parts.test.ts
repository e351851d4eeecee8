/** Answers that came in parts, as those see them who read the log. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type postgres from 'postgres';
import { collectFromLog } from '../../../src/audit/completeness/collect.js';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { formatLeaf } from '../../../src/audit/leaf/leaf.js';
import { exportRecord } from '../../../src/audit/review/export/record.js';
import { indexHeaders } from '../../../src/audit/review/header-index.js';
import { findEntries, searchEntries, type SearchParts } from '../../../src/audit/review/search.js';
import { openIndexKeys, openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { checkIntent } from '../../../src/audit/verify/leaf-order.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { newRequestId } from '../../../src/shared/request-id.js';
import { createLogFixture, intent, type LogFixture, outcome, part, TestClock } from '../log-fixture.js';
import { foundEntry, sisScope } from './entries.js';

const POLICE = sisScope('XA-POLICE');
const PLATE = { field: 'plate', value: 'XA123' } as const;
const PAGE = { size: 100 };

describe('answers in parts, in review', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let sql: postgres.Sql;
  let parts: SearchParts;
  const clock = new TestClock();

  /** 0 to 3: an access with two parts and its outcome, a plate in the second; 4, 5: one that was cut, a part alone. */
  before(async function () {
    this.timeout(60_000);
    fixture = await createLogFixture();
    log = await fixture.open({ clock });
    sql = connectDatabase(fixture.url, { applicationName: 'test-review', max: 2, role: 'ostiary_dpo' });
    const first = intent({ requestId: newRequestId(clock.time) });
    await log.append(first);
    await log.append(part(first, 0, 1));
    await log.append(part(first, 0, 2, { terms: [PLATE] }));
    await log.append(outcome(first, 0));
    const cut = intent({ requestId: newRequestId(clock.time) });
    await log.append(cut);
    await log.append(part(cut, 4, 1, { terms: [PLATE] }));
    parts = {
      sql,
      keys: await openKeyUnwrapper(fixture.keyFolder),
      indexKeys: await openIndexKeys(fixture.keyFolder),
    };
  });
  after(async () => {
    await sql.end();
    await fixture.dispose();
  });

  const found = async (query: Parameters<typeof searchEntries>[2]) =>
    (await searchEntries(parts, POLICE, query, PAGE)).entries;

  for (const state of ['before anything is indexed', 'when all is indexed']) {
    describe(state, () => {
      before(async () => {
        if (state.startsWith('when')) await Promise.all([indexHeaders(sql), log.tokensIndexed()]);
      });

      it('are found by what a part disclosed, as the access that they belong to', async () => {
        expect((await found({ terms: [[PLATE]] })).map(({ index }) => index)).to.deep.equal([4, 0]);
      });

      it('name their parts, and are closed by the outcome alone', async () => {
        const [cut, whole] = await found({ kinds: ['intent'] });
        expect(whole).to.deep.include({ index: 0, closingIndex: 3, outcome: 'answered', partIndexes: [1, 2] });
        expect(cut).to.deep.include({ index: 4, closingIndex: undefined, outcome: 'open', partIndexes: [5] });
        expect((await found({ outcomes: ['open'] })).map(({ index }) => index)).to.deep.equal([4]);
      });

      it('are found part by part, too', async () => {
        expect((await found({ kinds: ['part'] })).map(({ index }) => index)).to.deep.equal([5, 2, 1]);
        const { entries } = await findEntries(sql, POLICE, [2]);
        expect(entries[0]?.leaf).to.include({ kind: 'part', intentIndex: 0, outcome: undefined });
        expect(entries[0]).to.deep.include({ outcome: undefined, partIndexes: [] });
      });
    });
  }

  it('are compared with another gateway as one access, answered only when the outcome says so', async () => {
    const { accesses } = await collectFromLog(fixture.admin, {
      pair: { asker: 'XA-POLICE', answerer: 'SIS' },
      day: new Date(clock.time).toISOString().slice(0, 10),
      key: randomBytes(32),
    });
    expect(accesses.map(({ index, outcome: became }) => [index, became])).to.deep.equal([
      [0, 'answered'],
      [4, undefined],
    ]);
  });

  it('are exported as accesses that succeeded, part by part', () => {
    const clearance = { officers: false };
    expect(exportRecord(foundEntry({ kind: 'part' }), undefined, clearance)).to.include({
      verb: 'query',
      succeeded: true,
    });
    expect(exportRecord(foundEntry({ kind: 'intent' }), undefined, clearance).succeeded).to.equal(false);
  });

  it('have leaves that do not tell a hit from any other part', async () => {
    const bodies = await fixture.admin<{ body: Buffer }[]>`
      SELECT body FROM audit.log_entry WHERE kind = 'part' ORDER BY idx`;
    const shapes = bodies.map(({ body }) => Object.keys(JSON.parse(body.toString()) as object));
    for (const shape of shapes) expect(shape).to.deep.equal(['c', 'i', 'k', 'n', 'o', 'q', 'r', 's', 't', 'v']);
  });

  it('have parts that belong to an intent of their own request, or the log does not verify', async () => {
    expect(await fixture.verify()).to.include({ ok: true, openIntents: 1, size: 6 });
    const leaf = foundEntry({ kind: 'part' }).leaf;
    const intentLeaf = foundEntry({ kind: 'intent' }).leaf;
    expect(checkIntent(7, leaf, undefined)?.kind).to.equal('wrong-intent');
    const belonging = { ...leaf, intentIndex: 3 };
    expect(checkIntent(7, belonging, intentLeaf)).to.equal(undefined);
    expect(checkIntent(7, belonging, { ...intentLeaf, requestId: 'OTHER' })?.kind).to.equal('wrong-intent');
    expect(checkIntent(7, belonging, leaf)?.kind).to.equal('wrong-intent');
    expect(formatLeaf(belonging, '2026-11-23T12:00:00.000Z')).to.include('"i":3,"k":"part"');
  });
});
