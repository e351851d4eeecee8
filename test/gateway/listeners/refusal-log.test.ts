import { expect } from 'chai';
import { createRefusalLog } from '../../../src/gateway/listeners/refusal-log.js';
import type { HandshakeRefusal } from '../../../src/gateway/listeners/tls/refusals.js';
import { recordingLog } from '../../helpers/recording-log.js';

const WINDOW_MS = 10_000;

const nameless: HandshakeRefusal = { reason: 'NO_CERTIFICATE', remote: '192.0.2.1:4000', count: 1 };
const revoked: HandshakeRefusal = { reason: 'REVOKED', remote: '192.0.2.2:4000', authority: 'XA-POLICE', count: 1 };

describe('the refusal log', () => {
  const start = () => {
    const clock = { ms: 1_000_000, now: () => clock.ms };
    const log = recordingLog();
    const failures: unknown[] = [];
    const refusals = createRefusalLog(log, clock, (error) => failures.push(error));
    const report = (refusal: HandshakeRefusal, times: number) => {
      for (let time = 0; time < times; time += 1) refusals.handshakeRefused(refusal);
    };
    const statuses = () => log.drafts.map(({ sections }) => (sections.result as { status: string }).status);
    return { clock, log, failures, refusals, report, statuses };
  };

  it('lists a revoked certificate however many came without one', async () => {
    const { log, refusals, report } = start();
    report(nameless, 51);
    report(revoked, 1);
    await refusals.close();
    const listed = log.drafts.filter(({ authority }) => authority === 'XA-POLICE');
    expect(listed.map(({ sections }) => sections.result)).to.deep.equal([{ status: 'REVOKED', count: 1 }]);
  });

  it('lists those without a certificate however many came with one', async () => {
    const { refusals, report, statuses } = start();
    report(revoked, 51);
    report(nameless, 1);
    await refusals.close();
    expect(statuses()).to.include('NO_CERTIFICATE');
  });

  it('counts by reason what it does not list', async () => {
    const { log, refusals, report } = start();
    report(nameless, 52);
    report({ ...nameless, reason: 'ACCEPT_RATE', count: 7 }, 1);
    refusals.transportRefused({ peer: undefined, transport: 'rest', what: 'HPE_INVALID_METHOD' });
    await refusals.close();
    expect(log.drafts).to.have.length(51);
    expect(log.drafts[50]?.sections.result).to.deep.equal({
      status: 'REFUSALS_NOT_LISTED',
      counts: { NO_CERTIFICATE: 2, ACCEPT_RATE: 7, TRANSPORT_REFUSED: 1 },
    });
  });

  it('lists again in the next window, after the counts of the last', async () => {
    const { clock, refusals, report, statuses } = start();
    report(nameless, 51);
    clock.ms += WINDOW_MS;
    report(nameless, 1);
    await refusals.close();
    expect(statuses().slice(50)).to.deep.equal(['REFUSALS_NOT_LISTED', 'NO_CERTIFICATE']);
  });

  it('tells of entries that could not be written', async () => {
    const { log, failures, refusals, report } = start();
    const fault = new Error('the log is away');
    log.before = () => Promise.reject(fault);
    report(revoked, 1);
    await refusals.close();
    expect(failures).to.deep.equal([fault]);
  });
});
