import { expect } from 'chai';
import {
  owesDecision,
  REQUEST_STATES,
  type RequestStepKind,
  stepRule,
} from '../../../../src/adapters/police-records/domain/request-states.js';

/** The life of a request as docs/police-records.md draws it, step by step. */
const LIFE: Readonly<Record<RequestStepKind, readonly [string, string]>> = {
  receive: ['requested', 'received'],
  approve: ['requested received', 'approved'],
  refuse: ['requested received', 'refused'],
  ask: ['requested received', 'information_asked'],
  deliver: ['approved', 'delivered'],
  supply: ['information_asked', 'received'],
  close: ['requested received information_asked approved refused delivered', 'closed'],
  expire: ['requested received information_asked approved', 'expired'],
};

describe('the life of a request for a record', () => {
  for (const [kind, [from, to]] of Object.entries(LIFE)) {
    it(`${kind} leads from ${from.replaceAll(' ', ', ')} to ${to}`, () => {
      const rule = stepRule(kind as RequestStepKind);
      expect([rule.from.join(' '), rule.to]).to.deep.equal([from, to]);
    });
  }

  it('has two ends, from which nothing leads', () => {
    const begins = new Set(Object.keys(LIFE).flatMap((kind) => stepRule(kind as RequestStepKind).from));
    expect(REQUEST_STATES.filter((state) => !begins.has(state))).to.deep.equal(['closed', 'expired']);
  });

  it('leaves a decision to the holder before there is one, and not while it waits for an answer', () => {
    expect(REQUEST_STATES.filter(owesDecision)).to.deep.equal(['requested', 'received']);
  });
});
