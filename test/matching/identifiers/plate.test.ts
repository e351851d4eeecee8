import { expect } from 'chai';
import fc from 'fast-check';
import { confusionKey } from '../../../src/matching/identifiers/confusable.js';
import {
  isPlatePattern,
  matchesPlatePattern,
  MAX_ANY_RUNS,
  parsePlatePattern,
  type PlatePattern,
} from '../../../src/matching/identifiers/plate-pattern.js';
import { comparePlates, MAX_PLATE_LENGTH, plateForm } from '../../../src/matching/identifiers/plate.js';

const compare = (a: string, b: string) => comparePlates(plateForm(a), plateForm(b));

const pattern = (text: string): PlatePattern => {
  const parsed = parsePlatePattern(text);
  if ('faults' in parsed) throw new Error(parsed.faults.join());
  return parsed.pattern;
};

const matches = (text: string, plate: string) => matchesPlatePattern(pattern(text), plateForm(plate).canonical);

describe('plateForm', () => {
  it('drops what a plate is written with, and reads Cyrillic and Greek letters as the Latin ones they look like', () => {
    expect(plateForm(' xa-12.34 bc ').canonical).to.equal('XA1234BC');
    expect(plateForm('СВ 1234 АК').canonical).to.equal('CB1234AK');
    expect(plateForm('ΙΖΗ-5678').canonical).to.equal('IZH5678');
  });

  it('keeps marked letters and knows how keyboards without them write', () => {
    expect(plateForm('ÖHR 7').variants).to.deep.equal(['ÖHR7', 'OHR7', 'OEHR7']);
    expect(plateForm('AB12').variants).to.deep.equal(['AB12']);
  });

  it('is bounded and never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const form = plateForm(text);
        expect(Array.from(form.canonical).length).to.be.at.most(MAX_PLATE_LENGTH);
        expect(plateForm(form.canonical).canonical).to.equal(form.canonical);
      }),
    );
    expect(plateForm('A\u0301'.repeat(5_000)).canonical.length).to.be.at.most(MAX_PLATE_LENGTH);
  });
});

describe('comparePlates', () => {
  // Every pair of the classes O Q D 0, I L 1, Z 2, S 5, B 8, G 6, U V, both ways.
  for (const members of ['OQD0', 'IL1', 'Z2', 'S5', 'B8', 'G6', 'UV']) {
    for (const a of members) {
      for (const b of members) {
        if (a === b) continue;
        it(`finds ${a} confusable with ${b}`, () => {
          expect(compare(`XA${a}34`, `XA${b}34`)).to.equal('confusable');
          expect(confusionKey(a)).to.equal(confusionKey(b));
        });
      }
    }
  }

  it('keeps classes apart from each other and from all other characters', () => {
    expect(new Set(Array.from('O1258GVACEFHJKMNPRTWXY3479', confusionKey)).size).to.equal(26);
  });

  for (const [a, b, expected] of [
    ['XA-1234', 'xa 1234', 'equal'],
    ['ÖHR7', 'OHR 7', 'variant'],
    ['ÖHR7', 'OEHR 7', 'variant'],
    ['СВ1234АК', 'CB1234AK', 'equal'],
    ['XA1234', 'XA1334', 'one_edit'],
    ['XA1234', 'XA234', 'one_edit'],
    ['XA1234', 'XA1243', undefined],
    ['XAO834', 'XA0B34', 'confusable'],
    ['', '', undefined],
  ] as const) {
    it(`compares ${a} with ${b} as ${expected ?? 'different'}`, () => {
      expect(compare(a, b)).to.equal(expected);
      expect(compare(b, a)).to.equal(expected);
    });
  }

  it('never calls two plates equal that differ in a letter or digit', () => {
    const plate = fc.string({ unit: fc.constantFrom(...Array.from('ABO0I1ÖZ2')), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(plate, plate, (a, b) => {
        expect(compare(a, b) === 'equal').to.equal(a === b);
        expect(compare(a, b)).to.equal(compare(b, a));
      }),
    );
  });
});

describe('plate patterns', () => {
  it('take ? for one character and * for any number of them', () => {
    expect(matches('XA?234', 'XA1234')).to.equal(true);
    expect(matches('XA?234', 'XA234')).to.equal(false);
    expect(matches('xa-*-34', 'XA1234')).to.equal(true);
    expect(matches('XA12*34', 'XA1234')).to.equal(true);
    expect(matches('*234', 'XA1234')).to.equal(true);
    expect(matches('XA1*', 'XA1234')).to.equal(true);
    expect(matches('*A1*4', 'XA1234')).to.equal(true);
    expect(matches('*A1*3', 'XA1234')).to.equal(false);
    expect(matches('XA1?*', 'XA1')).to.equal(false);
  });

  it('say what every match begins and ends with', () => {
    expect(pattern('xa 1?3*9z')).to.deep.equal({ canonical: 'XA1?3*9Z', prefix: 'XA1', suffix: '9Z' });
    expect(pattern('*1?34?').prefix).to.equal('');
    expect(pattern('XA1*?*?*').canonical).to.equal('XA1??*');
  });

  it('name every rule that a text breaks', () => {
    expect(parsePlatePattern('A*B*C*D')).to.deep.equal({ faults: ['too_many_runs'] });
    expect(parsePlatePattern('A?*B')).to.deep.equal({ faults: ['too_few_characters'] });
    expect(parsePlatePattern('*A*B*')).to.deep.equal({ faults: ['too_many_runs', 'too_few_characters'] });
    expect(parsePlatePattern('?'.repeat(17))).to.deep.equal({ faults: ['too_long', 'too_few_characters'] });
    expect(parsePlatePattern('*'.repeat(10_000))).to.deep.equal({ faults: ['too_long'] });
  });

  it('are told from whole plates', () => {
    for (const text of ['XA?1', '*123', 'AB１？']) expect(isPlatePattern(text)).to.equal(true);
    expect(isPlatePattern('XA-1234')).to.equal(false);
  });

  it('match the same plates as the regular expression that they stand for', () => {
    const text = fc.string({ unit: fc.constantFrom('A', 'B', '1', '?', '*'), minLength: 3, maxLength: 9 });
    const plate = fc.string({ unit: fc.constantFrom('A', 'B', '1'), maxLength: 8 });
    fc.assert(
      fc.property(text, plate, (asked, held) => {
        const parsed = parsePlatePattern(asked);
        fc.pre('pattern' in parsed);
        const expected = new RegExp(`^${asked.replaceAll('?', '.').replaceAll('*', '.*')}$`).test(held);
        expect(matchesPlatePattern(parsed.pattern, held)).to.equal(expected);
        expect(parsed.pattern.canonical.split('*').length - 1).to.be.at.most(MAX_ANY_RUNS);
        if (expected) {
          expect(held.startsWith(parsed.pattern.prefix)).to.equal(true);
          expect(held.endsWith(parsed.pattern.suffix)).to.equal(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
