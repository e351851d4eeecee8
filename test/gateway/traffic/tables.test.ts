import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PolicyError } from '../../../src/gateway/policy/policy-files.js';
import { SHIPPED_POLICY } from '../../../src/gateway/policy/policy-source.js';
import { parseQuotas, type QuotaQuestion } from '../../../src/gateway/traffic/quota-table.js';
import { parseRates } from '../../../src/gateway/traffic/rate-table.js';

const shipped = (name: string): Buffer => readFileSync(join(SHIPPED_POLICY, name));
const loadQuotas = () => parseQuotas(shipped('quotas.csv'));
const loadRates = () => parseRates(shipped('rates.csv'));

const QUOTAS = 'id,system,mode,purposes,requester,counterpart,period,limit,source,note\n';
const RATES = 'id,authorities,systems,purposes,per_second,burst,note\n';
const quotas = (...rows: string[]) => parseQuotas(Buffer.from(QUOTAS + rows.join('\n')));
const rates = (...rows: string[]) => parseRates(Buffer.from(RATES + rows.join('\n')));

const failure = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).to.be.instanceOf(PolicyError);
    return (error as PolicyError).problems.join('\n');
  }
  throw new Error('expected a failure');
};

const question = (changes: Partial<QuotaQuestion> = {}): QuotaQuestion => ({
  authority: 'XA-POLICE',
  memberState: 'XA',
  system: 'PRUM_FINGERPRINT',
  purpose: 'PRUM_SEARCH',
  draws: [{ mode: 'LT/TP', counterpart: 'XB', amount: 1 }],
  ...changes,
});

describe('the quotas', () => {
  // Austrian treaty collection no. 20008450, Art. 9(1).
  const treaty = { 'TP/TP': 100, 'TP/UL': 100, 'PP/ULP': 100, 'LT/TP': 20, 'LP/PP': 20, 'LT/UL': 5, 'LP/ULP': 5 };
  for (const [mode, limit] of Object.entries(treaty)) {
    it(`allow ${limit} searches ${mode} a day from one state to another by default`, () => {
      const [share, ...others] = loadQuotas().sharesOf(question({ draws: [{ mode, counterpart: 'XB', amount: 1 }] }));
      expect(others).to.deep.equal([]);
      expect(share).to.deep.include({ requester: 'XA', counterpart: 'XB', amount: 1 });
      expect(share?.quota).to.deep.include({ limit, period: 'day' });
    });
  }

  it('count nothing for a question that draws nothing', () => {
    expect(loadQuotas().sharesOf(question({ draws: [] }))).to.deep.equal([]);
    expect(loadQuotas().sharesOf(question({ system: 'SIS' }))).to.deep.equal([]);
  });

  it('add up what one question draws on one counterpart, and part counterparts', () => {
    const table = quotas('EACH,S,M,*,AUTHORITY,EACH,hour,9,,', 'TOTAL,S,M,*,STATE,ALL,day,99,,');
    const shares = table.sharesOf(
      question({
        system: 'S',
        draws: [
          { mode: 'M', counterpart: 'XB', amount: 2 },
          { mode: 'M', counterpart: 'XC', amount: 3 },
          { mode: 'M', counterpart: 'XB', amount: 4 },
        ],
      }),
    );
    expect(
      shares.map(({ quota, requester, counterpart, amount }) => [quota.id, requester, counterpart, amount]),
    ).to.deep.equal([
      ['EACH', 'XA-POLICE', 'XB', 6],
      ['EACH', 'XA-POLICE', 'XC', 3],
      ['TOTAL', 'XA', '*', 9],
    ]);
  });

  it('hold for the purposes they name', () => {
    const table = quotas('A,S,M,PNR|VISA,STATE,EACH,day,9,,');
    const draws = [{ mode: 'M', counterpart: 'XB', amount: 1 }];
    expect(table.sharesOf(question({ system: 'S', purpose: 'VISA', draws }))).to.have.length(1);
    expect(table.sharesOf(question({ system: 'S', purpose: 'JUDICIAL', draws }))).to.have.length(0);
  });

  const faults: [fault: string, rows: string[], says: RegExp][] = [
    ['a limit of nothing', ['A,S,M,*,STATE,EACH,day,0,,'], /line 2, limit/],
    ['an unknown period', ['A,S,M,*,STATE,EACH,week,1,,'], /line 2, period/],
    ['the same id twice', ['A,S,M,*,STATE,EACH,day,1,,', 'A,S,N,*,STATE,EACH,day,1,,'], /A stands twice/],
    [
      'two rows that count the same',
      ['A,S,M,PNR|VISA,STATE,EACH,day,1,,', 'B,S,M,VISA,STATE,EACH,day,2,,'],
      /B counts what A counts/,
    ],
    [
      'every fault at once',
      ['A,S,M,*,NOBODY,EACH,day,1,,', 'B,s,M,*,STATE,EACH,day,1,,'],
      /line 2, requester.*\n.*line 3, system/,
    ],
  ];
  for (const [fault, rows, says] of faults) {
    it(`are refused with ${fault}`, () => expect(failure(() => quotas(...rows))).to.match(says));
  }
});

describe('the rates', () => {
  it('are those of the first row that fits', () => {
    const table = rates('A,XA-POLICE,SIS,VISA|JUDICIAL,1,2,', 'B,*,SIS,*,3,4,', 'C,*,*,*,5,6,');
    expect(table.rateOf('XA-POLICE', 'SIS', 'VISA').id).to.equal('A');
    expect(table.rateOf('XB-POLICE', 'SIS', 'VISA')).to.deep.include({ id: 'B', perSecond: 3, burst: 4 });
    expect(table.rateOf('XA-POLICE', 'SIS', 'PNR').id).to.equal('B');
    expect(table.rateOf('XA-POLICE', 'AUDIT', 'VISA').id).to.equal('C');
  });

  it('come with a row for everybody', () => {
    expect(loadRates().rateOf('ZZ-ANY', 'ANY', 'ANY').id).to.equal('ANY');
  });

  const faults: [fault: string, rows: string[], says: RegExp][] = [
    ['no row for everybody', ['A,XA-POLICE,*,*,1,1,'], /the last row must fit every question/],
    ['no row at all', [], /the last row must fit every question/],
    [
      'a row that is never reached',
      ['A,*,SIS,*,1,1,', 'B,XA-POLICE,SIS,VISA,2,2,', 'C,*,*,*,1,1,'],
      /B is never reached/,
    ],
    ['a rate of half a question', ['A,*,*,*,0.5,1,'], /line 2, per_second/],
  ];
  for (const [fault, rows, says] of faults) {
    it(`are refused with ${fault}`, () => expect(failure(() => rates(...rows))).to.match(says));
  }
});
