import { expect } from 'chai';
import {
  OBJECT_CATEGORIES,
  OBJECT_LETTERS,
  objectRulesOf,
  type IdentifierKind,
} from '../../../../src/adapters/sis/domain/object-category.js';
import { IDENTIFIERS, IDENTIFIER_KINDS, objectFaults } from '../../../../src/adapters/sis/domain/object-identifier.js';

describe('identifiers of objects', () => {
  it('have one code each, by which the store tells them apart', () => {
    const codes = IDENTIFIER_KINDS.map((kind) => IDENTIFIERS[kind].code);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const code of codes) expect(code).to.match(/^[A-Z]$/);
  });

  it('are what the law tells each category by, and one of them must be there', () => {
    for (const letter of OBJECT_LETTERS) {
      for (const kind of IDENTIFIER_KINDS) {
        const rules = objectFaults({ letter, [kind]: 'AB1234567' }).map(({ rule }) => rule);
        const allowed = (OBJECT_CATEGORIES[letter].identifiers as readonly string[]).includes(kind);
        expect(rules, `${letter} ${kind}`).to.deep.equal(allowed ? [] : ['not_of_category', 'no_identifier']);
      }
      expect(objectFaults({ letter }).map(({ rule }) => rule)).to.deep.equal(['no_identifier']);
      const [first] = objectRulesOf(letter).identifiers as readonly [IdentifierKind];
      expect(objectFaults({ letter, [first]: '-. -' }).map(({ rule }) => rule)).to.deep.equal(['no_identifier']);
    }
  });

  it('come in ranges for blank documents and banknotes alone', () => {
    const range = { number: 'AB 0001000', numberTo: 'ab-0001499' };
    expect(objectFaults({ letter: 'k', ...range })).to.deep.equal([]);
    expect(objectFaults({ letter: 'n', serial: 'X00000000001', serialTo: 'X00000000099' })).to.deep.equal([]);
    expect(objectFaults({ letter: 'l', ...range }).map(({ field, rule }) => [field, rule])).to.deep.equal([
      ['numberTo', 'not_of_category'],
    ]);
    for (const numberTo of ['AB0000999', 'AB00010000', 'AC0001499']) {
      expect(objectFaults({ letter: 'k', number: 'AB0001000', numberTo }).map(({ rule }) => rule)).to.deep.equal([
        'range',
      ]);
    }
    expect(objectFaults({ letter: 'k', numberTo: 'AB0001000' }).map(({ rule }) => rule)).to.deep.equal([
      'range',
      'no_identifier',
    ]);
  });
});
