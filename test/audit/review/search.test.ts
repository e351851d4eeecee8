/** Search, opening and the columns behind them, on a log of a test's own. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type postgres from 'postgres';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { drawSample } from '../../../src/audit/review/draw-sample.js';
import { indexHeaders, keepHeadersIndexed } from '../../../src/audit/review/header-index.js';
import { openPayloads } from '../../../src/audit/review/payload.js';
import type { EntryQuery, ReviewScope } from '../../../src/audit/review/query.js';
import { drawFrom, sampleSeed } from '../../../src/audit/review/sample.js';
import { findEntries, findEntry, searchEntries, type SearchParts } from '../../../src/audit/review/search.js';
import { byTokens } from '../../../src/audit/review/search-sql.js';
import { countEntries } from '../../../src/audit/review/statistics.js';
import { openIndexKeys, openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture, outcome, TestClock } from '../log-fixture.js';
import { sisScope } from './entries.js';

const PLATE = { field: 'plate', value: 'XA123' } as const;
const POLICE = sisScope('XA-POLICE');
const PAGE = { size: 100 };
const HOUR_MS = 3_600_000;

describe('review of a log', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let sql: postgres.Sql;
  let parts: SearchParts;
  const clock = new TestClock();

  /**
   * 0, 1: answered access of the police to the plate; 2: open one, an hour later; 3, 4: the border guard's, to the same
   * plate, failed; 5: a note of the gateway without anything sealed; 6, 7: an orphan of the police.
   */
  before(async function () {
    this.timeout(60_000);
    fixture = await createLogFixture();
    log = await fixture.open({ clock });
    sql = connectDatabase(fixture.url, { applicationName: 'test-review', max: 2, role: 'ostiary_dpo' });
    const first = intent({ terms: [PLATE] });
    await log.append(first);
    await log.append(outcome(first, 0, { terms: [] }));
    clock.time += HOUR_MS;
    await log.append(intent({ terms: [PLATE] }));
    const others = intent({ authority: 'XB-BORDER', terms: [PLATE] });
    await log.append(others);
    await log.append(outcome(others, 3, { outcome: 'failed', terms: [] }));
    await log.append({ ...intent({ authority: 'ZZ-GATEWAY', kind: 'config', system: 'AUDIT' }), sections: {} });
    const died = intent({ system: 'PRUM' });
    await log.append(died);
    await log.append({ ...died, kind: 'orphan', intentIndex: 6, outcome: 'unknown', sections: {} });
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

  const found = async (query: EntryQuery, scope: ReviewScope = POLICE) =>
    (await searchEntries(parts, scope, query, PAGE)).entries.map(({ index }) => index);

  const queries: [string, EntryQuery, number[]][] = [
    ['everything in scope', {}, [7, 6, 2, 1, 0]],
    ['a term', { terms: [[PLATE]] }, [2, 0]],
    ['open accesses', { outcomes: ['open'] }, [2]],
    ['open accesses to a plate', { outcomes: ['open'], terms: [[PLATE]] }, [2]],
    ['accesses of which nobody knows', { outcomes: ['unknown'], kinds: ['intent'] }, [6]],
    ['a system', { systems: ['PRUM'] }, [7, 6]],
    ['an hour', { fromMs: Date.UTC(2026, 10, 23, 12), untilMs: Date.UTC(2026, 10, 23, 13) }, [1, 0]],
    ['a later hour', { fromMs: Date.UTC(2026, 10, 23, 13) }, [7, 6, 2]],
    ['a day long after', { fromMs: Date.UTC(2027, 0, 1) }, []],
    ['another authority', { authorities: ['XB-BORDER'] }, []],
  ];
  for (const state of ['before anything is indexed', 'when all is indexed']) {
    describe(state, () => {
      before(async () => {
        await sql`SELECT audit.forget_headers()`;
        if (state.startsWith('when')) await indexHeaders(sql);
      });
      for (const [what, query, indexes] of queries) {
        it(`finds ${what}`, async () => {
          expect(await found(query)).to.deep.equal(indexes);
        });
      }
      it('keeps to the scope', async () => {
        expect(await found({ terms: [[PLATE]] }, sisScope('XB-BORDER'))).to.deep.equal([3]);
        expect(await found({ terms: [[PLATE]] }, sisScope())).to.deep.equal([]);
        expect(await findEntry(sql, POLICE, 3)).to.equal(undefined);
        expect((await findEntries(sql, POLICE, [0, 3, 4, 6, 99])).entries.map(({ index }) => index)).to.deep.equal([
          0, 6,
        ]);
      });
      it('counts what leaves say', async () => {
        const time = { fromMs: 0, untilMs: Date.UTC(2099, 0, 1) };
        const counts = await countEntries(sql, POLICE, { ...time, period: 'month' }, 8);
        expect(counts.map(({ period, system, kind, outcome: x }) => [period, system, kind, x])).to.deep.equal([
          ['2026-11', 'PRUM', 'intent', undefined],
          ['2026-11', 'PRUM', 'orphan', 'unknown'],
          ['2026-11', 'SIS', 'intent', undefined],
          ['2026-11', 'SIS', 'outcome', 'answered'],
        ]);
      });
      it('draws what the definition draws', async () => {
        const { checkpoint } = await log.append(intent({ authority: 'XB-BORDER' }));
        const seed = sampleSeed(checkpoint, 'S1');
        const sample = await drawSample(sql, POLICE, {
          query: {},
          dimensions: ['system', 'outcome', 'hour'],
          size: 1,
          checkpoint,
          sampleId: 'S1',
          frame: 8,
        });
        expect(sample.seed.equals(seed)).to.equal(true);
        const strata = sample.strata.map((stratum) => ({
          key: [stratum.system, stratum.kind, stratum.outcome, stratum.hour],
          of: stratum.population,
          drawn: stratum.drawn.map(({ index }) => index),
        }));
        expect(strata).to.deep.equal([
          { key: ['PRUM', 'intent', 'unknown', 13], of: 1, drawn: [6] },
          { key: ['PRUM', 'orphan', 'unknown', 13], of: 1, drawn: [7] },
          { key: ['SIS', 'intent', 'answered', 12], of: 1, drawn: [0] },
          { key: ['SIS', 'intent', 'open', 13], of: 1, drawn: [2] },
          { key: ['SIS', 'outcome', 'answered', 12], of: 1, drawn: [1] },
        ]);
        const whole = await drawSample(sql, POLICE, {
          query: {},
          dimensions: [],
          size: 3,
          checkpoint,
          sampleId: 'S1',
          frame: 8,
        });
        expect(
          whole.strata.map(({ population, drawn }) => [population, drawn.map(({ index }) => index)]),
        ).to.deep.equal([[5, drawFrom([0, 1, 2, 6, 7], 3, seed)]]);
      });
    });
  }

  it('draws of a large stratum what it would draw of all, whatever it ranks', async () => {
    const first = (await log.append(intent({ authority: 'XC-VEHICLES' }))).index;
    const logged = await Promise.all(
      Array.from({ length: 99 }, () => log.append(intent({ authority: 'XC-VEHICLES' }))),
    );
    const indexes = [first, ...logged.map(({ index }) => index)];
    const { checkpoint } = logged.at(-1)!;
    const draw = async (sampleId: string, margin?: number) => {
      const request = { query: {}, dimensions: [], size: 2, checkpoint, sampleId, frame: Math.max(...indexes) + 1 };
      const { strata } = await drawSample(sql, sisScope('XC-VEHICLES'), request, margin);
      return strata.map(({ population, drawn }) => [population, drawn.map(({ index }) => index)]);
    };
    for (const sampleId of ['A', 'B', 'C']) {
      const expected = [[100, drawFrom(indexes, 2, sampleSeed(checkpoint, sampleId))]];
      expect(await draw(sampleId)).to.deep.equal(expected);
      // Enough for some, none for others: then all are ranked.
      for (const margin of [0.001, 1, 10]) expect(await draw(sampleId, margin)).to.deep.equal(expected);
    }
  });

  it('keeps the columns up to date by itself', async () => {
    await sql`SELECT audit.forget_headers()`;
    const faults: unknown[] = [];
    const indexer = keepHeadersIndexed(sql, 60_000, (error) => faults.push(error));
    await indexer.stop();
    const [row] = await sql<{ below: string }[]>`SELECT indexed_below AS below FROM audit.header_progress`;
    const [frontier] = await sql<{ size: string }[]>`SELECT size FROM audit.log_frontier`;
    expect(row?.below).to.equal(frontier?.size);
    expect(faults).to.deep.equal([]);
  });

  it('looks terms up by index, and reads no entry that does not carry them', async () => {
    await log.tokensIndexed();
    await indexHeaders(sql);
    // A table of this size is otherwise read whole.
    const plan = await sql.begin(async (tx) => {
      await tx`SET LOCAL enable_seqscan = off`;
      const tokens = [await parts.indexKeys.tokensOf(PLATE)];
      return tx<{ 'QUERY PLAN': string }[]>`EXPLAIN ${byTokens(tx, tokens, POLICE, {}, PAGE)}`;
    });
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text)
      .to.match(/log_token_\d+_token_idx/)
      .and.match(/Index Scan using log_header_pkey/);
    expect(text).to.match(/Index Cond: \(idx = /);
    expect(text).not.to.match(/Seq Scan on log_(header|entry|payload)/);
  });

  it('believes no column that says something else than the leaf, and names the entry', async () => {
    await indexHeaders(sql);
    await fixture.tamper((tx) => tx`UPDATE audit.log_header SET authority = 'XA-POLICE' WHERE idx = 3`);
    const page = await searchEntries(parts, POLICE, { kinds: ['intent'] }, PAGE);
    expect(page.entries.map(({ index }) => index)).to.deep.equal([6, 2, 0]);
    expect(page.damaged).to.deep.equal([3]);
    await sql`SELECT audit.forget_headers()`;
    expect(await found({ kinds: ['outcome'] })).to.deep.equal([1]);
  });

  describe('a leaf that was altered', () => {
    type Alteration = (tx: postgres.TransactionSql) => Promise<unknown>;
    const body =
      (bytes: Buffer): Alteration =>
      (tx) =>
        tx`UPDATE audit.log_entry SET body = ${bytes} WHERE idx = 2`;
    const alterations: Readonly<Record<string, Alteration>> = {
      'in a field': (tx) => tx`
        UPDATE audit.log_entry SET body = convert_to(replace(convert_from(body, 'UTF8'), '"q":"01J', '"q":"02J'), 'UTF8')
         WHERE idx = 2`,
      'in its hash': (tx) => tx`UPDATE audit.log_entry SET leaf = sha256('x') WHERE idx = 2`,
      'to no JSON': body(Buffer.from('{"k":"intent"')),
      'to no text': body(randomBytes(40)),
      'to JSON that is no leaf': body(Buffer.from('{"o":"XA-POLICE"}')),
      'to a time that does not exist': body(
        Buffer.from('{"k":"intent","o":"XA-POLICE","q":"1","s":"SIS","t":"infinity"}'),
      ),
      'to JSON nested very deep': body(Buffer.from('['.repeat(60_000))),
    };
    let kept: { body: Buffer; leaf: Buffer };
    before(async () => {
      const [row] = await fixture.admin<{ body: Buffer; leaf: Buffer }[]>`
        SELECT body, leaf FROM audit.log_entry WHERE idx = 2`;
      kept = row!;
    });
    afterEach(async () => {
      await fixture.tamper(
        (tx) => tx`UPDATE audit.log_entry SET body = ${kept.body}, leaf = ${kept.leaf} WHERE idx = 2`,
      );
      await sql`SELECT audit.forget_headers()`;
    });

    for (const state of ['before it was indexed', 'after it was indexed', 'and indexed']) {
      for (const [how, alter] of Object.entries(alterations)) {
        it(`${how} ${state} is named, and hides no other`, async () => {
          await sql`SELECT audit.forget_headers()`;
          if (state.startsWith('after')) await indexHeaders(sql);
          await fixture.tamper(alter);
          if (state.startsWith('and')) await indexHeaders(sql);
          for (const query of [{}, { terms: [[PLATE]] }]) {
            const page = await searchEntries(parts, POLICE, query, PAGE);
            expect(page.entries.map(({ index }) => index)).to.deep.equal('terms' in query ? [0] : [7, 6, 1, 0]);
            expect(page.damaged).to.deep.equal([2]);
          }
          const some = await searchEntries(parts, POLICE, {}, { size: 2 });
          expect([some.entries.map(({ index }) => index), some.damaged]).to.deep.equal([[7, 6], []]);
          const rest = await searchEntries(parts, POLICE, {}, { size: 400, before: some.next! });
          expect([rest.entries.map(({ index }) => index), rest.damaged]).to.deep.equal([[1, 0], [2]]);
          const { entries, damaged } = await findEntries(sql, POLICE, [0, 1, 2]);
          expect([entries.map(({ index }) => index), damaged]).to.deep.equal([[0, 1], [2]]);
        });
      }
    }

    it('hides no access that it closes', async () => {
      const [row] = await fixture.admin<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = 1`;
      await fixture.tamper((tx) => tx`UPDATE audit.log_entry SET body = ${randomBytes(40)} WHERE idx = 1`);
      const page = await searchEntries(parts, POLICE, { kinds: ['intent'] }, PAGE);
      expect(page.entries.map(({ index, outcome: of }) => [index, of])).to.deep.equal([
        [6, 'unknown'],
        [2, 'open'],
        [0, 'unknown'],
      ]);
      expect(page.damaged).to.deep.equal([1]);
      expect(await found({ outcomes: ['open'] })).to.deep.equal([2]);
      await fixture.tamper((tx) => tx`UPDATE audit.log_entry SET body = ${row!.body} WHERE idx = 1`);
    });

    it('is named where it would have been drawn', async () => {
      await indexHeaders(sql);
      await fixture.tamper(alterations['in a field']!);
      const { checkpoint } = await log.append(intent({ authority: 'XB-BORDER' }));
      const request = { query: {}, dimensions: [], size: 5, checkpoint, sampleId: 'S2', frame: 8 };
      const { strata } = await drawSample(sql, POLICE, request);
      expect(strata.map(({ population, drawn, damaged }) => [population, drawn.length, damaged])).to.deep.equal([
        [5, 4, [2]],
      ]);
    });
  });

  describe('opening', () => {
    const stateOf = async (index: number) => {
      const { entries } = await findEntries(sql, sisScope('XA-POLICE', 'ZZ-GATEWAY'), [index]);
      const payload = (await openPayloads(parts, entries)).get(index)!;
      return [payload.state, ...payload.sections.keys()];
    };

    it('opens what is there, and says what never had sections', async () => {
      expect(await stateOf(0)).to.deep.equal(['opened', 'who', 'what', 'why']);
      expect(await stateOf(1)).to.deep.equal(['opened', 'result']);
      expect(await stateOf(5)).to.deep.equal(['none']);
    });

    it('shows nothing of a payload that was swapped, damaged or deleted', async () => {
      const [row] = await fixture.admin<{ sealed: Buffer }[]>`SELECT sealed FROM audit.log_payload WHERE idx = 0`;
      const sealed = row!.sealed;
      const put = (bytes: Buffer) =>
        fixture.tamper((tx) => tx`UPDATE audit.log_payload SET sealed = ${bytes} WHERE idx = 0`);
      const flipped = Buffer.from(sealed);
      flipped[flipped.length - 1]! ^= 1;
      await put(flipped);
      expect(await stateOf(0)).to.deep.equal(['damaged']);
      await put(randomBytes(10));
      expect(await stateOf(0)).to.deep.equal(['damaged']);
      await fixture.tamper(
        (tx) =>
          tx`UPDATE audit.log_payload p SET sealed = o.sealed FROM audit.log_payload o WHERE p.idx = 0 AND o.idx = 2`,
      );
      expect(await stateOf(0)).to.deep.equal(['damaged']);
      await put(sealed);
      expect(await stateOf(0)).to.deep.equal(['opened', 'who', 'what', 'why']);
      await fixture.tamper((tx) => tx`DELETE FROM audit.log_payload WHERE idx = 2`);
      expect(await stateOf(2)).to.deep.equal(['erased']);
    });
  });
});
