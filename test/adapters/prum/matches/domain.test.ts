import { expect } from 'chai';
import {
  FOLLOW_UP_STATES,
  type FollowUpStepKind,
  KNOWN_TO_HOLDER,
  stepRule,
} from '../../../../src/adapters/prum/matches/domain/follow-up-states.js';
import { releaseBy } from '../../../../src/adapters/prum/matches/domain/release-time.js';

/** The life of a match as docs/prum.md draws it, step by step. */
const LIFE: Readonly<Record<FollowUpStepKind, readonly [string, string]>> = {
  confirm: ['matched', 'confirmed'],
  dismiss: ['matched', 'not_confirmed'],
  request: ['confirmed', 'core_requested'],
  await: ['core_requested', 'authorisation_pending'],
  release: ['core_requested authorisation_pending', 'released'],
  refuse: ['core_requested authorisation_pending', 'refused'],
  close: ['matched not_confirmed confirmed core_requested authorisation_pending released refused', 'closed'],
  expire: ['confirmed core_requested authorisation_pending', 'expired'],
};

describe('the life of a match', () => {
  for (const [kind, [from, to]] of Object.entries(LIFE)) {
    it(`${kind} leads from ${from.replaceAll(' ', ', ')} to ${to}`, () => {
      const rule = stepRule(kind as FollowUpStepKind);
      expect([rule.from.join(' '), rule.to]).to.deep.equal([from, to]);
    });
  }

  it('has two ends, from which nothing leads', () => {
    const begins = new Set(Object.keys(LIFE).flatMap((kind) => stepRule(kind as FollowUpStepKind).from));
    expect(FOLLOW_UP_STATES.filter((state) => !begins.has(state))).to.deep.equal(['closed', 'expired']);
  });

  it('is for the holding state from its confirmation on (Art. 6(7))', () => {
    expect(KNOWN_TO_HOLDER).to.not.include.members(['matched', 'not_confirmed']);
    expect(KNOWN_TO_HOLDER).to.include('confirmed');
  });
});

describe('the 48 hours of Reg. (EU) 2024/982 Art. 47(1)', () => {
  const HOUR_MS = 3_600_000;
  const [matchedAtMs, confirmedAtMs, factsAtMs] = [1 * HOUR_MS, 5 * HOUR_MS, 9 * HOUR_MS];

  it('begin when match, confirmation and facts are all there, in whatever order they came', () => {
    expect(releaseBy({ matchedAtMs, confirmedAtMs, factsAtMs })).to.equal(57 * HOUR_MS);
    expect(releaseBy({ matchedAtMs, confirmedAtMs: factsAtMs, factsAtMs: confirmedAtMs })).to.equal(57 * HOUR_MS);
  });

  it('do not run while one is missing', () => {
    expect(releaseBy({ matchedAtMs: undefined, confirmedAtMs, factsAtMs })).to.equal(undefined);
    expect(releaseBy({ matchedAtMs, confirmedAtMs: undefined, factsAtMs })).to.equal(undefined);
    expect(releaseBy({ matchedAtMs, confirmedAtMs, factsAtMs: undefined })).to.equal(undefined);
  });
});
