import { expect } from 'chai';
import fc from 'fast-check';
import type { ComparedField, FieldComparison } from '../../../src/formats/cross-check/outcome.js';
import { compareStatements } from '../../../src/formats/cross-check/compare-statements.js';
import { type Statement, statementOfZone } from '../../../src/formats/cross-check/statement.js';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { ANNA } from './statements.js';

const fieldOf = (field: ComparedField, first: Partial<Statement>, second: Partial<Statement>): FieldComparison =>
  compareStatements({ ...ANNA, ...first }, { ...ANNA, source: 'api', ...second }).fields.find(
    (compared) => compared.field === field,
  )!;

/** Outcome and rules, the same both ways. */
function judged(field: ComparedField, first: Partial<Statement>, second: Partial<Statement>): string {
  const [there, back] = [fieldOf(field, first, second), fieldOf(field, second, first)];
  expect([back.outcome, back.rules]).to.deep.equal([there.outcome, there.rules]);
  return [there.outcome, ...there.rules].join(' ');
}

describe('what two sources say of a traveller', () => {
  it('agrees in every field if it is the same', () => {
    const { agreement, fields } = compareStatements(ANNA, { ...ANNA, source: 'api' });
    expect(agreement).to.equal('same');
    expect(fields.map(({ field, outcome }) => `${field} ${outcome}`)).to.deep.equal([
      'surname same',
      'given_names same',
      'date_of_birth same',
      'sex same',
      'nationality same',
      'document_type same',
      'document_number same',
      'issuer same',
      'date_of_expiry same',
    ]);
  });

  for (const [field, a, b, outcome] of [
    ['surname', { surname: 'MÜLLER' }, { surname: 'MUELLER' }, 'transliteration transliteration'],
    ['surname', { surname: 'MÜLLER' }, { surname: 'MULLER' }, 'transliteration transliteration'],
    ['surname', { surname: 'SMITH-JONES' }, { surname: 'SMITH JONES' }, 'same punctuation'],
    ['surname', { surname: "O'CONNOR" }, { surname: 'OCONNOR' }, 'same punctuation'],
    ['surname', { surname: 'VAN DER MUELLEN' }, { surname: 'VANDERMUELLEN' }, 'same joined'],
    ['surname', { surname: 'VAN DER MÜLLEN' }, { surname: 'VANDERMULLEN' }, 'transliteration transliteration joined'],
    ['surname', { surname: 'ERIKSSON' }, { surname: 'ERIKSON' }, 'similar one_edit'],
    ['surname', { surname: 'ERIKSSON' }, { surname: 'NIELSEN' }, 'differs'],
    ['surname', { surname: 'ERIKSSON' }, { surname: '' }, 'missing'],
    ['surname', { surname: 'PAPANDROPOULOUS' }, { surname: 'PAPANDROP' }, 'truncated truncation'],
    ['given_names', { givenNames: 'ANNA MARIA' }, { givenNames: 'ANNA' }, 'truncated fewer_names'],
    ['given_names', { givenNames: 'ANNA MARIA' }, { givenNames: 'ANNAMARIA' }, 'same joined'],
    ['given_names', { givenNames: 'ANNA MARIA' }, { givenNames: 'A M' }, 'truncated initial'],
    ['given_names', { givenNames: 'ANN' }, { givenNames: 'ANNA' }, 'similar one_edit'],
    ['given_names', { givenNames: 'MARIA ANNA' }, { givenNames: 'ANNA MARIA' }, 'similar word_order'],
    ['given_names', { givenNames: 'ANNA' }, { givenNames: 'BERTA' }, 'differs'],
    ['date_of_birth', { birth: '1974-08-12' }, { birth: '1974-12-08' }, 'similar day_month_inverted'],
    ['date_of_birth', { birth: '1974-08-12' }, { birth: '1974-08-13' }, 'similar one_digit'],
    ['date_of_birth', { birth: '1974-08-12' }, { birth: '1974-08-00' }, 'truncated partial'],
    ['date_of_birth', { birth: '1974-08-12' }, { birth: '1981-02-03' }, 'differs'],
    ['date_of_birth', { birth: '1974-08-12' }, { birth: undefined }, 'missing'],
    ['date_of_expiry', { expiry: '2032-04-15' }, { expiry: '2032-04-25' }, 'similar one_digit'],
    ['sex', { sex: 'F' }, { sex: 'X' }, 'differs'],
    ['sex', { sex: 'F' }, { sex: '' }, 'missing'],
    ['nationality', { nationality: 'KR' }, { nationality: 'KOR' }, 'same two_letters'],
    ['nationality', { nationality: 'D' }, { nationality: 'DEU' }, 'same same_state'],
    ['nationality', { nationality: 'GBR' }, { nationality: 'GBD' }, 'similar british_class'],
    ['nationality', { nationality: 'AUT' }, { nationality: 'AUS' }, 'differs'],
    ['issuer', { issuer: 'YUG' }, { issuer: 'SRB' }, 'similar renamed'],
    ['document_type', { documentType: 'P' }, { documentType: 'PP' }, 'same kind_of_document'],
    ['document_type', { documentType: 'PD' }, { documentType: 'PP' }, 'differs'],
    ['document_type', { documentType: 'P' }, { documentType: 'V' }, 'differs'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L 898902-C3' }, 'same'],
    // The check digit of L898902C3 is 6 (Doc 9303-4, Appendix A).
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L898902C36' }, 'same check_digit_appended'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L898902C37' }, 'truncated cut_off'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L8989O2C3' }, 'similar confusable'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L8B8902C3' }, 'similar one_edit'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'L889902C3' }, 'similar letters_swapped'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: 'X1234567' }, 'differs'],
    ['document_number', { documentNumber: 'L898902C3' }, { documentNumber: '' }, 'missing'],
  ] as const satisfies readonly (readonly [ComparedField, Partial<Statement>, Partial<Statement>, string])[]) {
    it(`is ${outcome} for ${Object.values(a).join()} and ${Object.values(b).join()}`, () => {
      expect(judged(field, a, b)).to.equal(outcome);
    });
  }

  it('is one name if its fields are exchanged, or all of it is in one', () => {
    const named = (surname: string, givenNames: string): Partial<Statement> => ({ surname, givenNames });
    const whole = named('ERIKSSON', 'ANNA');
    for (const [other, rule] of [
      [named('ANNA', 'ERIKSSON'), 'similar inversion'],
      [named('ERIKSSON ANNA', ''), 'similar regrouped'],
      [named('ANNA ERIKSSON', ''), 'similar regrouped'],
    ] as const) {
      expect(judged('surname', whole, other)).to.equal(rule);
      expect(judged('given_names', whole, other)).to.equal(rule);
    }
    expect(judged('surname', whole, named('BERG', 'CARL'))).to.equal('differs');
  });

  it('agrees as much as its worst field does', () => {
    const agreement = (second: Partial<Statement>): string =>
      compareStatements(ANNA, { ...ANNA, source: 'api', ...second }).agreement;
    expect(agreement({ issuer: 'UT', documentType: 'PP' })).to.equal('different');
    expect(agreement({ documentType: 'PP', sex: '' })).to.equal('same');
    expect(agreement({ givenNames: 'ANNA' })).to.equal('compatible');
    expect(agreement({ givenNames: 'ANNA', birth: '1974-08-13' })).to.equal('doubtful');
    expect(agreement({ birth: '1974-08-13', sex: 'M' })).to.equal('different');
    const nothing = { ...ANNA, surname: '', givenNames: '', birth: undefined, sex: '', nationality: '', issuer: '' };
    expect(
      compareStatements(ANNA, { ...nothing, documentType: '', documentNumber: '', expiry: undefined }).agreement,
    ).to.equal('unknown');
  });
});

