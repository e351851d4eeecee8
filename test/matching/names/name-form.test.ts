import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalName, nameForm } from '../../../src/matching/names/name-form.js';

describe('canonicalName', () => {
  const vectors: readonly [string, string][] = [
    ['Müller-Lüdenscheidt', 'MUELLER LUEDENSCHEIDT'],
    ['Ångström', 'AANGSTROEM'],
    ['Łukasz Żółć', 'LUKASZ ZOLC'],
    ['Þórður', 'THORDUR'],
    ['Groß', 'GROSS'],
    ['GROẞ', 'GROSS'],
    ['Núñez', 'NUNEZ'],
    ['D’Artagnan', 'DARTAGNAN'],
    ["O'Brien", 'OBRIEN'],
    ['Kővári', 'KOVARI'],
    ['Ørsted', 'OERSTED'],
    ['Œuvrard', 'OEUVRARD'],
    ['Æsa', 'AESA'],
    ['İnan', 'INAN'],
    ['Işık', 'ISIK'],
    ['Щербаков', 'SHCHERBAKOV'],
    ['Объедков', 'OBIEEDKOV'],
    ['Хрущёв', 'KHRUSHCHEV'],
    ['Юлия Цой', 'IULIIA TSOI'],
  ];
  for (const [name, expected] of vectors) {
    it(`transliterates ${name} by ICAO Doc 9303-3`, () => {
      expect(canonicalName(name)).to.equal(expected);
    });
  }

  it('reads Bulgarian and Serbian by their own columns', () => {
    expect(canonicalName('Щерева', 'bulgarian')).to.equal('SHTEREVA');
    expect(canonicalName('Христић', 'serbian')).to.equal('HRISTIC');
    expect(canonicalName('Џамић', 'macedonian')).to.equal('DJAMIC');
  });

  // Transliterations in travel documents of the Greek state (ELOT 743).
  for (const [name, expected] of [
    ['Παπαδόπουλος', 'PAPADOPOULOS'],
    ['Ευάγγελος', 'EVANGELOS'],
    ['Μπάμπης', 'BAMPIS'],
    ['Αυγερινός', 'AVGERINOS'],
    ['Ευτυχία', 'EFTYCHIA'],
    ['Μαΐου', 'MAIOU'],
    ['Ψαράς', 'PSARAS'],
    ['ΓΕΩΡΓΙΟΥ', 'GEORGIOU'],
  ] as const) {
    it(`transliterates ${name} by ELOT 743`, () => {
      expect(canonicalName(name)).to.equal(expected);
      expect(nameForm(name).normative).to.equal(false);
    });
  }

  it('takes composed, decomposed and lower-case letters alike', () => {
    for (const name of ['Müller', 'Żółć', 'Йордан', 'Ёлкин', 'Παπαδόπουλος']) {
      expect(canonicalName(name.normalize('NFD'))).to.equal(canonicalName(name));
      expect(canonicalName(name.toLowerCase())).to.equal(canonicalName(name));
    }
  });

  it('keeps particles, joins at apostrophes and full stops, parts at hyphens and fillers', () => {
    expect(canonicalName('van der Saint-Exupéry')).to.equal('VAN DER SAINT EXUPERY');
    expect(canonicalName("Dell'Acqua, Jr.")).to.equal('DELLACQUA JR');
    expect(canonicalName('MUELLER<<JUERGEN<KARL')).to.equal('MUELLER JUERGEN KARL');
    expect(canonicalName('  Anna \t  Maria ')).to.equal('ANNA MARIA');
  });

  it('ignores characters that nobody sees', () => {
    expect(canonicalName('Ros\u200Bsi\u202E')).to.equal('ROSSI');
    expect(canonicalName('Rossi\u0000')).to.match(/^ROSSI$/);
  });

  it('leaves nothing of a name without letters', () => {
    for (const name of ['', '---', "'", ' . ', '\u0301']) expect(canonicalName(name)).to.equal('');
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );

  it('yields words of capitals and digits for any text, and nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const variant of nameForm(text).variants) expect(variant).to.match(/^([A-Z0-9]+( [A-Z0-9]+)*)?$/);
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = canonicalName(text);
        expect(canonicalName(once)).to.equal(once);
        expect(nameForm(once).variants).to.deep.equal([once]);
      }),
    );
  });

  it('grows linearly with the text', () => {
    // A quadratic algorithm needs minutes for what a linear one does in a moment; the runner's limit tells them apart.
    for (const unit of ['ä', 'Щ', 'ΑΫ', '\u0301', ' ', "'", 'Α\u0301\u0308', 'x-']) {
      const text = unit.repeat(200_000);
      expect(canonicalName(text).length).to.be.at.most(text.length * 4);
    }
  });
});

describe('nameForm', () => {
  it('holds every recommended alternative of a letter, the canonical form first', () => {
    expect(nameForm('Müller').variants).to.have.ordered.members(['MUELLER', 'MUXXLLER', 'MULLER']);
    expect(nameForm('Núñez').variants).to.have.members(['NUNEZ', 'NUNXXEZ']);
    expect(nameForm('Щерева').variants).to.include.members(['SHCHEREVA', 'SHTEREVA']);
    expect(nameForm('Христић').variants).to.include.members(['KHRISTIC', 'HRISTIC']);
    expect(nameForm('Євтушенко').variants).to.include.members(['IEVTUSHENKO', 'EVTUSHENKO']);
  });

  it('spells one letter alike throughout a name', () => {
    expect(nameForm('Müller-Lüdenscheidt').variants).to.have.members([
      'MUELLER LUEDENSCHEIDT',
      'MUXXLLER LUXXDENSCHEIDT',
      'MULLER LUDENSCHEIDT',
    ]);
  });

  it('has a bounded number of variants, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ÄÖÜÑÅØщгжхцчёиєџaе ')), maxLength: 120 }),
        (name) => {
          expect(nameForm(name).variants.length).to.be.within(1, 12 * 7);
        },
      ),
    );
  });
});
