import { expect } from 'chai';
import fc from 'fast-check';
import { LAYOUTS, type MrzFormat } from '../../../src/formats/mrz/layout.js';
import { readMrz } from '../../../src/formats/mrz/read-mrz.js';
import { type TravelDocumentData, writeMrz } from '../../../src/formats/mrz/write-mrz.js';
import { SPECIMENS } from './specimens.js';

const REFERENCE = '2013-01-01';
const ANNA: TravelDocumentData = {
  format: 'TD3',
  documentCode: 'P',
  issuer: 'UTO',
  surname: 'Eriksson',
  forenames: 'Anna Maria',
  documentNumber: 'L898902C3',
  nationality: 'UTO',
  dateOfBirth: '1974-08-12',
  sex: 'F',
  dateOfExpiry: '2012-04-15',
  optional: ['ZE184226B'],
};

/** Names of Doc 9303-3 and -4, as printed and as in the zone of a passport. */
const NAMES = [
  ['ERIKSSON', 'ANNA MARIA', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'],
  ['SMITH-JONES', 'SUSIE MARGARET', 'SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<'],
  ["O'CONNOR", 'ENYA SIOBHAN', 'OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<'],
  ['VAN DER MUELLEN', 'MARTIN', 'VAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<'],
  ['ARKFREITH', '', 'ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<'],
  ['NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONG KRASUANG', 'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'],
  ['BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL', 'DINGO POTOROO', 'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI'],
  ['PAPANDROPOULOUS', 'JONATHON WARREN TREVOR', 'PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR'],
  ['Österberg', 'Åse', 'OESTERBERG<<AASE<<<<<<<<<<<<<<<<<<<<<<<'],
] as const;

const nameOn = (format: MrzFormat, surname: string, forenames: string): string => {
  const { name } = LAYOUTS[format];
  const lines = writeMrz({ ...ANNA, format, surname, forenames, optional: [] });
  return lines[name.line]!.slice(name.from, name.to);
};

describe('writing a machine-readable zone', () => {
  it('writes the specimens of Doc 9303', () => {
    const card = { ...ANNA, documentCode: 'I', documentNumber: 'D23145890', optional: [] };
    const visa = {
      ...ANNA,
      documentCode: 'V',
      documentNumber: 'L898902C',
      dateOfBirth: '1969-08-06',
      dateOfExpiry: '1994-06-23',
    };
    expect(writeMrz(ANNA)).to.deep.equal(SPECIMENS[0]!.lines);
    expect(writeMrz({ ...card, format: 'TD2' })).to.deep.equal(SPECIMENS[1]!.lines);
    expect(writeMrz({ ...card, format: 'TD1' })).to.deep.equal(SPECIMENS[2]!.lines);
    expect(writeMrz({ ...visa, format: 'MRV-A' })).to.deep.equal(SPECIMENS[5]!.lines);
    expect(writeMrz({ ...visa, format: 'MRV-B', optional: ['ZE184226'] })).to.deep.equal(SPECIMENS[6]!.lines);
  });

  it('lets a long number go on in the optional data', () => {
    const peter = {
      ...ANNA,
      documentCode: 'I',
      surname: 'Stevenson',
      forenames: 'Peter John',
      documentNumber: 'D23145890734',
      dateOfBirth: '1934-07-12',
      sex: 'M',
      dateOfExpiry: '1995-07-12',
      optional: [],
    } as const;
    expect(writeMrz({ ...peter, format: 'TD1' })).to.deep.equal(SPECIMENS[3]!.lines);
    expect(writeMrz({ ...peter, format: 'TD2' })).to.deep.equal(SPECIMENS[4]!.lines);
    expect(() => writeMrz({ ...peter, format: 'TD3' })).to.throw(RangeError, 'document number: at most 9');
  });

  for (const [surname, forenames, field] of NAMES) {
    it(`writes ${surname}, ${forenames}`, () => expect(nameOn('TD3', surname, forenames)).to.equal(field));
  }

  it('shortens names on cards as the standard shows', () => {
    expect(nameOn('TD1', 'NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONG KRASUANG')).to.equal(
      'NILAVADHANANANDA<<CHAYAPA<DE<K',
    );
    expect(nameOn('TD2', 'NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONG KRASUANG')).to.equal(
      'NILAVADHANANANDA<<CHAYAPA<DEJ<K',
    );
    expect(nameOn('TD1', 'BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL', 'DINGO POTOROO')).to.equal(
      'BENNELONG<WOOLOOMOOLOO<W<W<<DI',
    );
  });

  it('shortens a name of any length at once', () => {
    // 36 characters for the surname: AB, and seventeen first letters behind it.
    expect(nameOn('TD3', `${'AB '.repeat(100_000)}C`, 'D')).to.equal(`AB${'<A'.repeat(17)}<<D`);
  });

  it('keeps a forename that is shorter than what a shortened surname would leave', () => {
    expect(nameOn('MRV-B', `${'A'.repeat(7)} ${'B'.repeat(9)} ${'C'.repeat(11)}`, 'D')).to.equal(
      'AAAAAAA<BBBBBBBBB<CCCCCCCCCC<<D',
    );
    expect(nameOn('TD1', 'AB C', 'D'.repeat(30))).to.equal(`AB<C<<${'D'.repeat(24)}`);
  });

  it('refuses what a zone cannot hold, naming the field', () => {
    expect(() => writeMrz({ ...ANNA, surname: '123' })).to.throw(RangeError, 'surname');
    expect(() => writeMrz({ ...ANNA, issuer: 'Utopia' })).to.throw(RangeError, 'issuer: at most 3');
    expect(() => writeMrz({ ...ANNA, documentNumber: 'Ä1' })).to.throw(RangeError, 'document number: letters A to Z');
    expect(() => writeMrz({ ...ANNA, optional: ['X'.repeat(15)] })).to.throw(RangeError, 'optional data: at most 14');
  });
});

const words = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.stringMatching(/^[A-Z]{1,20}$/), { minLength: 1, maxLength: most }).map((parts) => parts.join(' '));

