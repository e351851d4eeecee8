import { expect } from 'chai';
import fc from 'fast-check';
import { compareTokens, type TokenRelation } from '../../../src/matching/names/compare-tokens.js';
import { editBudget, editCost, TOO_MANY } from '../../../src/matching/names/edit-cost.js';
import { explainNames } from '../../../src/matching/names/explain-names.js';
import type { NameKind } from '../../../src/matching/names/name-token.js';
import { prepareName, type NameText } from '../../../src/matching/names/prepare-name.js';
import { scoreNames } from '../../../src/matching/names/score-names.js';
import { TITLES_OR_NAMES } from '../../../src/matching/names/tables/titles.js';

const score = (a: NameText, b: NameText, kind?: NameKind) => scoreNames(prepareName(a, kind), prepareName(b, kind));
const reasons = (a: NameText, b: NameText, kind?: NameKind) =>
  explainNames(prepareName(a, kind), prepareName(b, kind)).reasons;

const REVIEW = 0.7;
const STRONG = 0.85;

describe('scoreNames', () => {
  const equal: readonly [NameText, NameText][] = [
    ['Anna Kovacs', 'KOVACS, Anna'],
    ['Kovacs Anna', 'Anna Kovacs'],
    ['Jörg Müller', 'Joerg Mueller'],
    ['Jörg Müller', { given: 'JOERG', family: 'MUELLER' }],
    ['Dr. Anna Kovacs', 'Anna Kovacs'],
    ['Иван Щербаков', 'Ivan Shcherbakov'],
    ['Νίκος Παπαδόπουλος', 'Nikos Papadopoulos'],
    ['Anna-Maria Kovacs', 'Anna Maria Kovacs'],
    ['Anna van der Bilt', 'Anna Vanderbilt'],
    ['annamariakovacs', 'Anna Maria Kovacs'],
    ['楊志成', 'Yang Zhicheng'],
  ];
  for (const [a, b] of equal) {
    it(`gives ${JSON.stringify(a)} and ${JSON.stringify(b)} 1`, () => expect(score(a, b)).to.equal(1));
  }

  const strong: readonly [NameText, NameText][] = [
    ['Jörg Muller', 'Joerg Mueller'],
    ['Юлия Цой', 'Yuliya Tsoy'],
    ['Oleksandr Kovalenko', 'Aleksandr Kovalenko'],
    ['Bob Richardson', 'Robert Richardson'],
    ['Leoanrd Hendriksen', 'Leonard Hendriksen'],
    ['Tatiana Petrova', 'Tatiana Petrov'],
    ['Anna Kovacs', 'Anna Maria Kovacs'],
    ['Nikos Papadopoulos', 'Nikos Papadopoulus'],
    ['محمد حسين', 'Mohammed Hussein'],
    ['محمد عبد الله', 'Mohammed Abdullah'],
    ['Mohammed Abdullah', 'محمد عبد الله'],
    ['Abdul Rahman Hassan', 'عبدالرحمن حسن'],
    ['Maria da Silva', 'Maria Silva'],
    [
      { given: 'Peter', family: 'Nagy' },
      { given: 'Nagy', family: 'Peter' },
    ],
  ];
  for (const [a, b] of strong) {
    it(`finds ${JSON.stringify(a)} and ${JSON.stringify(b)} strong`, () => {
      expect(score(a, b)).to.be.within(STRONG, 1);
    });
  }

  const weak: readonly [NameText, NameText][] = [
    ['John Smith', 'Mary Smith'],
    ['John Smith', 'John Johnsson'],
    ['Mario Rossi', 'Maria Rossi'],
    ['Paul Keller', 'Paula Keller'],
    ['Ivan Petrovich Sidorov', 'Ivan Andreevich Sidorov'],
    ['Li Wu', 'Li Wei'],
    ['J. Smith', 'Robert Smith'],
    ['Peter Nagy', 'Peter Kovacs'],
    ['Anna', 'Anna Schmidt'],
    ['John Smith II', 'John Smith III'],
    ['محمد عبد الله', 'Mohammed Abdel Aziz'],
    ['محمد عبد الله', 'Mohammed Abdulhadi'],
  ];
  for (const [a, b] of weak) {
    it(`keeps ${JSON.stringify(a)} and ${JSON.stringify(b)} below review, both ways`, () => {
      expect(score(a, b)).to.be.below(REVIEW);
      expect(score(b, a)).to.be.below(REVIEW);
    });
  }

  it('does not take characters that sound alike for one another', () => {
    expect(score('高石', '高市')).to.be.below(STRONG);
    expect(score('高石', '高石')).to.equal(1);
  });

  it('gives names that share nothing 0', () => {
    expect(score('John Smith', 'Nikos Papadopoulos')).to.equal(0);
    expect(score('', 'John')).to.equal(0);
    expect(score('', '')).to.equal(0);
  });

  it('minds a word that only the question has more than one that only the record has', () => {
    expect(score('Anna Maria Kovacs', 'Anna Kovacs')).to.be.below(score('Anna Kovacs', 'Anna Maria Kovacs'));
  });

  it('compares organisations and ships by what tells them apart', () => {
    expect(score('Example Trading Ltd', 'EXAMPLE TRADING LIMITED', 'organisation')).to.equal(1);
    expect(score('OOO Romashka', 'Romashka LLC', 'organisation')).to.be.within(STRONG, 1);
    expect(score('Squad forty-four', 'Squad 44', 'organisation')).to.equal(1);
    expect(score('Muster Gesellschaft mit beschränkter Haftung', 'Muster GmbH', 'organisation')).to.equal(1);
    expect(score('Sea Star 5', 'Sea Star 6', 'vessel')).to.be.below(REVIEW);
    expect(score('Alpine Bank', 'Harbour Bank', 'organisation')).to.be.below(REVIEW);
  });

  const word = fc.string({
    unit: fc.constantFrom(...Array.from('abcdehiklmnorstuvyzäöüßшю')),
    minLength: 1,
    maxLength: 9,
  });
  const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  const anyText = fc.oneof(
    name,
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.string({ unit: 'grapheme', maxLength: 120 }),
  );
  const kind = fc.constantFrom<NameKind>('person', 'organisation', 'vessel', 'unknown');

  it('is between 0 and 1, and 1 for a name and itself, whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyText, kind, (a, b, of) => {
        const [one, other] = [prepareName(a, of), prepareName(b, of)];
        expect(scoreNames(one, other)).to.be.within(0, 1);
        expect(scoreNames(one, one)).to.equal(one.tokens.length === 0 ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on what was compared before, nor on the order of the words', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        const first = score(a, b);
        score(c, a);
        score(b, c);
        expect(score(a, b)).to.equal(first);
        // Some words are titles in front and names elsewhere: Lt, Sr.
        const words = a.split(' ');
        fc.pre(!words.some((word) => TITLES_OR_NAMES.has(word.toUpperCase())));
        expect(score(a, words.reverse().join(' '))).to.equal(1);
      }),
    );
  });

  it('gives what the explanation adds up to', () => {
    fc.assert(
      fc.property(name, name, kind, (a, b, of) => {
        const [one, other] = [prepareName(a, of), prepareName(b, of)];
        const { score: explained, words } = explainNames(one, other);
        expect(explained).to.equal(scoreNames(one, other));
        const weights = words.reduce((sum, { weight }) => sum + weight, 0);
        const mean = words.reduce((sum, { weight, score: part }) => sum + weight * part, 0) / weights;
        expect(explained).to.be.at.most(mean + 1e-9);
      }),
    );
  });

  it('takes bounded time for names of many alike words', () => {
    const hostile = ['ab '.repeat(5_000), 'abcdefghij'.repeat(1_000), 'аб'.repeat(5_000), 'AB CD '.repeat(3_000)];
    for (const a of hostile) for (const b of hostile) expect(score(a, b)).to.be.within(0, 1);
  });
});

