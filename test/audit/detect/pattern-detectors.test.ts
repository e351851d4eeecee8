import { expect } from 'chai';
import { parseSettings } from '../../../src/audit/detect/settings.js';
import { access, accesses, at, explain, find, STAFF } from './scenario.js';

/** The days before Monday, 2026-11-23, with that many accesses each. */
const history = (counts: readonly number[], changes: object = {}) =>
  counts.flatMap((count, n) =>
    accesses(10_000 * (n + 1), 10_000 * (n + 1) + count, {
      time: at('2026-11-23 12:00') - (n + 1) * 86_400_000,
      ...changes,
    }),
  );

describe('volume-spike', () => {
  it('finds a day of four times the own median', () => {
    // Median of 10, 10, 12, 14, 30 is 12; 48 is four times that.
    const shown = [...history([10, 30, 12, 14, 10]), ...accesses(0, 48)];
    const [finding, ...others] = find('volume-spike', shown);
    expect(others).to.be.empty;
    expect(finding).to.deep.include({
      severity: 'medium',
      facts: { accesses: 48, ownMedian: 12, ownDays: 5, byOwn: 1, peerMedian: 0, peers: 0, byPeer: 0 },
    });
    expect(finding?.entries).to.deep.equal(Array.from({ length: 48 }, (_, n) => n));
    expect(explain(finding!)).to.equal(
      "48 accesses on 2026-11-23 (UTC). Against the officer's own days: 4 times the median of 12, at or above the limit " +
        'of 4 times, on 5 active days of the 28 before (at least 5 are needed). Against others of the unit that day: no ' +
        'median, not reported by itself (limit 6 times), of 0 officers (at least 3 are needed). Days below 40 accesses ' +
        'are not reported.',
    );
  });

  it('counts each system by itself: nobody may be shown what was counted over two', () => {
    const half = (index: number) => ({ system: index % 2 === 0 ? 'SIS' : 'PNR' });
    const shown = (count: number) => [...history([10, 30, 12, 14, 10]), ...accesses(0, count, half)];
    expect(find('volume-spike', shown(94))).to.deep.equal([]);
    const [finding, ...others] = find('volume-spike', shown(95));
    expect(others).to.deep.equal([]);
    expect(finding?.entries).to.deep.equal(Array.from({ length: 48 }, (_, n) => 2 * n));
  });

  it('does not find one access less, a short history, or a small number', () => {
    expect(find('volume-spike', [...history([10, 30, 12, 14, 10]), ...accesses(0, 47)])).to.be.empty;
    expect(find('volume-spike', [...history([10, 12, 14, 10]), ...accesses(0, 48)])).to.be.empty;
    expect(find('volume-spike', [...history([1, 1, 1, 1, 1]), ...accesses(0, 39)])).to.be.empty;
  });

  it('takes no baseline from days longer ago, nor from the days after', () => {
    const long = history([10, 30, 12, 14, 10]).map((one) => ({ ...one, time: one.time - 24 * 86_400_000 }));
    // Of the days 25 to 29 before, the last is too old: four active days are left.
    expect(find('volume-spike', [...long, ...accesses(0, 48)])).to.be.empty;
    const after = history([10, 30, 12, 14, 10]).map((one) => ({ ...one, time: one.time + 6 * 86_400_000 }));
    expect(find('volume-spike', [...after, ...accesses(0, 48)])).to.be.empty;
  });

  it('finds a day of six times what others of the unit made', () => {
    const peers = ['a', 'b', 'c', 'd'].flatMap((officer, n) =>
      accesses(1000 * (n + 1), 1000 * (n + 1) + [6, 10, 8, 4][n]!, { officer }),
    );
    // Median of 4, 6, 8, 10 is 7; 42 is six times that.
    const [finding, ...others] = find('volume-spike', [...peers, ...accesses(0, 42)]);
    expect(others).to.be.empty;
    expect(finding?.facts).to.include({ peerMedian: 7, peers: 4, byPeer: 1, byOwn: 0, ownDays: 0 });
    expect(find('volume-spike', [...peers, ...accesses(0, 41)])).to.be.empty;
    const elsewhere = peers.map((one) => ({ ...one, unit: 'Patrol 8' }));
    expect(find('volume-spike', [...elsewhere, ...accesses(0, 42)])).to.be.empty;
  });

  it('takes the unit from the staff list, so that a false one changes no baseline', () => {
    const peers = ['a', 'b', 'c'].flatMap((officer, n) => accesses(1000 * (n + 1), 1000 * (n + 1) + 7, { officer }));
    const disguised = accesses(0, 42, { unit: 'Nowhere' });
    expect(find('volume-spike', [...peers, ...disguised])).to.be.empty;
    expect(find('volume-spike', [...peers, ...disguised], { staff: STAFF })).to.have.lengthOf(1);
  });

  it('is more urgent when both comparisons agree', () => {
    const peers = ['a', 'b', 'c'].flatMap((officer, n) => accesses(1000 * (n + 1), 1000 * (n + 1) + 7, { officer }));
    const [finding] = find('volume-spike', [...peers, ...history([10, 10, 10, 10, 10]), ...accesses(0, 60)]);
    expect(finding).to.include({ severity: 'high' });
  });

  it('does not count refused calls', () => {
    expect(find('volume-spike', [...history([10, 10, 10, 10, 10]), ...accesses(0, 60, { denied: true })])).to.be.empty;
  });
});

