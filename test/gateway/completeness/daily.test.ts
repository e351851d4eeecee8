import { expect } from 'chai';
import type postgres from 'postgres';
import type { OwnDays } from '../../../src/audit/completeness/own-days.js';
import type { Partner } from '../../../src/audit/completeness/partners.js';
import { DailyAlarms } from '../../../src/gateway/completeness/alarms.js';
import { DailyComparison } from '../../../src/gateway/completeness/daily.js';
import { createLogger } from '../../../src/gateway/observability/logger.js';
import type { StoredComparison } from '../../../src/audit/completeness/comparisons.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { eventually } from '../../helpers/eventually.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';
import { recordingLog } from '../../helpers/recording-log.js';

const NOW = Date.parse('2026-11-26T03:00:00Z');
const pair = { asker: 'XA-POLICE', answerer: 'XB-BORDER' };

describe('days that are compared by themselves', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;

  before(async () => {
    database = await createMigratedDatabase('audit');
    sql = connectDatabase(database.url, { applicationName: 'test', max: 2, role: 'ostiary_gateway' });
  });
  after(async () => {
    await sql.end();
    await database.drop();
  });

  /** Looks once, as after a start, and tells which days were tried; each of them fails. */
  async function lookOnce(): Promise<string[]> {
    const tried: string[] = [];
    const days = {
      of: (_: Partner, day: string) => {
        tried.push(day);
        return Promise.reject(new Error('the other side\u0000refuses\nthis day'));
      },
    } as unknown as OwnDays;
    const partner = {
      pair,
      side: 'asking',
      key: Buffer.alloc(32),
      verifier: { name: 'answerer.example/audit' },
      exchange: { address: '127.0.0.1:1', certificateFile: '', keyFile: '', caFile: '', since: undefined },
    } as unknown as Partner;
    const comparison = new DailyComparison({
      sql,
      days,
      partners: [partner],
      log: recordingLog(),
      clock: { now: () => NOW },
      logger: createLogger('silent'),
      times: { catchUpDays: 3, alarmDays: 2, retryMs: 3_600_000 },
    });
    comparison.start();
    await eventually(() => {
      expect(comparison.alarms.lines()).to.have.length(1);
    });
    await comparison.close();
    return tried;
  }

  it('do not wait for an older one that failed and is not due yet', async () => {
    expect(await lookOnce()).to.deep.equal(['2026-11-23']);
    expect(await lookOnce()).to.deep.equal(['2026-11-24']);
    expect(await lookOnce()).to.deep.equal(['2026-11-25']);
  });

  it('raise an alarm when own accesses escaped the comparison, though all others are equal', () => {
    const alarms = new DailyAlarms(createLogger('silent'), 2);
    const compared = {
      pair,
      side: 'asking',
      partner: 'answerer.example/audit',
      day: '2026-11-25',
      attempts: 1,
      result: { equal: true, misdated: 3, repeated: 0 },
    } as unknown as StoredComparison;
    alarms.update([compared], []);
    expect(alarms.lines()).to.deep.equal([
      'XA-POLICE:XB-BORDER with answerer.example/audit: on 1 days accesses escaped the comparison (docs/completeness.md)',
    ]);
  });
});
