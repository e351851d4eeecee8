import { expect } from 'chai';
import fc from 'fast-check';
import { Vocabulary } from '../../../src/matching/candidates/vocabulary.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letter = fc.constantFrom(...Array.from(LETTERS));
const token = (minLength: number, maxLength: number) => fc.string({ unit: letter, minLength, maxLength });

type Edit = 'insert' | 'delete' | 'substitute' | 'exchange';
const edit = fc.record({
  kind: fc.constantFrom<Edit>('insert', 'delete', 'substitute', 'exchange'),
  at: fc.nat(),
  other: fc.nat(),
  letter,
});

/** The token with one typing error. */
function misspell(
  text: string,
  { kind, at, other, letter: typed }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
) {
  const place = at % text.length;
  const before = text.slice(0, place);
  switch (kind) {
    case 'insert':
      return before + typed + text.slice(place);
    case 'delete':
      return before + text.slice(place + 1);
    case 'substitute':
      return before + typed + text.slice(place + 1);
    case 'exchange': {
      const letters = Array.from(text);
      const second = other % text.length;
      [letters[place], letters[second]] = [letters[second] ?? '', letters[place] ?? ''];
      return letters.join('');
    }
  }
}

const holding = (tokens: readonly string[]): Vocabulary => {
  const vocabulary = new Vocabulary();
  for (const text of tokens) vocabulary.acquire(text);
  return vocabulary;
};

const found = (vocabulary: Vocabulary, asked: string): string[] =>
  vocabulary.alike(asked).map(({ id }) => vocabulary.textOf(id));

describe('Vocabulary', () => {
  it('finds every token that one error turned into the one asked for, two letters exchanged anywhere among them', () => {
    fc.assert(
      fc.property(token(2, 20), edit, fc.array(token(1, 8), { maxLength: 30 }), (text, error, others) => {
        const asked = misspell(text, error);
        fc.pre(asked.length > 1);
        expect(found(holding([...others, text]), asked)).to.include(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds every token of twelve letters or more with two errors of the keyboard', () => {
    const typing = edit.filter(({ kind }) => kind !== 'exchange');
    fc.assert(
      fc.property(token(12, 20), typing, typing, fc.array(token(1, 8), { maxLength: 30 }), (text, one, two, others) => {
        expect(found(holding([...others, text]), misspell(misspell(text, one), two))).to.include(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds what was cut off behind the sixth letter, from either side', () => {
    expect(found(holding(['PAPADOPOULOS']), 'PAPADO')).to.deep.equal(['PAPADOPOULOS']);
    expect(found(holding(['PAPADOPOU']), 'PAPADOPOULOS')).to.deep.equal(['PAPADOPOU']);
  });

  it('holds a token as long as it is used, and then as if it had never been there', () => {
    const use = fc.record({
      text: fc.constantFrom('ANNA', 'ANNE', 'HANNA', 'JOHANNA', 'PAPADOPOULOS'),
      release: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 60 }), (uses) => {
        const vocabulary = new Vocabulary();
        const counts = new Map<string, number>();
        for (const { text, release } of uses) {
          const count = counts.get(text) ?? 0;
          const id = vocabulary.idOf(text);
          expect(id !== undefined).to.equal(count > 0);
          if (!release) {
            vocabulary.acquire(text);
            counts.set(text, count + 1);
          } else if (id !== undefined) {
            vocabulary.release(id);
            counts.set(text, count - 1);
          }
        }
        const left = [...counts].filter(([, count]) => count > 0).map(([text]) => text);
        expect(vocabulary.size).to.equal(left.length);
        for (const asked of counts.keys()) {
          expect(found(vocabulary, asked).sort()).to.deep.equal(found(holding(left), asked).sort());
        }
      }),
    );
  });

  it('keeps finding while it grows past its first tables', () => {
    const vocabulary = new Vocabulary();
    const texts = Array.from({ length: 1_500 }, (_, at) => `N${at.toString(36).toUpperCase()}OVA`);
    for (const text of texts) vocabulary.acquire(text);
    for (const text of texts)
      expect(vocabulary.alike(`${text}X`).some(({ id }) => vocabulary.textOf(id) === text)).to.equal(true);
  });
});
