/** What a rule would have found and how good rules are, and what is wrong with a command about that. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { describeQuality, describeTrial } from '../../src/cli/describe-criteria.js';
import { addPnrCriteriaQuery } from '../../src/cli/query-pnr-criteria.js';
import { GetCriteriaQualityResponse, TryCriterionResponse } from '../../src/gen/ostiary/pnr/v1/assessment.js';
import { faultOf } from './fault-of-command.js';

describe('ostiary query pnr, about criteria', () => {
  const words = ['--from', '2026-11-20', '--to', '2026-11-25', '--as', 'XA-PIU'];
  const trial = (file: string): Promise<string> => faultOf(addPnrCriteriaQuery, 'trial', file, ...words);

  it('says what is wrong with an argument', async () => {
    expect(await faultOf(addPnrCriteriaQuery, 'trial', 'rule.json', '--as', 'XA-PIU')).to.include("'--from <date>'");
    expect(await faultOf(addPnrCriteriaQuery, 'quality', '--from', 'today', '--as', 'XA-PIU')).to.include(
      'It must be a day of the calendar',
    );
    const folder = await mkdtemp(join(tmpdir(), 'ostiary-trial-'));
    try {
      const large = join(folder, 'rule.json');
      await writeFile(large, Buffer.alloc(65_537, ' '));
      expect(await trial(folder)).to.equal(`Error: ${folder} is a folder: one rule is tried at a time`);
      expect(await trial(large)).to.equal(`Error: ${large} has more than 65536 bytes`);
      expect(await trial(join(folder, 'none.json'))).to.include('no such file');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('marks what is near the truth, and says so', () => {
    const tried = TryCriterionResponse.fromPartial({
      ...{ sha256: '9f'.repeat(32), flights: 1, records: 240, asked: 312, matches: 20, exonerated: 5 },
      conditions: [
        { path: 'all[0]', met: 300, notTold: 0, common: true },
        { path: 'all[1]', met: 25, notTold: 10 },
      ],
      byAge: [{ group: '30-39', travellers: 45, matches: 10 }],
      byNationality: [{ group: 'UTO', travellers: 100, matches: 15 }],
    });
    expect(describeTrial(tried)).to.deep.equal([
      `rule ${'9f'.repeat(32)}`,
      '  put to     1 flight, 240 records: exact',
      '  asked      312, exact: travellers, or bookings if the rule asks about no traveller',
      '  match      ~20',
      '  exonerated ~5',
      '  ! met      all[0]: ~300, not told of ~0: nearly everybody meets it, so it is no ground',
      '  met        all[1]: ~25, not told of ~10',
      '  age        30-39: ~10 of ~45 match',
      '  nationals  UTO: ~15 of ~100 match',
      '~ is near the truth, mostly within 10: a random error, by a secret of the unit, then steps of 5. The same question is told',
      '  the same all day. Groups that are told to have fewer than 20 travellers are left out (docs/assessment.md).',
    ]);
  });

  it('tells what reviews made of matches, and which rule is due', () => {
    const counts = { matches: 30, open: 5, confirmed: 4, rejected: 21, reviewDue: true };
    const quality = GetCriteriaQualityResponse.fromPartial({
      sources: [
        { system: 'criteria', rule: 'R-2026-901', version: 2, ...counts },
        { system: 'SIS', matches: 1, confirmed: 1, released: 1 },
      ],
    });
    expect(describeQuality(quality)).to.deep.equal([
      'R-2026-901 version 2',
      '  matches    30: 5 open, 4 confirmed, 0 of them released, 21 rejected',
      '  ! fewer than one in five of those reviewed was confirmed: due for a review',
      'SIS',
      '  matches    1: 0 open, 1 confirmed, 1 of them released, 0 rejected',
    ]);
    expect(describeQuality({ ...quality, sources: [] })).to.deep.equal(['none']);
  });
});
