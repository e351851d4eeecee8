import { expect } from 'chai';
import { printReplyFrame } from '../../../../src/adapters/prum/exchange/wire/print-reply.js';
import { OutcomeStatus } from '../../../../src/gen/ostiary/common/v1/outcome.js';

const NOON = Date.UTC(2026, 10, 26, 12);
const ONE = Date.UTC(2026, 10, 26, 13);

describe('what is told of a state that is out of service', () => {
  it('is since when, and that it was not asked', () => {
    expect(printReplyFrame({ memberState: 'XB', status: 'UNAVAILABLE', outOfServiceSinceMs: NOON })).to.deep.equal({
      memberState: 'XB',
      status: OutcomeStatus.UNAVAILABLE,
      askedAt: '',
      repliedAt: '',
      replyNumber: '',
      outOfServiceSince: '2026-11-26T12:00:00.000Z',
    });
  });

  it('is when it was asked, where its own gateway said so', () => {
    const outcome = { memberState: 'XB', status: 'UNAVAILABLE', outOfServiceSinceMs: NOON, askedAtMs: ONE } as const;
    expect(printReplyFrame(outcome)).to.include({
      askedAt: '2026-11-26T13:00:00.000Z',
      outOfServiceSince: '2026-11-26T12:00:00.000Z',
    });
  });

  it('is nothing of one that failed just now', () => {
    const outcome = { memberState: 'XB', status: 'UNAVAILABLE', askedAtMs: ONE } as const;
    expect(printReplyFrame(outcome)).to.include({ askedAt: '2026-11-26T13:00:00.000Z', outOfServiceSince: '' });
  });
});