describe('out-of-hours', () => {
  const settings = parseSettings(
    JSON.stringify({
      units: [
        {
          authority: 'XA-POLICE',
          unit: 'Registry',
          timeZone: 'Europe/Berlin',
          workingHours: { mon: ['08:00-18:00'], tue: ['08:00-12:00', '13:00-18:00'], fri: ['22:00-06:00'] },
        },
      ],
    }),
  );
  const seen = (...times: string[]) =>
    find(
      'out-of-hours',
      times.map((time, index) => access(index, { unit: 'Registry', time: at(time) })),
      { settings },
    );

  it('counts in the time zone of the unit', () => {
    // 07:00 UTC is 08:00 in Berlin in winter: the first minute of work; 06:59:59 is not.
    expect(seen('2026-11-23 07:00', '2026-11-23 12:00', '2026-11-23 16:59:59')).to.be.empty;
    const [finding] = seen('2026-11-23 06:59:59', '2026-11-23 17:00', '2026-11-23 22:59:59');
    expect(finding).to.deep.include({
      severity: 'medium',
      facts: { accesses: 3, urgent: 0 },
      thresholds: { minAccesses: 3 },
      entries: [0, 1, 2],
    });
    expect(finding?.window).to.deep.equal({
      label: '2026-11-23',
      timeZone: 'Europe/Berlin',
      from: at('2026-11-22 23:00'),
      to: at('2026-11-23 23:00'),
    });
  });

  it('counts by local days', () => {
    // Two on Monday evening, one after Berlin's midnight.
    expect(seen('2026-11-23 18:00', '2026-11-23 19:00', '2026-11-23 23:00')).to.be.empty;
  });

  it('knows breaks, days off and hours that pass midnight', () => {
    expect(seen('2026-11-24 11:10', '2026-11-24 11:20', '2026-11-24 11:30')).to.have.lengthOf(1);
    expect(seen('2026-11-22 11:10', '2026-11-22 11:20', '2026-11-22 11:30')).to.have.lengthOf(1);
    // Friday 23:00 to Saturday 05:59 in Berlin is work; 06:00 is not.
    expect(seen('2026-11-27 22:00', '2026-11-28 03:00', '2026-11-28 04:59')).to.be.empty;
    expect(seen('2026-11-28 05:00', '2026-11-28 05:01', '2026-11-28 05:02')).to.have.lengthOf(1);
  });

  it('follows summer time', () => {
    // 06:30 UTC is 08:30 in Berlin in summer, on Monday, 2026-07-06.
    expect(seen('2026-07-06 06:30', '2026-07-06 06:31', '2026-07-06 06:32')).to.be.empty;
    expect(seen('2026-07-06 16:30', '2026-07-06 16:31', '2026-07-06 16:32')).to.have.lengthOf(1);
  });

  it('needs as many accesses as the settings say, and says nothing of units without hours', () => {
    expect(seen('2026-11-23 03:00', '2026-11-23 04:00')).to.be.empty;
    const night = accesses(0, 50, { time: at('2026-11-23 03:00') });
    expect(find('out-of-hours', night, { settings })).to.be.empty;
  });
});

