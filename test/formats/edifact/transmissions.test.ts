import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Part,
  type Taken,
  TRANSMISSION_LIMITS,
  Transmissions,
} from '../../../src/formats/edifact/transmissions.js';

type TextPart = Part<string, string>;

/** Part of a transmission K: with its number for an item. */
const part = (number: number, last = false, change: Partial<TextPart> = {}): TextPart => ({
  key: 'K',
  part: { number, last },
  head: `head ${number}`,
  items: [`item ${number}`],
  ...change,
});

const LIMITS = { ...TRANSMISSION_LIMITS, open: 3, parts: 5, items: 8, waitMs: 1_000, remembered: 2 };
const take = (into: Transmissions<string, string>, ...parts: readonly TextPart[]): Taken<string, string>['state'][] =>
  parts.map((one) => into.take(one, 0).state);

describe('parts of transmissions', () => {
  it('are a transmission at once where there is one', () => {
    const transmissions = new Transmissions<string, string>();
    expect(transmissions.take(part(1, true), 0)).to.deep.equal({
      state: 'complete',
      transmission: { key: 'K', head: 'head 1', items: ['item 1'], complete: true, missing: [], ended: true },
    });
    expect(transmissions.size).to.equal(0);
  });

  it('are put together in whatever order they come, also twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }).chain((count) => {
          const numbers = Array.from({ length: count }, (_, at) => at + 1);
          const order = fc.shuffledSubarray([...numbers, ...numbers], { minLength: 2 * count, maxLength: 2 * count });
          return fc.tuple(fc.constant(count), order);
        }),
        ([count, order]) => {
          const transmissions = new Transmissions<string, string>();
          const seen = new Set<number>();
          for (const number of order) {
            const isNew = !seen.has(number);
            seen.add(number);
            const taken = transmissions.take(part(number, number === count), 0);
            if (!isNew) expect(taken.state).to.equal('repeated');
            else if (seen.size < count) expect(taken.state).to.equal('incomplete');
            else {
              expect(taken).to.deep.include({ state: 'complete' });
              const items = Array.from({ length: count }, (_, at) => `item ${at + 1}`);
              expect(taken).to.have.deep.nested.property('transmission.items', items);
            }
          }
          expect(transmissions.size).to.equal(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('name what is missing', () => {
    const transmissions = new Transmissions<string, string>();
    expect(transmissions.take(part(3), 0)).to.deep.equal({ state: 'incomplete', missing: [1, 2], ended: false });
    expect(transmissions.take(part(4, true), 0)).to.deep.equal({ state: 'incomplete', missing: [1, 2], ended: true });
    expect(transmissions.take(part(1), 0)).to.deep.equal({ state: 'incomplete', missing: [2], ended: true });
  });

  it('of different transmissions do not mix', () => {
    const transmissions = new Transmissions<string, string>();
    expect(take(transmissions, part(1), part(2, true, { key: 'L' }), part(1, false, { key: 'L' }))).to.deep.equal([
      'incomplete',
      'incomplete',
      'complete',
    ]);
    expect(transmissions.size).to.equal(1);
  });

  it('that say something else under a number that came before do not replace what came', () => {
    const transmissions = new Transmissions<string, string>();
    const states = take(transmissions, part(1), part(1, false, { items: ['other'] }), part(2, true));
    expect(states).to.deep.equal(['incomplete', 'conflicting', 'complete']);
  });

  it('behind the last one, or before which a last one lies, are refused', () => {
    expect(take(new Transmissions(), part(2, true), part(3), part(0), part(1))).to.deep.equal([
      'incomplete',
      'out-of-range',
      'out-of-range',
      'complete',
    ]);
    expect(take(new Transmissions(), part(4), part(3, true))).to.deep.equal(['incomplete', 'out-of-range']);
  });

  it('are used as they are when they were waited for too long', () => {
    const transmissions = new Transmissions<string, string>(LIMITS);
    transmissions.take(part(3), 100);
    transmissions.take(part(1), 900);
    expect(transmissions.due(1_099)).to.deep.equal([]);
    expect(transmissions.due(1_100)).to.deep.equal([
      { key: 'K', head: 'head 1', items: ['item 1', 'item 3'], complete: false, missing: [2], ended: false },
    ]);
    expect(transmissions.due(9_999)).to.deep.equal([]);
    expect(take(transmissions, part(2), part(4, true), part(3))).to.deep.equal(['late', 'late', 'repeated']);
  });

  it('that say something else than those handed out begin another transmission under the same key', () => {
    const transmissions = new Transmissions<string, string>();
    const other = { items: ['other'] };
    expect(
      take(transmissions, part(1), part(2, true), part(2, true), part(1, false, other), part(2, true, other)),
    ).to.deep.equal(['incomplete', 'complete', 'repeated', 'incomplete', 'complete']);
    expect(take(transmissions, part(1, true, { key: 'L' }), part(1, true, { key: 'L', ...other }))).to.deep.equal([
      'complete',
      'complete',
    ]);
  });

  it('of too many transmissions push the oldest ones out', () => {
    const transmissions = new Transmissions<string, string>(LIMITS);
    for (const key of ['A', 'B', 'C', 'D', 'E']) transmissions.take(part(1, false, { key }), 0);
    expect(transmissions.due(1).map(({ key }) => key)).to.deep.equal(['A', 'B']);
    expect(transmissions.size).to.equal(3);
  });

  it('are limited in number and in what they hold', () => {
    const many = (count: number): readonly string[] => Array.from({ length: count }, () => 'item');
    expect(take(new Transmissions(LIMITS), part(6))).to.deep.equal(['too-large']);
    expect(
      take(new Transmissions(LIMITS), part(1, false, { items: many(6) }), part(2, true, { items: many(3) })),
    ).to.deep.equal(['incomplete', 'too-large']);
  });

  it('are forgotten when many have come after them', () => {
    const transmissions = new Transmissions<string, string>(LIMITS);
    const states = take(transmissions, ...['A', 'B', 'A', 'C', 'A'].map((key) => part(1, true, { key })));
    expect(states).to.deep.equal(['complete', 'complete', 'repeated', 'complete', 'complete']);
  });
});
