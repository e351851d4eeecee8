import { expect } from 'chai';
import fc from 'fast-check';
import { cleanName, MAX_NAME_LENGTH } from '../../../src/matching/names/clean-text.js';
import { fieldsOf } from '../../../src/matching/names/name-fields.js';
import { MAX_SPELLINGS, MAX_TOKENS, type NameKind } from '../../../src/matching/names/name-token.js';
import { prepareName, type NameText } from '../../../src/matching/names/prepare-name.js';

const KINDS: readonly NameKind[] = ['person', 'organisation', 'vessel', 'unknown'];

/** "WORD/role WORD/role" */
const roles = (name: NameText, kind?: NameKind) =>
  prepareName(name, kind)
    .tokens.map(({ text, role }) => `${text}/${role}`)
    .join(' ');

const spellings = (name: string) => prepareName(name).tokens.flatMap((token) => token.spellings);

describe('cleanName', () => {
  it('removes what nobody sees', () => {
    expect(cleanName('Ros\u200bsi\u202e \u2066Anna\u2069\u0000')).to.equal('ROSSI ANNA');
    expect(cleanName('\ufeffAnna\u00a0\u2003 Rossi\n')).to.equal('ANNA ROSSI');
    expect(cleanName('D’Arc O\u02bcNeill')).to.equal('DARC ONEILL');
  });

  it('leaves one space between words', () => {
    expect(cleanName("  Anna   O'Neill ")).to.equal('ANNA ONEILL');
    expect(cleanName('  Ånna   Rossi ')).to.equal('ÅNNA ROSSI');
  });

  it('resolves compatibility forms and halves of surrogate pairs', () => {
    expect(cleanName('Ａｎｎａ ﬁlip')).to.equal('ANNA FILIP');
    expect(cleanName('\ud83dAnna\ude00')).to.equal('ANNA');
    expect(cleanName('Groß')).to.equal('GROSS');
  });

  it('takes the Turkish dotless i for a letter of its own until it is folded', () => {
    expect(cleanName('Işık')).to.equal('IŞIK');
    expect(cleanName('İnan')).to.equal('İNAN');
  });

  it('looks at a bounded part of any text', () => {
    for (const text of ['x'.repeat(10_000), 'a\u0301'.repeat(10_000), '\u202e'.repeat(10_000), 'ﷺ'.repeat(10_000)]) {
      expect(Array.from(cleanName(text)).length).to.be.at.most(MAX_NAME_LENGTH);
    }
  });
});