describe('fishing', () => {
  const misses = (count: number, changes: object = {}) => accesses(0, count, { found: false, ...changes });

  it('finds thirty searches of a day without a hit', () => {
    const [finding, ...others] = find('fishing', misses(30));
    expect(others).to.be.empty;
    expect(finding).to.deep.include({
      severity: 'medium',
      facts: { noHits: 30, hits: 0, hitShare: 0, live: 0 },
      thresholds: { minNoHits: 30, maxHitShare: 0.03 },
    });
    expect(explain(finding!)).to.equal(
      '30 searches on 2026-11-23 (UTC) found nothing and 0 found something: a share of 0 %. Reported are 30 searches or ' +
        'more without a hit, with a share of at most 3 %.',
    );
    expect(find('fishing', misses(60))[0]?.severity).to.equal('high');
  });

  it('does not find 29, nor those with a share of hits above the limit', () => {
    expect(find('fishing', misses(29))).to.be.empty;
    expect(find('fishing', [...misses(30), access(100)])).to.be.empty;
    // 1 of 34 is 2.94 %.
    expect(find('fishing', [...misses(33), access(100)])).to.have.lengthOf(1);
  });

  it('counts neither reading of records, nor refusals, nor searches nobody answered', () => {
    const shown = [
      ...misses(29),
      access(100, { found: false, query: { alert_reference: 'SIM-XB-1' } }),
      access(101, { found: undefined }),
    ];
    expect(find('fishing', shown)).to.be.empty;
  });

  it('judges live checks apart, by a limit of their own', () => {
    expect(find('fishing', misses(199, { urgency: 'LIVE_CHECK' }))).to.be.empty;
    const [finding] = find('fishing', [...misses(200, { urgency: 'LIVE_CHECK' }), access(500)]);
    expect(finding?.facts).to.include({ noHits: 200, hits: 0, live: 1 });
  });

  it('begins anew every day', () => {
    const shown = [...misses(29), ...accesses(100, 129, { found: false, time: at('2026-11-24 00:00') })];
    expect(find('fishing', shown)).to.be.empty;
  });
});

describe('missing-justification', () => {
  const seen = (justification: string | undefined, caseReference = '2026/77') =>
    find('missing-justification', [access(3, { justification, caseReference })]);

  for (const [what, justification, fact] of [
    ['none', undefined, 'absent'],
    ['numbers only', '1234567890 12', 'absent'],
    ['the case reference only', '2026/77, 2026/77', 'absent'],
    ['two words', 'vehicle check!!', 'short'],
    ['one word over and over', 'check check check check', 'short'],
    ['three very short words', 'a bc def', 'short'],
    ['letters held down', 'aaaaaaaaa bbbbbbbbb ccccccccc', 'short'],
    ['an empty phrase', 'See case file 2026/77.', 'phrase'],
    ['an empty phrase with marks', 'Dienstliche Gründe', 'phrase'],
  ] as const) {
    it(`finds ${what}`, () => {
      const [finding] = seen(justification);
      expect(finding?.facts).to.deep.equal({ accesses: 1, absent: 0, short: 0, phrase: 0, [fact]: 1 });
      expect(finding?.entries).to.deep.equal([3]);
    });
  }

  for (const justification of [
    'Driver stopped without papers',
    'Victim named him',
    'Überprüfung des Fahrers',
    'See case file page four: alias of suspect',
  ]) {
    it(`does not find "${justification}"`, () => {
      expect(seen(justification)).to.be.empty;
    });
  }

  it('leaves out refused calls', () => {
    expect(find('missing-justification', [access(1, { justification: undefined, denied: true })])).to.be.empty;
  });
});

