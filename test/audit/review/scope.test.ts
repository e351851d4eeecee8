/** A legal basis opens the log of its own systems: what is about another looks as if it were not there. */
import { expect } from 'chai';
import type postgres from 'postgres';
import { listFindings, storeRun } from '../../../src/audit/detect/findings-store.js';
import type { Finding } from '../../../src/audit/detect/finding.js';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import type { EntryDraft } from '../../../src/audit/log/entry.js';
import { drawSample } from '../../../src/audit/review/draw-sample.js';
import { indexHeaders } from '../../../src/audit/review/header-index.js';
import type { ReviewScope } from '../../../src/audit/review/query.js';
import { findEntries, searchEntries, type SearchParts } from '../../../src/audit/review/search.js';
import { countEntries } from '../../../src/audit/review/statistics.js';
import { findSubjectAccesses } from '../../../src/audit/review/subject-access.js';
import { openIndexKeys, openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture, TestClock } from '../log-fixture.js';

const PLATE = { field: 'plate', value: 'XA123' } as const;
const scope = (systems: string[], classes: string[]): ReviewScope => ({
  authorities: new Set(['XA-POLICE']),
  systems: new Set(systems),
  classes: new Set(classes),
});
const SIS = scope(['SIS'], ['sis-3y']);
const PNR = scope(['PNR'], ['pnr-5y']);

/** Position is the index; the marks say who may see it: S on a basis of the SIS, P on one of PNR. */
const ENTRIES: readonly [seenOn: string, draft: Partial<EntryDraft>][] = [
  ['S', {}],
  ['P', { system: 'PNR', retention: 'pnr-5y' }],
  ['S', { system: 'APPROVALS', retention: 'sis-3y' }],
  ['P', { system: 'APPROVALS', retention: 'pnr-5y' }],
  // Nobody's: the log's own acts, a handshake, a call that names no operation, an act that names no row.
  ['SP', { system: 'AUDIT', retention: 'ops' }],
  ['SP', { system: 'GATEWAY', retention: 'ops' }],
  ['SP', { system: 'UNKNOWN', retention: 'ops' }],
  ['SP', { system: 'APPROVALS', retention: 'ops' }],
  // A system that neither basis is of, though its entries are kept like those of the SIS.
  ['', { system: 'ECRIS_TCN', retention: 'sis-3y' }],
  ['', { authority: 'XB-BORDER' }],
];
const seenOn = (mark: string): number[] => ENTRIES.flatMap(([marks], index) => (marks.includes(mark) ? [index] : []));

describe('the scope of a review', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let sql: postgres.Sql;
  let parts: SearchParts;
  let checkpoint: string;

  before(async function () {
    this.timeout(60_000);
    fixture = await createLogFixture();
    log = await fixture.open({ clock: new TestClock() });
    for (const [, draft] of ENTRIES) ({ checkpoint } = await log.append(intent({ terms: [PLATE], ...draft })));
    sql = connectDatabase(fixture.url, { applicationName: 'test-scope', max: 2, role: 'ostiary_dpo' });
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

  for (const [name, mark, own] of [
    ['the SIS', 'S', SIS],
    ['PNR', 'P', PNR],
  ] as const) {
    const expected = seenOn(mark);
    const indexesOf = (found: readonly { readonly index: number }[]) => found.map(({ index }) => index);
    for (const indexed of [false, true]) {
      it(`is, on a basis of ${name}, what is about it and what is about nobody's system${indexed ? ', indexed' : ''}`, async () => {
        await sql`SELECT audit.forget_headers()`;
        if (indexed) await indexHeaders(sql);
        const page = { size: 100 };
        const newestFirst = expected.toReversed();
        expect(indexesOf((await searchEntries(parts, own, {}, page)).entries)).to.deep.equal(newestFirst);
        const terms = [[PLATE]];
        expect(indexesOf((await searchEntries(parts, own, { terms }, page)).entries)).to.deep.equal(newestFirst);
        const all = ENTRIES.map((_, index) => index);
        const opened = await findEntries(sql, own, all);
        expect(indexesOf(opened.entries)).to.deep.equal(expected);
        expect(opened.damaged).to.deep.equal([]);
        const report = await findSubjectAccesses(parts, own, { terms: [PLATE] }, page);
        expect(report.accesses.map(({ entry }) => entry.index)).to.deep.equal(newestFirst);
      });
    }

    it(`holds, on a basis of ${name}, for samples and counts`, async () => {
      const { strata } = await drawSample(sql, own, {
        ...{ query: {}, dimensions: [], size: 100, checkpoint, sampleId: 'sample', frame: 100 },
      });
      expect(strata.map(({ population }) => population)).to.deep.equal([expected.length]);
      const time = { fromMs: 0, untilMs: Date.UTC(2099, 0, 1), period: 'whole' } as const;
      const systems = (await countEntries(sql, own, time, 100)).map(({ system }) => system);
      const wanted = new Set(expected.map((index) => ENTRIES[index]?.[1].system ?? 'SIS'));
      expect(systems).to.have.members([...wanted]);
    });
  }

  it('finds nothing where an index gives an entry to a system that its leaf does not name', async () => {
    await indexHeaders(sql);
    await fixture.tamper((tx) => tx`UPDATE audit.log_header SET system = 'SIS' WHERE idx = 1`);
    expect(await findEntries(sql, SIS, [1])).to.deep.equal({ entries: [], damaged: [1] });
    await sql`SELECT audit.forget_headers()`;
  });

  it('shows a finding only to whoever may see all that it counts', async () => {
    const finding = (entries: number[]): Finding => ({
      detector: 'own-record',
      severity: 'high',
      authority: 'XA-POLICE',
      officer: 'synthetic-17',
      window: { label: '2026-11-24', timeZone: 'Europe/Vienna', from: 0, to: 1 },
      facts: { accesses: entries.length },
      thresholds: {},
      entries,
    });
    const [, pnr = -1] = seenOn('P');
    await storeRun(
      sql,
      {
        ...{ logIndex: 4, requestId: 'run', since: 0, until: 1, settingsSha256: 'ab'.repeat(32) },
        ...{ opened: 3, erased: 0, altered: 0 },
      },
      [finding([0, 2]), finding([pnr]), finding([2, pnr])],
    );
    const seen = async (within: ReviewScope) =>
      (await listFindings(sql, { within })).map(({ entries }) => entries).toSorted();
    expect(await seen(SIS)).to.deep.equal([[0, 2]]);
    expect(await seen(PNR)).to.deep.equal([[pnr]]);
  });
});
