import { expect } from 'chai';
import fc from 'fast-check';
import type { ObjectAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { objectMatcher } from '../../../../src/adapters/sis/domain/match-object.js';
import { OBJECT_LETTERS, type AlertObject } from '../../../../src/adapters/sis/domain/object-category.js';
import { IDENTIFIER_KINDS, IDENTIFIERS, objectFaults } from '../../../../src/adapters/sis/domain/object-identifier.js';
import type { AskedIdentifier, MatchMode, ObjectSearch } from '../../../../src/adapters/sis/domain/search.js';
import { objectKeysOf, objectProbes } from '../../../../src/adapters/sis/store/object-keys.js';

const alertOn = (object: AlertObject) => ({ subject: 'object', object }) as ObjectAlert;

const searchFor = (identifiers: readonly AskedIdentifier[], mode: MatchMode): ObjectSearch => ({
  identifiers,
  criteria: {
    plateState: undefined,
    issuingCountry: undefined,
    make: undefined,
    model: undefined,
    calibre: undefined,
    currency: undefined,
  },
  letters: undefined,
  mode,
  maxCandidates: 30,
});

const readFromTheEnd = (key: string) => key.charAt(0) + Array.from(key.slice(1)).reverse().join('');

/** Whether the store would propose the object: the statement does nothing but these comparisons. */
function proposes(search: ObjectSearch, object: AlertObject): boolean {
  const { keys, beginnings, ends } = objectProbes(search);
  return objectKeysOf(object).some(
    (key) =>
      keys.includes(key) ||
      beginnings.some((beginning) => key.startsWith(beginning)) ||
      ends.some((end) => readFromTheEnd(key).startsWith(end)),
  );
}

/** Characters that are confused with each other, and some that are not. */
const text = fc.string({ unit: fc.constantFrom(...Array.from('0OQD1I2ZB8AÖ- ')), minLength: 2, maxLength: 17 });
const kind = fc.constantFrom(...IDENTIFIER_KINDS);

describe('keys of objects', () => {
  it('propose every object that the rules accept (property)', () => {
    let accepted = 0;
    const cut = fc.tuple(fc.nat(4), fc.nat(4));
    fc.assert(
      fc.property(kind, text, text, cut, fc.boolean(), fc.constantFrom<MatchMode>('exact', 'inexact'), (...drawn) => {
        const [which, held, other, [start, end], related, mode] = drawn;
        const asked = related ? held.slice(start, held.length - end) : other;
        // The contract does not let it in.
        if (IDENTIFIERS[which].canonical(asked) === '') return;
        const search = searchFor([{ kind: which, text: asked, to: undefined }], mode);
        const object: AlertObject = { letter: 'r', [which]: held };
        if (objectMatcher(search)(alertOn(object)) === undefined) return;
        accepted += 1;
        expect(proposes(search, object)).to.equal(true);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).to.be.above(200);
  });

  const number = (at: number) => `AB${String(at).padStart(6, '0')}`;
  const range = fc.tuple(fc.nat(99_999), fc.nat(3_000)).map(([first, more]) => [first, first + more] as const);

  it('propose every range that holds the number, or has one in common with the range asked for (property)', () => {
    fc.assert(
      fc.property(range, range, fc.boolean(), ([first, last], [from, to], single) => {
        const object: AlertObject = { letter: 'k', number: number(first), numberTo: number(last) };
        const asked: AskedIdentifier = { kind: 'number', text: number(from), to: single ? undefined : number(to) };
        const search = searchFor([asked], 'exact');
        const expected = single ? first <= from && from <= last : first <= to && from <= last;
        expect(objectMatcher(search)(alertOn(object)) !== undefined).to.equal(expected);
        if (expected) expect(proposes(search, object)).to.equal(true);
      }),
    );
  });

  it('propose a single document to a range that holds it', () => {
    const object: AlertObject = { letter: 'l', number: 'AB001234' };
    for (const [text, to, expected] of [
      ['AB001000', 'AB001999', true],
      ['AB001234', 'AB001234', true],
      ['AB001235', 'AB001999', false],
    ] as const) {
      const search = searchFor([{ kind: 'number', text, to }], 'exact');
      expect(objectMatcher(search)(alertOn(object)) !== undefined, text).to.equal(expected);
      expect(!expected || proposes(search, object), text).to.equal(true);
    }
  });

  it('tell kinds of identifier apart', () => {
    const object: AlertObject = { letter: 'o', serial: '490154203237518' };
    const search = searchFor([{ kind: 'imei', text: '490154203237518', to: undefined }], 'inexact');
    expect(proposes(search, object)).to.equal(false);
    expect(objectMatcher(search)(alertOn(object))).to.equal(undefined);
  });

  it('are there for every object that an alert may be on', () => {
    for (const letter of OBJECT_LETTERS) {
      for (const which of IDENTIFIER_KINDS) {
        const object: AlertObject = { letter, [which]: 'AB1234567' };
        if (objectFaults(object).length === 0) expect(objectKeysOf(object), `${letter} ${which}`).to.have.length(1);
      }
    }
    // The plate as it is, without its marks, and as a keyboard without them writes it.
    expect(objectKeysOf({ letter: 'a', plate: 'ÖHR 7' })).to.deep.equal(['PÖHR7', 'P0HR7', 'P0EHR7']);
  });
});
