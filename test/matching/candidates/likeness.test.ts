import { expect } from 'chai';
import fc from 'fast-check';
import { distance, likeness } from '../../../src/matching/candidates/likeness.js';

/** Optimal string alignment by its definition, without any shortcut. */
function byDefinition(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const costs = [byDefinition(x, b) + 1, byDefinition(a, y) + 1, byDefinition(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1)];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    costs.push(byDefinition(a.slice(0, -2), b.slice(0, -2)) + 1);
  }
  return Math.min(...costs);
}

describe('distance', () => {
  const known: readonly [string, string, number][] = [
    ['SMITH', 'SMITH', 0],
    ['SMITH', 'SMYTH', 1],
    ['PETROV', 'PETORV', 1],
    ['KITTEN', 'SITTING', 3],
    // Not 2: a pair that was exchanged is not edited again.
    ['CA', 'ABC', 3],
    ['ANNA', '', 4],
  ];
  for (const [a, b, edits] of known) {
    it(`from "${a}" to "${b}" is ${edits}`, () => {
      expect(distance(a, b, 5)).to.equal(edits);
      expect(distance(b, a, 5)).to.equal(edits);
    });
  }

  it('agrees with the definition up to the limit, and says no more beyond it', () => {
    const word = fc.string({ unit: fc.constantFrom('A', 'B', 'C'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, fc.nat(4), (a, b, limit) => {
        expect(distance(a, b, limit)).to.equal(Math.min(limit + 1, byDefinition(a, b)));
      }),
      { numRuns: 500 },
    );
  });

  it('does not compare what is longer than any name', () => {
    expect(distance('A'.repeat(65), 'A'.repeat(65), 3)).to.equal(4);
  });
});

describe('likeness', () => {
  const alike = ['SMITH SMYTH', 'MARIN MIRAN', 'PAPADOPOULOS PAPADOPOU', 'JOHANNESEN JOHANNSEN', 'LI LU'];
  for (const pair of alike) {
    it(`sees some in ${pair}`, () => {
      const [a = '', b = ''] = pair.split(' ');
      expect(likeness(a, b)).to.be.within(0.3, 0.99);
      expect(likeness(b, a)).to.equal(likeness(a, b));
    });
  }

  for (const pair of ['JOHN MARY', 'SMITH SMXYZ', 'A B', 'MARIA MAR']) {
    it(`sees none in ${pair}`, () => {
      const [a = '', b = ''] = pair.split(' ');
      expect(likeness(a, b)).to.equal(0);
    });
  }

  it('is 1 for equal tokens only', () => {
    expect(likeness('ANNA', 'ANNA')).to.equal(1);
    expect(likeness('ANNA', 'ANNE')).to.be.lessThan(1);
  });
});