describe('explainNames', () => {
  it('says what corresponds and why', () => {
    expect(reasons('Bob Müller', 'MUELLER, Robert')).to.deep.equal([
      'given name: nickname',
      'family name: transliteration variant',
    ]);
    expect(reasons('J. Petrova', 'Jan Petrov')).to.deep.equal([
      'given name: initial',
      'family name: ending for men and women',
    ]);
    expect(reasons('Anna Maria Kovacs', 'Anna Novak')).to.deep.equal([
      'given name: equal',
      'given name: not in the record',
      'family name: different',
    ]);
    expect(reasons('Anna Kovacs', 'Anna Ilona Kovacs')).to.deep.equal([
      'given name: equal',
      'family name: equal',
      'given name: only in the record',
    ]);
    expect(reasons('Jan Weber', 'Otto Fischer')).to.deep.equal(['given name: different', 'family name: different']);
    expect(reasons('OOO Romashka', 'Romashka LLC', 'organisation')).to.deep.equal([
      'legal form: legal form of the same kind',
      'name: equal',
    ]);
  });

  it('shows the words as they were written', () => {
    const { words } = explainNames(prepareName('Anna van der Bilt'), prepareName('Аня Vanderbilt'));
    expect(words.map(({ asked, stored }) => [asked, stored])).to.deep.equal([
      ['ANNA', 'АНЯ'],
      ['VAN DER BILT', 'VANDERBILT'],
    ]);
  });
});