describe('prepareName', () => {
  const names: readonly [NameText, string][] = [
    ['Anna Maria Kovacs', 'ANNA/given MARIA/given KOVACS/family'],
    ['Kovacs, Anna Maria', 'ANNA/given MARIA/given KOVACS/family'],
    ['Anna Maria KOVACS', 'ANNA/given MARIA/given KOVACS/family'],
    [{ given: 'Anna', family: 'Kovacs' }, 'ANNA/given KOVACS/family'],
    ['Dr. Anna Kovacs, PhD', 'ANNA/given KOVACS/family'],
    ['Ludwig van der Bergh', 'LUDWIG/given VAN/particle DER/particle BERGH/family'],
    ['J.R. Smith', 'J/initial R/initial SMITH/family'],
    ['Ivan Petrovich Sidorov', 'IVAN/given PETROVICH/patronymic SIDOROV/family'],
    ['Sidorov Ivan Petrovich', 'SIDOROV/family IVAN/given PETROVICH/patronymic'],
    ['Nagy Péter', 'NAGY/family PETER/given'],
    ['Omar bin Khalid al Harbi', 'OMAR/given BIN/particle KHALID/patronymic AL/particle HARBI/family'],
    ['John Smith III', 'JOHN/given SMITH/family III/numeral'],
    ['John Smith Jr.', 'JOHN/given SMITH/family JR/numeral'],
    ['Ben Smith', 'BEN/given SMITH/family'],
    ['Suharto', 'SUHARTO/unknown'],
    ['José Ortega y Gasset', 'JOSE/given ORTEGA/given Y/particle GASSET/family'],
    ['Sheikh Ahmed Yassin', 'AHMED/given YASSIN/family'],
    ['欧阳志成', 'ZHICHENG/given OUYANG/family'],
    ['김민수', 'MINSU/given GIM/family'],
  ];
  for (const [name, expected] of names) {
    it(`tells what the words of ${JSON.stringify(name)} are`, () => expect(roles(name)).to.equal(expected));
  }

  it('leaves a name that consists of titles alone', () => {
    expect(roles('Sheikh')).to.equal('SHEIKH/unknown');
    expect(roles('Major Tom')).to.equal('MAJOR/given TOM/family');
  });

  it('knows legal forms, common words and numbers of organisations and ships', () => {
    expect(roles('Example Trading Limited Liability Company', 'organisation')).to.equal(
      'EXAMPLE/unknown TRADING/generic LIMITED LIABILITY COMPANY/legal_form',
    );
    expect(roles('Muster Gesellschaft mit beschränkter Haftung', 'organisation')).to.equal(
      'MUSTER/unknown GESELLSCHAFT MIT BESCHRANKTER HAFTUNG/legal_form',
    );
    expect(roles('S.A.R.L. Exemple', 'organisation')).to.equal('SARL/legal_form EXEMPLE/unknown');
    expect(roles('Bank of Examples', 'organisation')).to.equal('BANK/generic OF/particle EXAMPLES/unknown');
    expect(roles('MV Forty-Two Winds', 'vessel')).to.equal('MV/particle FORTY/numeral WINDS/unknown');
    expect(roles('Example Bank AG', 'unknown')).to.equal('EXAMPLE/unknown BANK/generic AG/legal_form');
    expect(roles('Anna Kovacs', 'unknown')).to.equal('ANNA/given KOVACS/family');
  });

  it('gives equal numbers in words and digits one value', () => {
    const value = (name: string) => prepareName(name, 'organisation').tokens.map((token) => token.value);
    expect(value('Squad forty-four')).to.deep.equal(value('Squad 44'));
    expect(value('Second Squad')).to.deep.equal([2, undefined]);
    expect(value('Squad VIII')).to.deep.equal([undefined, 8]);
  });

  it('keeps every transliteration', () => {
    expect(spellings('Müller')).to.deep.equal(['MUELLER', 'MULLER']);
    expect(spellings('Ørsted')).to.deep.equal(['OERSTED', 'ORSTED']);
    // ICAO Doc 9303-3, and the spelling of English newspapers.
    expect(spellings('Юлия')).to.include.members(['IULIIA', 'YULIYA']);
    expect(spellings('Хрущёв')).to.include.members(['KHRUSHCHEV', 'KHRUSHCHYOV']);
    // Resolution 55 of 2010 of the Cabinet of Ministers of Ukraine: Згорани, Єнакієве, Гадяч, Їжакевич.
    expect(spellings('Єнакієве')).to.include('YENAKIIEVE');
    expect(spellings('Їжакевич')).to.include('YIZHAKEVYCH');
    expect(spellings('Гадяч')).to.include('HADIACH');
    // Bulgarian Transliteration Act.
    expect(spellings('Върбанов')).to.include('VARBANOV');
    expect(spellings('Παπαδόπουλος')).to.deep.equal(['PAPADOPOULOS']);
  });

  it('knows names by their classes', () => {
    const [olek, sasha] = ['Oleksandr', 'Sasha'].map((name) => prepareName(name).tokens[0]!);
    const [alexander] = prepareName('Alexander').tokens;
    expect(olek!.classes).to.deep.equal(alexander!.classes);
    expect(sasha!.classes).to.deep.equal([]);
    expect(sasha!.shortFor).to.include.members([...alexander!.classes]);
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...Array.from("aA.,-'’ bЖщ李김αß\u0301\u202e\u200d\ud800")), maxLength: 300 }),
  );

  it('is bounded for any text', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...KINDS), (text, kind) => {
        const { tokens } = prepareName(text, kind);
        expect(tokens.length).to.be.at.most(MAX_TOKENS);
        for (const token of tokens) {
          expect(token.spellings.length).to.be.within(1, MAX_SPELLINGS);
          expect(token.spellings[0]).to.equal(token.text);
          for (const spelling of token.spellings) expect(spelling).to.match(/^[A-Z0-9]+( [A-Z0-9]+)*$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not blow up on hostile texts', () => {
    for (const text of [
      'x'.repeat(10_000),
      'a b '.repeat(2_500),
      'e\u0301\u0302\u0303\u0304\u0305'.repeat(2_000),
      '\u202e\u2066'.repeat(5_000),
      '\ud800'.repeat(10_000),
      'ﷺ'.repeat(10_000),
      'Щ'.repeat(10_000),
      'S.A.'.repeat(2_500),
      'twenty one '.repeat(1_000),
    ]) {
      for (const kind of KINDS) expect(prepareName(text, kind).tokens.length).to.be.at.most(MAX_TOKENS);
    }
  });
});

describe('fieldsOf', () => {
  for (const [name, given, family] of [
    ['Ana De Souza', 'ANA', 'DE SOUZA'],
    ['Müller, Jörg', 'JÖRG', 'MÜLLER'],
    ['Ivan Petrovich Sidorov', 'IVAN PETROVICH', 'SIDOROV'],
    ['Suharto', '', 'SUHARTO'],
    ['J. van Dyck', 'J', 'VAN DYCK'],
  ] as const) {
    it(`enters ${name} in the fields of a document`, () => {
      expect(fieldsOf(prepareName(name))).to.deep.equal({ given, family });
    });
  }
});
