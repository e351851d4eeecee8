/** The life of a form, as docs/sirene.md draws it. */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  faultOf,
  FORM_STATES,
  type FormLife,
  type FormState,
  type FormStep,
  stateAfter,
} from '../../../../../src/adapters/sis/sirene/domain/states.js';

const DUE = 1_000;
const asked: FormLife = {
  state: 'sent',
  sender: 'XA',
  recipient: 'XB',
  opener: 'XA',
  expectsAnswer: true,
  extended: false,
  dueAtMs: DUE,
};
const told: FormLife = { ...asked, expectsAnswer: false, dueAtMs: undefined };

const anyStep: fc.Arbitrary<FormStep> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('deliver' as const, 'answer' as const, 'extend' as const, 'close' as const),
    by: fc.constantFrom('XA', 'XB', 'XC'),
  }),
  fc.record({ kind: fc.constant('lapse' as const) }),
);
const anyTime = fc.constantFrom(0, DUE - 1, DUE, DUE + 1);
const anyHistory = fc.array(fc.tuple(anyStep, anyTime), { maxLength: 12 });

/** Every state that a history of steps leads through, in order. */
function run(first: FormLife, history: readonly (readonly [FormStep, number])[]): string {
  let life = first;
  const states: FormState[] = [life.state];
  for (const [step, now] of history) {
    const state = stateAfter(life, step, now);
    if (state !== life.state) states.push(state);
    life = { ...life, state };
  }
  return states.join(' ');
}

describe('the life of a form', () => {
  it('goes one of the ways that there are, whatever is tried', () => {
    const ways = new Set([
      'sent',
      'sent delivered',
      'sent answered',
      'sent closed',
      'sent delivered answered',
      'sent delivered closed',
      'sent answered closed',
      'sent delivered answered closed',
    ]);
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(ways).to.include(run(asked, history));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not answered when it asks nothing', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(run(told, history)).to.not.include('answered');
      }),
      { numRuns: 1_000 },
    );
  });

  it('moves by the right bureau alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FORM_STATES), anyStep, anyTime, (state, step, now) => {
        const life = { ...asked, state };
        if (step.kind === 'lapse' || stateAfter(life, step, now) === state) return;
        expect(step.by).to.equal(step.kind === 'close' ? 'XA' : 'XB');
      }),
    );
  });

  const faults: readonly [string, FormLife, FormStep, number, string | undefined][] = [
    ['a sender does not answer its own form', asked, { kind: 'answer', by: 'XA' }, 0, 'foreign'],
    ['a recipient does not close what another opened', asked, { kind: 'close', by: 'XB' }, 0, 'foreign'],
    ['an answer comes once', { ...asked, state: 'answered' }, { kind: 'answer', by: 'XB' }, 0, 'state'],
    ['an answer comes late rather than never', asked, { kind: 'answer', by: 'XB' }, DUE + 1, undefined],
    ['nothing is answered that asks nothing', told, { kind: 'answer', by: 'XB' }, 0, 'no-answer-expected'],
    ['more time is taken once', { ...asked, extended: true }, { kind: 'extend', by: 'XB' }, 0, 'extended'],
    ['more time is taken before the first is over', asked, { kind: 'extend', by: 'XB' }, DUE, 'late'],
    ['silence means nothing before the time is over', asked, { kind: 'lapse' }, DUE - 1, 'not-due'],
    ['silence means something when the time is over', asked, { kind: 'lapse' }, DUE, undefined],
  ];
  for (const [what, life, step, now, fault] of faults) {
    it(`knows that ${what}`, () => {
      expect(faultOf(life, step, now)).to.equal(fault);
    });
  }
});