describe('what a machine-readable zone says of a traveller', () => {
  const zone = (name: string, rest = 'L898902C36UTO7408122F3204153<<<<<<<<<<<<<<04'): Statement =>
    statementOfZone(readMrz(`PPUTO${name.padEnd(39, '<')}\n${rest}`, '2026-11-26'))!;

  it('is compared like any other statement', () => {
    const { agreement, fields } = compareStatements(ANNA, zone('ERIKSSON<<ANNA<MARIA'));
    expect(agreement).to.equal('same');
    expect(fields.filter(({ rules }) => rules.length > 0).map(({ field }) => field)).to.deep.equal(['document_type']);
  });

  it('may end inside a name: the published truncations of one name are all beginnings of it', () => {
    const printed = { ...ANNA, surname: 'BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL', givenNames: 'DINGO POTOROO' };
    for (const field of [
      'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI',
      'BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO',
      'BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO',
    ]) {
      const { fields } = compareStatements(printed, zone(field));
      expect(
        fields.slice(0, 2).every(({ outcome }) => outcome === 'truncated'),
        field,
      ).to.equal(true);
    }
    const other = compareStatements({ ...printed, givenNames: 'EMU' }, zone('BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI'));
    expect(other.fields[1]?.outcome).to.equal('differs');
  });

  it('has a check digit that says which of two numbers is right', () => {
    const fits = (documentNumber: string): string | undefined =>
      compareStatements({ ...ANNA, documentNumber }, zone('ERIKSSON<<ANNA<MARIA')).fields[6]?.checkDigitFits;
    expect(fits('L8989O2C3')).to.equal('second');
    // A counts 10 and 0 counts 0: no digit can tell them apart.
    expect(fits('L8989A2C3')).to.equal('both');
    expect(fits('L898902C3')).to.equal(undefined);
    // The zone was misread: 6 is the digit of L898902C3, not of L898902C8.
    const misread = zone('ERIKSSON<<ANNA<MARIA', 'L898902C86UTO7408122F3204153<<<<<<<<<<<<<<04');
    expect(compareStatements(ANNA, misread).fields[6]?.checkDigitFits).to.equal('first');
  });

  it('says nothing if it could not be read', () => {
    expect(statementOfZone(readMrz('P<UTO', '2026-11-26'))).to.equal(undefined);
  });
});

describe('any two statements', () => {
  const text = fc.oneof(
    fc.constantFrom('', 'ANNA', 'ANNA MARIA', 'O’CONNOR', 'Ł', 'D', 'DE', 'L898902C3', '1974-08-12'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const statement = fc.record({
    source: fc.constantFrom('booking', 'api', 'mrz'),
    surname: text,
    givenNames: text,
    truncated: fc.boolean(),
    birth: fc.option(text, { nil: undefined }),
    sex: fc.constantFrom('', 'M', 'F', 'X'),
    nationality: text,
    documentType: text,
    documentNumber: text,
    issuer: text,
    expiry: fc.option(text, { nil: undefined }),
  });

  it('are compared without a throw, and alike both ways', () => {
    fc.assert(
      fc.property(statement, statement, (first, second) => {
        const [there, back] = [compareStatements(first, second), compareStatements(second, first)];
        expect(back.agreement).to.equal(there.agreement);
        expect(back.fields.map(({ outcome }) => outcome)).to.deep.equal(there.fields.map(({ outcome }) => outcome));
        if (first.surname.trim() !== '') expect(compareStatements(first, first).fields[0]?.outcome).to.equal('same');
      }),
    );
  });
});
