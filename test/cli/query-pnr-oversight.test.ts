/** What the unit and its data protection officer are told of pushes and unmaskings, and what is wrong with a command about them. */
import { expect } from 'chai';
import { describeFlights, describeStatistics, describeUnmasking } from '../../src/cli/describe-oversight.js';
import { addPnrOversightQuery } from '../../src/cli/query-pnr-oversight.js';
import {
  FlightPushes,
  GetPnrStatisticsResponse,
  OwedPushState,
  Unmasking,
  UnmaskingVerdict,
} from '../../src/gen/ostiary/pnr/v1/oversight.js';
import { DeletionCategory } from '../../src/gen/ostiary/pnr/v1/push.js';
import { faultOf } from './fault-of-command.js';

describe('ostiary query pnr, about pushes and unmaskings', () => {
  const fault = (...words: readonly string[]): Promise<string> =>
    faultOf(addPnrOversightQuery, ...words, '--as', 'XA-PIU-DPO');
  const request = '01KAZ5Y0Q3Z1T8X6M4V9C2B7ND';

  it('says what is wrong with an argument', async () => {
    expect(await fault('statistics', '--from', '2026-11-01')).to.include("'--to <date>' not specified");
    expect(await fault('statistics', '--from', '2026-11-31', '--to', '2026-12-01')).to.include(
      "option '--from <date>' argument '2026-11-31' is invalid. It must be a day of the calendar, YYYY-MM-DD.",
    );
    expect(await fault('flights', '--from', '2026-11-00', '--to', '2026-12-01')).to.include('a day of the calendar');
    expect(await fault('review-unmasking', 'PNR-1', '--justified', '--reason', 'as the court has it')).to.include(
      'It must be a ULID, as the list of unmaskings shows it.',
    );
  });

  it('takes a review with one verdict and a reason alone', async () => {
    const review = ['review-unmasking', request];
    expect(await fault(...review, '--justified')).to.include("'--reason <text>' not specified");
    const reason = ['--reason', 'as the court has it'];
    expect(await fault(...review, ...reason)).to.include("one of '--justified' and '--not-justified'");
    expect(await fault(...review, ...reason, '--justified', '--not-justified')).to.include('cannot be used with');
  });

  it('tells of each flight what became of its pushes, and where the list may have ended before its time', () => {
    const flight = FlightPushes.fromPartial({
      flight: { carrier: '0X', number: '123', origin: 'IST', destination: 'VIE', departsOn: '2026-11-30' },
      ...{ departsAt: '2026-11-30T06:30:00.000Z', first: OwedPushState.ON_TIME, closure: OwedPushState.MISSING },
      receivedAt: ['2026-11-28T18:00:00.000Z'],
    });
    const lines = [
      '0X 123 IST–VIE 2026-11-30 departs 2026-11-30T06:30:00.000Z',
      '  first      in time',
      '  closure    missing',
      '  received   2026-11-28T18:00:00.000Z',
    ];
    expect(describeFlights([flight])).to.deep.equal(lines);
    expect(describeFlights([])).to.deep.equal(['none']);
    const many = describeFlights(new Array<FlightPushes>(1_000).fill(flight));
    expect(many.at(-1)).to.equal('! no more than 1000 are listed: ask for fewer days');
  });

  it('tells of an unmasking whom it was shown to, and what its review found', () => {
    const unmasking = Unmasking.fromPartial({
      ...{ requestId: request, recordReference: 'PNR-1', authority: 'XA-CRIME' },
      unmaskedAt: '2026-11-26T17:40:00.000Z',
    });
    expect(describeUnmasking(unmasking)).to.deep.equal([
      `${request} to be reviewed`,
      '  record     PNR-1',
      '  shown to   XA-CRIME, 2026-11-26T17:40:00.000Z',
    ]);
    const reviewed = { verdict: UnmaskingVerdict.NOT_JUSTIFIED, reviewedAt: '2026-11-27T08:00:00.000Z' };
    expect(describeUnmasking({ ...unmasking, ...reviewed })).to.deep.equal([
      `${request} not justified`,
      '  record     PNR-1',
      '  shown to   XA-CRIME, 2026-11-26T17:40:00.000Z',
      '  reviewed   2026-11-27T08:00:00.000Z',
    ]);
  });

  it('counts for a time and for now', () => {
    const numbers = GetPnrStatisticsResponse.fromPartial({
      ...{ pushes: 1, records: 2, activeRecords: 9, flaggedRecords: 3, maskedRecords: 1, unmaskings: 4 },
      deletions: [{ category: DeletionCategory.HEALTH_MEAL, count: 5 }],
    });
    expect(describeStatistics(numbers)).to.deep.equal([
      'in the time asked for',
      '  received   1 push with 2 records',
      '  deleted    5 of health meals',
      '  unmasked   4 times',
      'now',
      '  complete   9 records, 3 of them flagged',
      '  masked     1 record',
    ]);
  });
});
