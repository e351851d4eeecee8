/** What is wrong with a command about matches is said before anybody is asked. */
import { expect } from 'chai';
import { describeMatch } from '../../src/cli/describe-match.js';
import { addPnrMatchesQuery } from '../../src/cli/query-pnr-matches.js';
import { AssessmentMatch, MatchState } from '../../src/gen/ostiary/pnr/v1/assessment.js';
import { faultOf } from './fault-of-command.js';

const fault = (...words: readonly string[]): Promise<string> => faultOf(addPnrMatchesQuery, ...words);

describe('ostiary query pnr, about matches', () => {
  const reference = 'PNM-01KAZ5Y0Q3Z1T8X6M4V9C2B7ND';
  const review = ['review', reference, '--as', 'XA-PIU', '--reason', 'compared, and it is somebody else'];

  it('says what is wrong with an argument', async () => {
    expect(await fault('assess', '0X123', '--origin', 'IST', '--as', 'XA-PIU')).to.include('must look like 0Y100@');
    expect(await fault('assess', '0X123@2026-11-30', '--as', 'XA-PIU')).to.include(
      "'--origin <airport>' not specified",
    );
    expect(await fault('assess', '0X123@2026-11-30', '--origin', 'ist', '--as', 'XA-PIU')).to.include(
      'capital letters',
    );
    expect(await fault('matches', '--as', 'XA-PIU', '--state', 'shut')).to.include(
      'Allowed choices are open, confirmed, rejected, released',
    );
    expect(await fault('receive', '17', '--as', 'XA-CRIME')).to.include('must be PNM- and a ULID');
    expect(await fault('release', reference, '--as', 'XA-PIU')).to.include("'--to <code>' not specified");
  });

  it('takes a review with one verdict, a reason and checks alone', async () => {
    const checks = ['--check', 'record-read'];
    expect(await fault(...review, ...checks)).to.include("one of '--confirm' and '--reject'");
    expect(await fault(...review, '--confirm', '--reject', ...checks)).to.include('cannot be used with');
    expect(await fault(...review, '--reject')).to.include("'--check <checks...>' not specified");
    expect(await fault(...review, '--reject', '--check', 'all')).to.include('Allowed choices are record-read');
    expect(await fault('review', reference, '--reject', '--as', 'XA-PIU', ...checks)).to.include(
      "'--reason <text>' not specified",
    );
  });

  it('tells what was met, what was not shown, and nothing that a terminal would obey', () => {
    const match = AssessmentMatch.fromPartial({
      ...{ matchReference: reference, recordReference: 'PNR-1', recordVersion: 2, state: MatchState.OPEN },
      ...{ reviewBy: '2026-11-29T09:00:00.000Z', travellerReference: '' },
      source: { system: 'criteria', reference: 'R-2026-1', version: 3, title: 'In cash', purposes: ['PNR-04'] },
      grounds: [
        { path: 'all[0]', condition: 'payment.forms contains CA', value: 'CA\u001b[2J' },
        { path: 'all[1].not', condition: 'itinerary.oneWay = false', value: 'true', negated: true },
      ],
      notExonerated: [{ path: 'exonerating[0]', condition: 'traveller.frequentFlyer = true', notTold: true }],
    });
    expect(describeMatch(match)).to.deep.equal([
      `${reference} open, to be reviewed by 2026-11-29T09:00:00.000Z`,
      '  criteria R-2026-1 version 3: In cash (PNR-04)',
      '  PNR-1 version 2, the booking',
      '  met        all[0]: payment.forms contains CA (CA·[2J)',
      '  met        all[1].not: not itinerary.oneWay = false (true)',
      '  not shown  exonerating[0]: traveller.frequentFlyer = true (the carrier told nothing)',
    ]);
  });
});
