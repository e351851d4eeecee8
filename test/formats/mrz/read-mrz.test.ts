import { expect } from 'chai';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { SPECIMENS } from './specimens.js';

const REFERENCE = '2013-01-01';
const TD3 = SPECIMENS[0]!.lines;

const rulesOf = (text: string): readonly string[] => readMrz(text, REFERENCE).diagnostics.map(({ rule }) => rule);

/** The zone with part of a line replaced. */
const changed = (lines: readonly string[], line: number, from: number, text: string): string =>
  lines.map((old, n) => (n === line ? old.slice(0, from) + text + old.slice(from + text.length) : old)).join('\n');

describe('reading a machine-readable zone', () => {
  for (const specimen of SPECIMENS) {
    it(`reads ${specimen.title}`, () => {
      const { mrz, checks, diagnostics } = readMrz(specimen.lines.join('\r\n'), REFERENCE);
      expect(diagnostics).to.deep.equal([]);
      expect(checks.map(({ found }) => found).join('')).to.equal(specimen.digits);
      expect(mrz).to.deep.include({
        documentNumber: specimen.number,
        issuer: specimen.issuer,
        nationality: specimen.nationality,
        dateOfBirth: specimen.birth,
        dateOfExpiry: specimen.expiry,
        optional: specimen.optional,
      });
      expect(mrz?.name.primary.join(' ')).to.equal(specimen.primary);
      expect(mrz?.name.secondary.join(' ')).to.equal(specimen.secondary);
      expect(mrz?.name.truncated).to.equal(false);
    });

    it(`reads ${specimen.title} in one line`, () => {
      expect(readMrz(specimen.lines.join(''), REFERENCE)).to.deep.equal(readMrz(specimen.lines.join('\n'), REFERENCE));
    });
  }

  it('cannot know a letter from the digit that counts ten less', () => {
    // A counts 10 and 0 nothing: only the register of the issuer tells the two apart.
    const { mrz, diagnostics } = readMrz(changed(TD3, 1, 0, 'L8989A2C3'), REFERENCE);
    expect(mrz?.documentNumber).to.equal('L8989A2C3');
    expect(diagnostics).to.deep.equal([]);
  });

  for (const [field, primary, secondary] of [
    ['BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI', 'BENNELONG WOOLOOMOOLOO WARRANDYTE W', 'DI'],
    ['BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO', 'BENNELONG WOOLOOM WARRAND WARNAM', 'DINGO'],
    ['BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO', 'BENNEL WOOLOO WARRAN WARNAM', 'DINGO POTO'],
  ] as const) {
    it(`takes a name as shortened however its issuer shortens: ${field}`, () => {
      const { mrz } = readMrz(changed(TD3, 0, 5, field), REFERENCE);
      expect(mrz?.name).to.deep.equal({
        primary: primary.split(' '),
        secondary: secondary.split(' '),
        truncated: true,
      });
    });
  }

  it('names the digit that is wrong, and the composite with it', () => {
    const { checks, diagnostics } = readMrz(changed(TD3, 1, 0, 'L898903C3'), REFERENCE);
    expect(checks.filter(({ ok }) => !ok).map(({ field }) => field)).to.deep.equal(['document number', 'composite']);
    expect(diagnostics[0]).to.deep.equal({
      rule: 'check_digit',
      message: 'the check digit of the document number is wrong',
      span: { line: 1, from: 9, to: 10 },
    });
  });

  it('cannot tell characters whose values differ by ten: no check digit can', () => {
    expect(rulesOf(changed(TD3, 1, 0, 'L8989A2C3'))).to.deep.equal([]);
  });

  it('reads a passport with the letters of Amendment 2, and tells one with others', () => {
    for (const code of ['PP', 'PE', 'PD', 'PO', 'PR', 'PT', 'PS', 'PL', 'PM', 'PU', 'P<']) {
      expect(rulesOf(changed(TD3, 0, 0, code)), code).to.deep.equal([]);
    }
    expect(rulesOf(changed(TD3, 0, 0, 'PX'))).to.deep.equal(['document_code']);
    expect(rulesOf(changed(TD3, 0, 0, 'I<'))).to.deep.equal(['document_code']);
  });

  it('leaves V to visas and C to crew members on cards', () => {
    const card = SPECIMENS[2]!.lines;
    for (const [code, rules] of [
      ['AC', []],
      ['ID', []],
      ['IV', ['document_code']],
      ['IC', ['document_code']],
      ['X<', ['document_code']],
    ] as const) {
      expect(rulesOf(changed(card, 0, 0, code)), code).to.deep.equal(rules);
    }
  });

  it('takes stateless persons and refugees as nationalities, not as issuers', () => {
    expect(rulesOf(changed(TD3, 1, 10, 'XXC'))).to.deep.equal([]);
    expect(rulesOf(changed(TD3, 0, 2, 'XXC'))).to.deep.equal(['issuer']);
    expect(rulesOf(changed(TD3, 1, 10, 'QQQ'))).to.deep.equal(['nationality']);
  });

  it('tells a printed X for the sex, and anything else', () => {
    expect(readMrz(changed(TD3, 1, 20, 'X'), REFERENCE).mrz?.sex).to.equal('<');
    expect(rulesOf(changed(TD3, 1, 20, 'X'))).to.deep.equal(['sex']);
    expect(rulesOf(changed(TD3, 1, 20, '7'))).to.deep.equal(['sex']);
  });

  it('takes a name that ends in the last position as truncated', () => {
    const name = 'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K';
    const { mrz, diagnostics } = readMrz(changed(TD3, 0, 5, name), REFERENCE);
    expect(mrz?.name).to.deep.equal({
      primary: ['NILAVADHANANANDA'],
      secondary: ['CHAYAPA', 'DEJTHAMRONG', 'K'],
      truncated: true,
    });
    expect(diagnostics).to.deep.equal([]);
  });

  it('tells names with digits, three fillers or nothing at all', () => {
    expect(rulesOf(changed(TD3, 0, 5, 'ERIK550N'))).to.deep.equal(['name']);
    expect(rulesOf(changed(TD3, 0, 5, 'ERIKSSON<<<ANNA<MARIA'))).to.deep.equal(['name']);
    expect(rulesOf(changed(TD3, 0, 5, '<'.repeat(39)))).to.deep.equal(['name']);
  });

  it('tells dates that are none', () => {
    for (const date of ['741312', '740230', '74<<12', 'ABCDEF', '7408 2']) {
      const { mrz, diagnostics } = readMrz(changed(TD3, 1, 13, date), REFERENCE);
      expect(mrz?.dateOfBirth, date).to.equal(undefined);
      expect(diagnostics.length, date).to.be.greaterThan(0);
    }
  });

  it('refuses what has the shape of no zone, and says where foreign characters stand', () => {
    for (const text of ['', 'P<UTO', `${TD3[0]}\n${TD3[1]!.slice(1)}`, TD3.join('\n').repeat(3), '<'.repeat(10_000)]) {
      const { mrz, diagnostics } = readMrz(text, REFERENCE);
      expect(mrz).to.equal(undefined);
      expect(diagnostics.map(({ rule }) => rule)).to.deep.equal(['shape']);
    }
    expect(readMrz(changed(TD3, 1, 3, 'é«'), REFERENCE)).to.deep.equal({
      mrz: undefined,
      checks: [],
      diagnostics: [
        {
          rule: 'characters',
          message: 'a zone holds the letters A to Z, digits and < alone',
          span: { line: 1, from: 3, to: 5 },
        },
      ],
    });
  });
});
