/** Schedules of flights: read strictly, set whole or not at all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { setSchedule } from '../../../src/adapters/pnr/store/schedule-store.js';
import { parseSchedule, ScheduleError } from '../../../src/adapters/pnr/wire/parse-schedule.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { runCommand } from '../../cli/run-command.js';
import { openPnrStores, type PnrStores } from '../../helpers/pnr-stores.js';

const HEAD = 'carrier,number,departs_on,origin,destination,departs_at';
const LINE = '0X,123,2026-11-30,IST,VIE,2026-11-30T06:30Z';
const sample = readFileSync(join(projectRoot, 'data/pnr/schedule.csv'));

const parse = (...lines: readonly string[]) => parseSchedule(Buffer.from([HEAD, ...lines, ''].join('\n')));

/** What is wrong with these lines behind the head. */
function faultsOf(...lines: readonly string[]): readonly string[] {
  try {
    parse(...lines);
  } catch (error) {
    if (error instanceof ScheduleError) return error.faults;
    throw error;
  }
  return [];
}

describe('a schedule of flights', () => {
  it('is read', () => {
    expect(parseSchedule(sample)).to.deep.equal([
      {
        ...{ line: 2, carrier: '0X', number: '123', departsOn: '2026-11-30', origin: 'IST', destination: 'VIE' },
        departsAtMs: Date.UTC(2026, 10, 30, 6, 30),
      },
      {
        ...{ line: 3, carrier: '0X', number: '124', departsOn: '2026-11-30', origin: 'VIE', destination: 'IST' },
        departsAtMs: Date.UTC(2026, 10, 30, 11, 5),
      },
      // In New York it is still the day before.
      {
        ...{ line: 4, carrier: '0Y', number: '100', departsOn: '2026-12-01', origin: 'JFK', destination: 'XAA' },
        departsAtMs: Date.UTC(2026, 11, 2, 1, 40),
      },
    ]);
    expect(parse()).to.deep.equal([]);
  });

  it('is refused with line and column of everything that is wrong', () => {
    expect(
      faultsOf(
        '0x,12345678,2026-02-30,IS,VIE1,2026-11-30T06:30+01:00',
        LINE,
        '0X,123,2026-11-30,IST,VIE',
        ' 0X,1,2026-11-30,IST,VIE,2026-11-30T24:00Z',
      ),
    ).to.deep.equal([
      'line 2, carrier: must be two or three capital letters or digits',
      'line 2, number: must be one to five digits, and at most a letter',
      'line 2, departs_on: must be a day of the calendar, YYYY-MM-DD',
      'line 2, origin: must be three capital letters',
      'line 2, destination: must be three capital letters',
      'line 2, departs_at: must be a time in UTC, YYYY-MM-DDTHH:MMZ or with seconds',
      'line 4: has 5 columns instead of 6',
      'line 5, carrier: must be two or three capital letters or digits',
      'line 5, departs_at: must be a time in UTC, YYYY-MM-DDTHH:MMZ or with seconds',
    ]);
    expect(() => parseSchedule(Buffer.from('carrier;number\n'))).to.throw(ScheduleError, 'line 1: the columns must be');
    expect(() => parseSchedule(Buffer.from(''))).to.throw(ScheduleError, 'line 1: the columns must be');
    expect(() => parseSchedule(Buffer.from([0xff, 0xfe]))).to.throw(ScheduleError, 'is not in UTF-8');
    expect(() => parse('"0X')).to.throw(ScheduleError, 'line 2');
  });

  it('has no flight twice, and no departure on another day than its own', () => {
    expect(faultsOf(LINE, LINE.replace('123', '0123'))).to.deep.equal(['line 3: the same flight as in line 2']);
    // Somewhere on earth it is 30 November from 10:00 on the 29th to 12:00 on 1 December, in Greenwich.
    const at = (time: string) => faultsOf(LINE.replace('2026-11-30T06:30Z', time));
    expect(at('2026-11-29T10:00Z')).to.deep.equal([]);
    expect(at('2026-12-01T11:59:59Z')).to.deep.equal([]);
    expect(at('2026-11-29T09:59Z')).to.deep.equal(["line 2, departs_at: is on no airport's 2026-11-30"]);
    expect(at('2026-12-01T12:00Z')).to.deep.equal(["line 2, departs_at: is on no airport's 2026-11-30"]);
  });

  it('tells of many faults the first, and how many more there are', () => {
    const faults = faultsOf(...Array.from({ length: 60 }, () => '0X'));
    expect([faults.length, faults.at(-1)]).to.deep.equal([51, 'and 10 more faults']);
  });

  describe('in the database', () => {
    let stores: PnrStores;
    before(async () => {
      stores = await openPnrStores();
    });
    after(() => stores.close());

    const departures = async () =>
      (
        await stores.sql<{ flight: string; at: Date | null }[]>`
        select carrier || number as flight, departs_at as at from pnr.flight order by id`
      ).map(({ flight, at }) => `${flight} ${at?.toISOString() ?? ''}`);

    it('is set whole, again without a change, and changed', async () => {
      await stores.sql`
        insert into pnr.flight (carrier, number, departs_on, origin, destination)
        values ('0X', '123', '2026-11-30', 'IST', 'VIE')`;
      const rows = parseSchedule(sample);
      expect(await setSchedule(stores.sql, rows)).to.deep.equal({ added: 2, changed: 1, unchanged: 0 });
      expect(await setSchedule(stores.sql, rows)).to.deep.equal({ added: 0, changed: 0, unchanged: 3 });
      const later = parse(LINE.replace('06:30Z', '07:10Z'));
      expect(await setSchedule(stores.sql, later)).to.deep.equal({ added: 0, changed: 1, unchanged: 0 });
      expect(await departures()).to.deep.equal([
        '0X123 2026-11-30T07:10:00.000Z',
        '0X124 2026-11-30T11:05:00.000Z',
        '0Y100 2026-12-02T01:40:00.000Z',
      ]);
    });

    it('is set by an operator from the command line', async function () {
      this.timeout(60_000);
      const run = (file: string) => runCommand(['pnr', 'schedule', file], { OSTIARY_DATABASE_URL: stores.databaseUrl });
      const done = await run('data/pnr/schedule.csv');
      expect(done.output).to.equal('  ✓ 0 flights added, 1 changed, 2 as they were\n');
      const refused = await run('data/criteria/approvers.keys');
      expect(refused.code).to.equal(1);
      expect(refused.output).to.match(
        /✗ data\/criteria\/approvers\.keys: line 1: the columns must be carrier,.*\n {2}nothing was changed\n$/,
      );
    });

    it('sets nothing when a flight goes elsewhere', async () => {
      const before = await departures();
      const rows = parse('0X,777,2026-11-30,IST,VIE,2026-11-30T06:30Z', LINE.replace('VIE', 'XAA'));
      const refused = await setSchedule(stores.sql, rows).then(
        () => [],
        (error: unknown) => (error as ScheduleError).faults,
      );
      expect(refused).to.deep.equal(['line 3, destination: the unit knows this flight to VIE']);
      expect(await departures()).to.deep.equal(before);
    });
  });
});
