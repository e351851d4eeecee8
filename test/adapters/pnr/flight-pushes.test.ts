/** ListFlightPushes: who is in default is found behind any number of flights that are not. */
import { expect } from 'chai';
import type { AskContext } from '../../../src/adapters/adapter.js';
import { listFlightPushesOperation } from '../../../src/adapters/pnr/operations/supervise.js';
import type { PnrParts } from '../../../src/adapters/pnr/options.js';
import { openFlightStore } from '../../../src/adapters/pnr/store/flight-store.js';
import { ListFlightPushesRequest } from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Ender } from '../../../src/shared/ending.js';
import { createMigratedDatabase, type TestDatabase } from '../../helpers/postgres.js';

/** More than one answer holds (1,000), all of which depart at one moment. */
const ON_TIME = 1_005;

describe('pushes of flights', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let sql: ReturnType<typeof connectDatabase>;

  before(async () => {
    database = await createMigratedDatabase('pnr');
    sql = connectDatabase(database.url, { applicationName: 'test-flight-pushes', max: 2 });
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
      select 'ZZ', n::text, '2026-11-02', 'VIE', 'IST', '2026-11-02T12:00:00Z' from generate_series(1, ${ON_TIME}) n`;
    await sql`
      insert into pnr.push (id, authority, digest, flight, kind, received_at, acknowledgement)
      select f.id || what.kind, 'XA-AIR', decode(md5(f.id || what.kind), 'hex'), f.id, what.kind, what.at, '{}'
        from pnr.flight f
       cross join (values ('full', timestamptz '2026-11-01T06:00:00Z'), ('update', timestamptz '2026-11-02T11:55:00Z')) what (kind, at)`;
    // Nobody pushed for these.
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at) values
        ('ZZ', '5001', '2026-11-02', 'VIE', 'IST', '2026-11-02T12:00:00Z'),
        ('ZZ', '5002', '2026-11-03', 'VIE', 'IST', '2026-11-03T12:00:00Z')`;
  });
  after(async () => {
    await sql.end();
    await database.drop();
  });

  const list = async (onlyInDefault: boolean, signal = new Ender()): Promise<(string | undefined)[]> => {
    const operation = listFlightPushesOperation({
      flights: openFlightStore(sql),
      unit: { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' },
      clock: { now: () => Date.parse('2026-11-10T12:00:00Z') },
    } as unknown as PnrParts);
    const scope = { authority: 'XA-PIU-DPO', authorityKind: 'DPO', memberState: 'XA', categories: new Set() };
    const request = ListFlightPushesRequest.fromPartial({
      ...{ fromDate: '2026-11-01', toDate: '2026-11-05', onlyInDefault },
    });
    const { response } = await operation.parse(request).ask({ scope, signal } as unknown as AskContext);
    return response.flights.map(({ flight }) => flight?.number);
  };

  it('that are in default are found behind more than one answer of others', async () => {
    expect(await list(true)).to.deep.equal(['5001', '5002']);
  });

  it('are those of a thousand flights at most, the earliest first', async () => {
    const all = await list(false);
    expect(all).to.have.length(1_000);
    expect(all.slice(0, 2)).to.deep.equal(['1', '2']);
  });

  it('are looked for no longer than somebody waits', async () => {
    const gone = new Ender();
    gone.abort(new Error('the caller gave up'));
    const failure = await list(true, gone).catch((error: unknown) => (error as Error).message);
    expect(failure).to.equal('the caller gave up');
  });
});
