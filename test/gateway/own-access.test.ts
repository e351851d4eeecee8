/** Accesses that the gateway makes itself leave the same two entries as everybody's. */
import { expect } from 'chai';
import { accessing, type OwnAccess } from '../../src/gateway/own-access.js';
import { Refusal } from '../../src/shared/refusal.js';
import { keptAsShipped, recordingLog } from '../helpers/recording-log.js';

const ACCESS: OwnAccess = {
  ...{ authority: 'XA-PIU', system: 'SIS', requestId: 'R' },
  terms: [{ field: 'document', value: 'L898902C' }],
  ...{ who: { authority: 'XA-PIU' }, what: { act: 'passenger-compared' }, why: { legal_basis: 'PNR-6-2-A' } },
};
const clock = { now: () => 0 };
const nothing = () => Promise.resolve({ disclosures: [] });
const why = (failed: Promise<unknown>): Promise<string> => failed.then(() => 'done', String);

describe('an access of the gateway’s own', () => {
  it('is in the log before it is made, and what came of it afterwards', async () => {
    const log = recordingLog();
    let before = 0;
    const found = await accessing(keptAsShipped(log), clock)(ACCESS, (intent) => {
      before = log.drafts.length;
      expect(intent.index).to.equal(0);
      const term = { field: 'document', value: 'X1' } as const;
      const disclosures = ['A', 'B'].map((reference) => ({ reference, category: 'ARR', terms: [term] }));
      return Promise.resolve({ disclosures, facts: { records: 7 } });
    });
    expect(before).to.equal(1);
    expect(found.disclosures).to.have.length(2);
    const [intent, outcome] = log.drafts;
    expect(intent).to.deep.include({ kind: 'intent', authority: 'XA-PIU', system: 'SIS', requestId: 'R' });
    expect(intent?.terms).to.deep.equal(ACCESS.terms);
    expect(outcome).to.deep.include({ kind: 'outcome', outcome: 'answered', intentIndex: 0, requestId: 'R' });
    expect(outcome?.terms).to.deep.equal([{ field: 'document', value: 'X1' }]);
    expect(outcome?.sections.result).to.deep.equal({
      disclosed: ['A', 'B'].map((reference) => ({ category: 'ARR', fields: ['frame'], reference })),
      ...{ duration_ms: 0, records: 7, status: 'HIT' },
    });
  });

  it('tells that nothing was found', async () => {
    const log = recordingLog();
    await accessing(keptAsShipped(log), clock)(ACCESS, nothing);
    expect(log.drafts[1]?.sections.result).to.include({ status: 'NO_HIT' });
    expect(log.drafts[1]).not.to.have.property('terms');
  });

  it('tells that it failed, and why in a code', async () => {
    const log = recordingLog();
    const access = accessing(keptAsShipped(log), clock);
    const away = new Refusal('SYSTEM_UNAVAILABLE', 'away');
    expect(await why(access(ACCESS, () => Promise.reject(away)))).to.include('away');
    expect(await why(access(ACCESS, () => Promise.reject(new Error('L898902C'))))).to.include('L898902C');
    expect(log.drafts.map(({ outcome }) => outcome)).to.deep.equal([undefined, 'failed', undefined, 'failed']);
    expect(log.drafts[1]?.sections.result).to.include({ status: 'SYSTEM_UNAVAILABLE' });
    expect(log.drafts[3]?.sections.result).to.deep.equal({ duration_ms: 0, status: 'INTERNAL' });
  });

  it('tells what was done of one that failed half-way, and why it did', async () => {
    const log = recordingLog();
    const disclosures = [{ reference: 'A', category: 'RESULT' }];
    const fault = { error: new Refusal('SYSTEM_UNAVAILABLE', 'away') };
    const act = () => Promise.resolve({ disclosures, facts: { records: 3 }, fault });
    expect(await accessing(keptAsShipped(log), clock)(ACCESS, act)).to.include({ fault });
    expect(log.drafts[1]).to.include({ kind: 'outcome', outcome: 'failed' });
    expect(log.drafts[1]?.sections.result).to.deep.equal({
      disclosed: [{ category: 'RESULT', fields: ['frame'], reference: 'A' }],
      ...{ duration_ms: 0, records: 3, status: 'SYSTEM_UNAVAILABLE' },
    });
  });

  it('is not made when the log cannot have it, and tells nothing that the log does not have', async () => {
    const log = recordingLog();
    let made = 0;
    const act = () => {
      made += 1;
      return nothing();
    };
    log.before = () => Promise.reject(new Error('no log'));
    expect(await why(accessing(keptAsShipped(log), clock)(ACCESS, act))).to.include('no log');
    expect(made).to.equal(0);
    log.before = ({ kind }) => (kind === 'outcome' ? Promise.reject(new Error('no log')) : undefined);
    expect(await why(accessing(keptAsShipped(log), clock)(ACCESS, act))).to.include('no log');
    expect(made).to.equal(1);
  });
});