describe('compareTokens', () => {
  const token = fc
    .string({ unit: fc.constantFrom(...Array.from('ABDEHIKMNOSTUYÄÖЖЯ')), minLength: 1, maxLength: 10 })
    .map((text) => prepareName(text).tokens[0])
    .filter((found) => found !== undefined);

  it('is symmetric', () => {
    fc.assert(
      fc.property(token, token, (a, b) => {
        const [one, other]: TokenRelation[] = [
          { score: 0, reason: 'equal' },
          { score: 0, reason: 'equal' },
        ];
        compareTokens(a, b, one!);
        compareTokens(b, a, other!);
        expect(one!.score).to.equal(other!.score);
      }),
    );
  });
});

describe('editCost', () => {
  for (const [a, b, cost] of [
    ['SMITH', 'SMITH', 0],
    ['SMITH', 'SMYTH', 60],
    ['PETROV', 'PETORV', 90],
    ['ANNA', 'ANA', 35],
    ['AHMED', 'AMED', 60],
    ['KARL', 'CARL', 65],
    ['SMITH', 'SMIRH', 100],
    ['O5', 'O6', 150],
    ['BOAT0', 'BOATO', 70],
    ['ABC', 'ABCD', 100],
  ] as const) {
    it(`of ${a} and ${b} is ${cost} hundredths`, () => {
      expect(editCost(a, b, 1_000)).to.equal(cost);
      expect(editCost(b, a, 1_000)).to.equal(cost);
    });
  }

  it('is never less than the limit allows, nor more than a plain distance of one and a half each', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ABCHKNO01')), maxLength: 9 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 500 }), (a, b, limit) => {
        const cost = editCost(a, b, TOO_MANY - 1);
        expect(cost).to.equal(editCost(b, a, TOO_MANY - 1));
        expect(cost).to.be.at.most(150 * Math.max(a.length, b.length));
        expect(editCost(a, b, limit)).to.equal(cost <= limit ? cost : TOO_MANY);
        expect(cost === 0).to.equal(a === b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has the published budgets', () => {
    // log(length - 2) / log(2.35): 3 letters 0, 4 letters 0.81, 5 letters 1.29, 8 letters 2.10, 12 letters 2.69.
    expect([2, 3, 4, 5, 8, 12].map(editBudget)).to.deep.equal([0, 0, 81, 129, 210, 269]);
  });
});
