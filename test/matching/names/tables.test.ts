import { expect } from 'chai';
import { genderStem } from '../../../src/matching/names/gender-stem.js';
import { CLASS_COUNT } from '../../../src/matching/names/name-classes.js';
import { soundKey } from '../../../src/matching/names/sound-key.js';
import { GIVEN_NAMES } from '../../../src/matching/names/tables/given-names.js';
import { LEGAL_FORMS } from '../../../src/matching/names/tables/legal-forms.js';

describe('the table of given names', () => {
  const lines = GIVEN_NAMES.trim().split('\n');

  it('has words of A–Z, each once in a line, and one bar at most', () => {
    for (const line of lines) {
      expect(line).to.match(/^[A-Za-z]+( [A-Za-z]+)*( \|( [A-Za-z]+)+)?$/);
      const words = line.toUpperCase().replace('| ', '').split(' ');
      expect(words.length, line).to.equal(new Set(words).size);
    }
    expect(lines.length).to.equal(CLASS_COUNT);
  });

  it('has each spelling in one class, since a spelling of two names would make them one', () => {
    const seen = new Map<string, string>();
    for (const line of lines) {
      for (const word of line.split('|')[0]!.trim().toUpperCase().split(' ')) {
        expect(seen.get(word), word).to.equal(undefined);
        seen.set(word, line);
      }
    }
  });
});

describe('legal forms', () => {
  it('tell spellings of one form, forms of one kind, and other kinds', () => {
    const form = (text: string) => LEGAL_FORMS.get(text)!;
    expect(form('LTD').form).to.equal(form('LIMITED').form);
    expect(form('GMBH').form).to.not.equal(form('LTD').form);
    expect(form('GMBH').kind).to.equal(form('OOO').kind);
    expect(form('AG').kind).to.equal(form('PLC').kind);
    expect(form('AG').kind).to.not.equal(form('GMBH').kind);
  });
});

describe('soundKey', () => {
  for (const [a, b] of [
    ['YUSSUF', 'JUSUF'],
    ['SCHUKOW', 'ZHUKOV'],
    ['KHALED', 'CHALED'],
    ['JAMAL', 'DJAMAL'],
    ['MEIER', 'MAYER'],
    ['PHILIPP', 'FILIP'],
    ['TSCHERNENKO', 'CHERNENKO'],
    ['AHMED', 'AHMMED'],
  ] as const) {
    it(`hears ${a} as ${b}`, () => expect(soundKey(a)).to.equal(soundKey(b)));
  }

  for (const [a, b] of [
    ['MARIA', 'MARIO'],
    ['SMITH', 'SCHMIDT'],
    ['PETROV', 'PETRESCU'],
  ] as const) {
    it(`tells ${a} from ${b}`, () => expect(soundKey(a)).to.not.equal(soundKey(b)));
  }
});

describe('genderStem', () => {
  for (const [woman, man] of [
    ['PETROVA', 'PETROV'],
    ['KOVALSKA', 'KOVALSKI'],
    ['DOSTOEVSKAYA', 'DOSTOEVSKIY'],
    ['DOSTOEVSKAIA', 'DOSTOEVSKII'],
    ['KAZLAUSKIENE', 'KAZLAUSKAS'],
    ['PAPADOPOULOU', 'PAPADOPOULOS'],
    ['LAVROVS', 'LAVROV'],
  ] as const) {
    it(`finds ${woman} and ${man} alike`, () => expect(genderStem(woman)).to.equal(genderStem(man)));
  }

  it('leaves short words and others alone', () => {
    for (const word of ['EVA', 'NOVA', 'SMITH', 'GARCIA']) expect(genderStem(word)).to.equal(word);
  });
});
