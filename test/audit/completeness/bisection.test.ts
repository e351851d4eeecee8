import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Answerer,
  answerRanges,
  type Difference,
  findDifference,
  InconsistentAnswers,
  MOST_ITEMS,
  MOST_QUESTIONS,
  type RangeAnswer,
} from '../../../src/audit/completeness/bisection.js';
import { type ItemSet, itemSet, rootOf } from '../../../src/audit/completeness/items.js';

const hashed = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
const numbered = (from: number, end: number): ItemSet =>
  itemSet(Array.from({ length: end - from }, (_, n) => hashed(from + n)));
const stated = (items: ItemSet) => ({ count: items.length, root: rootOf(items) });
const honest = (items: ItemSet): Answerer => ({ answer: (asked) => Promise.resolve(answerRanges(items, asked)) });
const compare = (ours: ItemSet, theirs: ItemSet): Promise<Difference> =>
  findDifference(ours, stated(theirs), honest(theirs));

/** Items that share long prefixes, as chance would never make them: only the last digits differ. */
const crowded = fc.integer({ min: 0, max: 400 }).map((n) => n.toString(16).padStart(64, 'a'));
const scattered = fc.integer({ min: 0, max: 2_000 }).map(hashed);

describe('comparing two sets by ranges', () => {
  for (const [name, item] of Object.entries({ scattered, crowded })) {
    it(`finds exactly the symmetric difference of ${name} items`, async () => {
      const items = fc.array(item, { maxLength: 300 });
      await fc.assert(
        fc.asyncProperty(items, items, items, async (common, mine, yours) => {
          const ours = itemSet([...common, ...mine]);
          const theirs = itemSet([...common, ...yours]);
          const { onlyOurs, onlyTheirs } = await compare(ours, theirs);
          expect(onlyOurs).to.deep.equal(ours.filter((one) => !theirs.includes(one)));
          expect(onlyTheirs).to.deep.equal(theirs.filter((one) => !ours.includes(one)));
        }),
      );
    });
  }

  it('hashes a range once, however often it is asked about', () => {
    let reads = 0;
    const items = new Proxy(numbered(0, 40_000), {
      get(target, key, receiver): unknown {
        reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const digits = Array.from('0123456789abcdef');
    const messages = [
      [{ prefix: '', count: 1, root: hashed(0) }],
      digits.map((prefix) => ({ prefix, count: 1, root: hashed(0) })),
    ];
    const first = messages.map((questions) => answerRanges(items, questions));
    expect(reads).to.be.greaterThan(items.length);
    reads = 0;
    expect(messages.map((questions) => answerRanges(items, questions))).to.deep.equal(first);
    // What is left is looking for where ranges begin: sixteen steps for each end of 17 · 17 ranges.
    expect(reads).to.be.lessThan(items.length);
    expect(first[1]!.every(({ kind }) => kind === 'parts')).to.equal(true);
  });

  it('asks nothing when the statements are equal', async () => {
    const items = numbered(0, 500);
    const mute: Answerer = { answer: () => expect.fail('asked') };
    expect(await findDifference(items, stated(items), mute)).to.deep.equal({ onlyOurs: [], onlyTheirs: [], rounds: 0 });
  });

  it('finds one item among 10,000 in as many rounds as its size has digits', async () => {
    const theirs = numbered(0, 10_000);
    const missing = hashed(4_711);
    const { onlyOurs, onlyTheirs, rounds } = await compare(
      theirs.filter((one) => one !== missing),
      theirs,
    );
    expect({ onlyOurs, onlyTheirs }).to.deep.equal({ onlyOurs: [], onlyTheirs: [missing] });
    // 16^3 ranges hold two or three items each: the whole, and three digits.
    expect(rounds).to.be.at.most(4);
  });

  it('shows no more than a few items for each difference', async () => {
    const theirs = numbered(0, 10_000);
    let shown = 0;
    await findDifference(theirs.slice(1), stated(theirs), {
      answer: (asked) => {
        const answers = answerRanges(theirs, asked);
        for (const answer of answers) if (answer.kind === 'items') shown += answer.items.length;
        return Promise.resolve(answers);
      },
    });
    expect(shown).to.be.within(1, MOST_ITEMS);
  });

  it('keeps every message short, however much differs', async () => {
    const ours = numbered(0, 6_000);
    const theirs = numbered(20_000, 26_000);
    const { onlyOurs, onlyTheirs } = await findDifference(ours, stated(theirs), {
      answer: (asked) => {
        expect(asked.length).to.be.at.most(MOST_QUESTIONS);
        return Promise.resolve(answerRanges(theirs, asked));
      },
    });
    expect([onlyOurs, onlyTheirs]).to.deep.equal([ours, theirs]);
    expect(() =>
      answerRanges(
        theirs,
        Array.from({ length: MOST_QUESTIONS + 1 }, () => ({ prefix: '', ...stated([]) })),
      ),
    ).to.throw(RangeError);
    expect(() => answerRanges(theirs, [{ prefix: 'g', ...stated([]) }])).to.throw(RangeError);
  });

  it('answers no questions about ranges that overlap', () => {
    const asked = (...prefixes: string[]) => prefixes.map((prefix) => ({ prefix, ...stated([]) }));
    for (const prefixes of [
      ['', ''],
      ['a', 'b', 'a'],
      ['ab', 'a'],
      ['', 'f'],
      ['12', '1234', '13'],
    ]) {
      expect(() => answerRanges([], asked(...prefixes)), prefixes.join()).to.throw(RangeError, 'overlap');
    }
    expect(answerRanges([], asked('1', '20', '21', 'a'))).to.have.lengthOf(4);
  });

  describe('with a side that lies about what it signed', () => {
    const theirs = numbered(0, 2_000);
    const ours = theirs.slice(3);
    const lying = (lie: (answer: RangeAnswer) => RangeAnswer): Promise<unknown> =>
      findDifference(ours, stated(theirs), {
        answer: (asked) => Promise.resolve(answerRanges(theirs, asked).map(lie)),
      }).catch((error: unknown) => error);

    for (const [what, lie] of Object.entries<(answer: RangeAnswer) => RangeAnswer>({
      'calls everything equal': () => ({ kind: 'equal' }),
      'leaves an item out': (answer) =>
        answer.kind === 'items' ? { kind: 'items', items: answer.items.slice(1) } : answer,
      'puts another item in place of one': (answer) =>
        answer.kind === 'items' ? { kind: 'items', items: [...answer.items.slice(1), hashed(99_999)] } : answer,
      'repeats an item in place of another': (answer) =>
        answer.kind === 'items' ? { kind: 'items', items: answer.items.map((_item, _at, items) => items[0]!) } : answer,
      'moves items between parts': (answer) =>
        answer.kind === 'parts'
          ? {
              kind: 'parts',
              parts: answer.parts.map((part, at) => ({ ...part, count: part.count + [1, -1][at % 2]! })),
            }
          : answer,
      'gives fifteen parts': (answer) =>
        answer.kind === 'parts' ? { kind: 'parts', parts: answer.parts.slice(1) } : answer,
      'gives negative counts': (answer) =>
        answer.kind === 'parts'
          ? { kind: 'parts', parts: answer.parts.map((part, at) => (at === 0 ? { ...part, count: -1 } : part)) }
          : answer,
    })) {
      it(`is caught when it ${what}`, async () => {
        expect(await lying(lie)).to.be.instanceOf(InconsistentAnswers);
      });
    }

    it('is caught when it answers for another list', async () => {
      const other = numbered(500, 2_500);
      const error = await findDifference(ours, stated(theirs), honest(other)).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(InconsistentAnswers);
    });
  });
});
