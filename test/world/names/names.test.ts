import { faker as czech } from '@faker-js/faker/locale/cs_CZ';
import { faker as macedonian } from '@faker-js/faker/locale/mk';
import { faker as russian } from '@faker-js/faker/locale/ru';
import { faker as slovak } from '@faker-js/faker/locale/sk';
import { faker as ukrainian } from '@faker-js/faker/locale/uk';
import { expect } from 'chai';
import { CULTURES } from '../../../src/world/names/cultures.js';
import { czechFeminine, greekFeminine, slavicFeminine, slovakFeminine } from '../../../src/world/names/feminine.js';
import { femaleSurnames } from '../../../src/world/names/library.js';
import { bulgarianPatronymic, russianPatronymic, ukrainianPatronymic } from '../../../src/world/names/patronymics.js';
import { olderRomanisation, serbianLatin } from '../../../src/world/names/romanisation.js';

describe('surnames of women', () => {
  // The library lists what women bear beside what men bear. The lists are not paired: some men have no counterpart.
  const listed = [
    ['Czech', czech, czechFeminine, 0.97],
    ['Slovak', slovak, slovakFeminine, 0.95],
    ['Russian', russian, slavicFeminine, 1],
    ['Ukrainian', ukrainian, slavicFeminine, 0.8],
    ['Macedonian', macedonian, slavicFeminine, 0.99],
  ] as const;
  for (const [language, library, feminine, share] of listed) {
    it(`are those that a library of names lists: ${language}`, () => {
      const ofWomen = new Set(femaleSurnames(library));
      const men = library.rawDefinitions.person!.last_name!.male!;
      expect(men.filter((surname) => ofWomen.has(feminine(surname))).length / men.length).to.be.least(share);
    });
  }

  it('follow the Greek genitive, the accent included', () => {
    expect(
      ['Παπαδόπουλος', 'Βλάχος', 'Κυριακός', 'Μαυρίδης', 'Ψαράς', 'Γεωργίου'].map((name) => greekFeminine(name)),
    ).to.deep.equal(['Παπαδοπούλου', 'Βλάχου', 'Κυριακού', 'Μαυρίδη', 'Ψαρά', 'Γεωργίου']);
  });

  it('follow the adjective in Russian', () => {
    expect(['Толстой', 'Белый', 'Выготский', 'Живаго'].map((name) => slavicFeminine(name))).to.deep.equal([
      'Толстая',
      'Белая',
      'Выготская',
      'Живаго',
    ]);
  });
});

describe('patronymics', () => {
  it('are Russian', () => {
    const fathers = ['Иван', 'Сергей', 'Пётр', 'Никита', 'Игорь', 'Дмитрий', 'Лев'];
    expect(fathers.map((father) => russianPatronymic(father, 'male'))).to.deep.equal(
      'Иванович Сергеевич Петрович Никитич Игоревич Дмитриевич Львович'.split(' '),
    );
    expect(fathers.map((father) => russianPatronymic(father, 'female'))).to.deep.equal(
      'Ивановна Сергеевна Петровна Никитична Игоревна Дмитриевна Львовна'.split(' '),
    );
  });

  it('are Ukrainian', () => {
    const fathers = ['Іван', 'Андрій', 'Микола', 'Петро'];
    expect(fathers.map((father) => ukrainianPatronymic(father, 'male'))).to.deep.equal(
      'Іванович Андрійович Миколайович Петрович'.split(' '),
    );
    expect(fathers.map((father) => ukrainianPatronymic(father, 'female'))).to.deep.equal(
      'Іванівна Андріївна Миколаївна Петрівна'.split(' '),
    );
  });

  it('are Bulgarian', () => {
    expect(['Иван', 'Николай', 'Георги'].map((father) => bulgarianPatronymic(father, 'male'))).to.deep.equal(
      'Иванов Николаев Георгиев'.split(' '),
    );
    expect(bulgarianPatronymic('Иван', 'female')).to.equal('Иванова');
  });
});

describe('other spellings in Latin letters', () => {
  it('are in French style as in passports of the nineties, and in the Serbian alphabet', () => {
    expect(['Хрущёв', 'Жуков', 'Чуйков', 'Юлия'].map((name) => olderRomanisation(name))).to.deep.equal([
      'KHROUCHTCHIOV',
      'JOUKOV',
      'TCHOUIKOV',
      'IOULIIA',
    ]);
    expect(serbianLatin('Ђорђевић')).to.equal('DJORDJEVIC');
  });

  it('of every name of every culture, as the passport’s, are capital letters and spaces', () => {
    for (const culture of CULTURES) {
      for (const name of [...culture.female, ...culture.male, ...culture.surnames]) {
        expect(culture.latin(name), name).to.match(/^[A-Z]+( [A-Z]+)*$/);
        expect(culture.respelt(name), name).to.match(/^[A-Z]+( [A-Z]+)*$/);
      }
    }
  });
});