const day = (from: string, to: string): fc.Arbitrary<string> =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

const documents: fc.Arbitrary<TravelDocumentData> = fc
  .constantFrom<MrzFormat>('TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B')
  .chain((format) =>
    fc.record({
      format: fc.constant(format),
      documentCode: fc.constant({ TD1: 'ID', TD2: 'I', TD3: 'PP', 'MRV-A': 'V', 'MRV-B': 'VC' }[format]),
      issuer: fc.constantFrom('UTO', 'D', 'AUT', 'XPO'),
      surname: words(4),
      forenames: fc.oneof(fc.constant(''), words(4)),
      documentNumber: fc.stringMatching(
        format.startsWith('TD') && format !== 'TD3' ? /^[A-Z0-9]{1,14}$/ : /^[A-Z0-9]{1,9}$/,
      ),
      nationality: fc.constantFrom('UTO', 'D', 'XXA', 'GRC'),
      dateOfBirth: fc.option(day('1916-01-01', '2012-12-31'), { nil: undefined }),
      sex: fc.constantFrom('F', 'M', '<'),
      dateOfExpiry: fc.option(day('1993-01-01', '2092-12-31'), { nil: undefined }),
    }),
  );

describe('any zone that we write', () => {
  it('is read as what was written, but for names that were shortened', () => {
    fc.assert(
      fc.property(documents, (data) => {
        const lines = writeMrz(data);
        const { mrz, checks, diagnostics } = readMrz(lines.join('\n'), REFERENCE);
        expect(diagnostics).to.deep.equal([]);
        expect(checks.every(({ ok }) => ok)).to.equal(true);
        const { surname, forenames, ...rest } = data;
        expect(mrz).to.deep.include(rest);
        const { primary, secondary, truncated } = mrz!.name;
        const width = LAYOUTS[data.format].name.to - LAYOUTS[data.format].name.from;
        const whole = surname.length + (forenames === '' ? 0 : 2 + forenames.length);
        expect(truncated).to.equal(whole >= width);
        for (const [written, read] of [
          [surname, primary],
          [forenames, secondary],
        ] as const) {
          const components = written.split(' ');
          for (const [n, component] of read.entries()) expect(components[n]!.startsWith(component)).to.equal(true);
          if (whole <= width) expect(read.join(' ')).to.equal(written);
        }
      }),
    );
  });
});