describe('copied-justification', () => {
  const copies = (count: number, changes: (n: number) => object = () => ({})) =>
    accesses(0, count, (n) => ({ justification: 'Suspect seen near the scene of the crime', ...changes(n) }));

  it('finds one text for five cases of a week', () => {
    const [finding, ...others] = find('copied-justification', copies(5));
    expect(others).to.be.empty;
    expect(finding).to.deep.include({
      severity: 'medium',
      facts: { accesses: 5, cases: 5 },
      thresholds: { minCases: 5 },
      entries: [0, 1, 2, 3, 4],
    });
    expect(finding?.window).to.deep.include({
      label: '2026-W48',
      from: at('2026-11-23 00:00'),
      to: at('2026-11-30 00:00'),
    });
    expect(find('copied-justification', copies(4))).to.be.empty;
  });

  it('sees through case, marks, numbers and the case reference itself', () => {
    const [finding] = find(
      'copied-justification',
      accesses(0, 5, (n) => ({
        caseReference: `2026/${n}`,
        justification: [
          'Suspect in case 2026/0 seen near the scene',
          'SUSPECT IN CASE 2026/1 SEEN NEAR THE SCENE!',
          'suspect in case seen near the scene 17',
          'Suspect, in case: seen near the scene.',
          'Suspéct in cäse seen near the scene',
        ][n]!,
      })),
    );
    expect(finding?.facts).to.include({ cases: 5 });
  });

  it('does not find one text for one case, texts that differ in a word, two weeks, or two officers', () => {
    expect(
      find(
        'copied-justification',
        copies(9, () => ({ caseReference: '2026/1' })),
      ),
    ).to.be.empty;
    expect(
      find(
        'copied-justification',
        copies(5, (n) => (n === 0 ? { justification: 'Suspect seen near the place of the crime' } : {})),
      ),
    ).to.be.empty;
    expect(
      find(
        'copied-justification',
        copies(5, (n) => (n === 0 ? { time: at('2026-11-30 00:00') } : {})),
      ),
    ).to.be.empty;
    expect(
      find(
        'copied-justification',
        copies(5, (n) => (n === 0 ? { officer: 'officer-18' } : {})),
      ),
    ).to.be.empty;
  });
});

describe('no-case', () => {
  for (const reference of [undefined, '---', '000000', 'XXXX', 'N/A', 'test', 'Unknown']) {
    it(`finds ${reference ?? 'none'}`, () => {
      expect(find('no-case', [access(1, { caseReference: reference })])).to.have.lengthOf(1);
    });
  }

  for (const reference of ['2026/1', 'A12', 'Test 17', '100', 'Kripo Nord']) {
    it(`does not find ${reference}`, () => {
      expect(find('no-case', [access(1, { caseReference: reference })])).to.be.empty;
    });
  }
});

describe('one-case-many-subjects', () => {
  const under = (count: number, changes: object = {}) => accesses(0, count, { caseReference: '2026/1', ...changes });

  it('finds twenty-five subjects of one case in a week', () => {
    const [finding, ...others] = find('one-case-many-subjects', under(25));
    expect(others).to.be.empty;
    expect(finding).to.deep.include({ facts: { searches: 25, subjects: 25 }, thresholds: { minSubjects: 25 } });
  });

  it('does not find 24, the same subjects again, several cases, or a check of passers-by', () => {
    expect(find('one-case-many-subjects', under(24))).to.be.empty;
    expect(find('one-case-many-subjects', [...under(24), ...under(24)])).to.be.empty;
    expect(find('one-case-many-subjects', accesses(0, 25))).to.be.empty;
    expect(find('one-case-many-subjects', under(25, { urgency: 'LIVE_CHECK' }))).to.be.empty;
  });
});

describe('urgent-procedure', () => {
  const urgent = (count: number) => accesses(0, count, { urgency: 'IMMINENT_DANGER' });

  it('finds five in a week that make up a quarter', () => {
    const [finding] = find('urgent-procedure', [...urgent(5), ...accesses(100, 115)]);
    expect(finding).to.deep.include({
      severity: 'medium',
      facts: { urgent: 5, accesses: 20, share: 0.25 },
      thresholds: { minAccesses: 5, minShare: 0.25 },
      entries: [0, 1, 2, 3, 4],
    });
    expect(explain(finding!)).to.equal(
      '5 of 20 accesses in week 2026-W48 (UTC) claimed imminent danger, a share of 25 %. Reported are 5 or more that ' +
        'make up at least 25 %.',
    );
  });

  it('does not find four, nor five among twenty-one', () => {
    expect(find('urgent-procedure', urgent(4))).to.be.empty;
    expect(find('urgent-procedure', [...urgent(5), ...accesses(100, 116)])).to.be.empty;
  });
});
