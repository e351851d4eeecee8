/** The life of an approval, as the workflow is described in docs/approvals.md. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  APPROVAL_STATES,
  type ApprovalLife,
  type ApprovalState,
  type ApprovalStep,
  faultOf,
  isEnd,
  stateAfter,
} from '../../../src/gateway/approvals/states.js';

const EXPIRES = 1_000;
const fresh: ApprovalLife = {
  state: 'requested',
  officer: 'aa',
  authority: 'XA-POLICE',
  approver: 'XA-CAP',
  question: 'cc',
  expiresAtMs: EXPIRES,
};

const anyState = fc.constantFrom(...APPROVAL_STATES);
const anyStep: fc.Arbitrary<ApprovalStep> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('approve' as const, 'refuse' as const, 'withdraw' as const),
    authority: fc.constantFrom('XA-POLICE', 'XA-CAP', 'XB-CAP'),
    officer: fc.constantFrom('aa', 'bb', 'dd'),
  }),
  fc.record({ kind: fc.constant('use' as const), question: fc.constantFrom('cc', 'ee') }),
  fc.record({ kind: fc.constant('expire' as const) }),
);
const anyTime = fc.constantFrom(0, EXPIRES - 1, EXPIRES, EXPIRES + 1);
const anyHistory = fc.array(fc.tuple(anyStep, anyTime), { maxLength: 12 });

/** Every state that a history of steps leads through, in order. */
function run(history: readonly (readonly [ApprovalStep, number])[]): ApprovalState[] {
  let life = fresh;
  const states: ApprovalState[] = [life.state];
  for (const [step, now] of history) {
    const state = stateAfter(life, step, now);
    if (state !== life.state) states.push(state);
    life = { ...life, state };
  }
  return states;
}

describe('the life of an approval', () => {
  it('goes one of the ways that there are, whatever is tried', () => {
    const ways = new Set([
      'requested',
      'requested approved',
      'requested refused',
      'requested withdrawn',
      'requested expired',
      'requested approved used',
      'requested approved withdrawn',
      'requested approved expired',
    ]);
    fc.assert(fc.property(anyHistory, (history) => ways.has(run(history).join(' '))));
  });

  it('never leaves an end', () => {
    fc.assert(
      fc.property(anyState.filter(isEnd), anyStep, anyTime, (state, step, now) => {
        expect(stateAfter({ ...fresh, state }, step, now)).to.equal(state);
      }),
    );
  });

  it('is approved or refused by another officer of the body that was asked, and by nobody else', () => {
    fc.assert(
      fc.property(anyStep, anyTime, (step, now) => {
        const state = stateAfter(fresh, step, now);
        if (state !== 'approved' && state !== 'refused') return;
        expect(step).to.include({ authority: 'XA-CAP' });
        expect(step).not.to.include({ officer: 'aa' });
        expect(now).to.be.lessThan(EXPIRES);
      }),
    );
  });

  it('is used for the question that it was given for, while it lives', () => {
    fc.assert(
      fc.property(anyState, anyStep, anyTime, (state, step, now) => {
        if (state === 'used' || stateAfter({ ...fresh, state }, step, now) !== 'used') return;
        expect([state, step, now < EXPIRES]).to.deep.equal(['approved', { kind: 'use', question: 'cc' }, true]);
      }),
    );
  });

  it('is withdrawn by the officer who asked, and by nobody else', () => {
    const withdraw = (authority: string, officer: string) =>
      faultOf(fresh, { kind: 'withdraw', authority, officer }, 0);
    expect(withdraw('XA-POLICE', 'aa')).to.equal(undefined);
    expect(withdraw('XA-POLICE', 'bb')).to.equal('foreign');
    expect(withdraw('XA-CAP', 'aa')).to.equal('foreign');
  });

  it('ends at its time and not before', () => {
    for (const state of ['requested', 'approved'] as const) {
      const life = { ...fresh, state };
      expect(faultOf(life, { kind: 'expire' }, EXPIRES - 1)).to.equal('not-expired');
      expect(stateAfter(life, { kind: 'expire' }, EXPIRES)).to.equal('expired');
    }
    expect(faultOf({ ...fresh, state: 'approved' }, { kind: 'use', question: 'cc' }, EXPIRES)).to.equal('expired');
  });
});
