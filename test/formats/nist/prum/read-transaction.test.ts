import { expect } from 'chai';
import { NistFault } from '../../../../src/formats/nist/nist-fault.js';
import { readTransaction } from '../../../../src/formats/nist/prum/read-transaction.js';
import { readNistFile } from '../../../../src/formats/nist/read-file.js';
import type { NistFile } from '../../../../src/formats/nist/record.js';
import { bytesOf, CPS, MPS, NO_HIT } from '../samples.js';
import { FINGER, LATENT, MINUTIAE, PALM, PALM_LATENT, transaction } from './transactions.js';

const faultOf = (file: NistFile): string => {
  try {
    readTransaction(file);
    return 'none';
  } catch (error) {
    if (!(error instanceof NistFault)) throw error;
    return `${error.code} ${error.field ?? '-'}`;
  }
};

describe('reading transactions of the Prüm profile', () => {
  it('gives a question about a trace', () => {
    const read = readTransaction(readNistFile(bytesOf(MPS)));
    expect(read).to.deep.include({
      type: 'MPS',
      modes: ['LT/TP'],
      expected: undefined,
      header: {
        version: '0300',
        date: '20250301',
        priority: 4,
        destination: { state: 'DE', name: 'BKA' },
        origin: { state: 'NL', name: 'NAFIS' },
        controlNumber: '2500000001C',
        reference: undefined,
        scanned: '19.68',
        transmitted: '19.68',
        domain: { name: 'INT-I', version: '4.22' },
        sentAt: '20250301101500Z',
      },
      references: {
        system: '0422',
        case: { state: 'NL', number: 'C2025-000017' },
        sequence: '0001',
        mark: 'A',
        person: undefined,
        others: [],
      },
    });
    expect(
      'templates' in read && read.templates.map(({ idc, template }) => [idc, template.minutiae.length]),
    ).to.deep.equal([[1, 2]]);
    expect('prints' in read && read.prints.map(({ type, idc }) => [type, idc])).to.deep.equal([[13, 1]]);
  });

  it('gives a question about a person', () => {
    expect(readTransaction(readNistFile(CPS))).to.deep.include({ type: 'CPS', modes: ['TP/TP'], expected: 1 });
  });

  it('gives an answer without a hit', () => {
    const read = readTransaction(readNistFile(bytesOf(NO_HIT)));
    expect(read).to.deep.include({ type: 'SRE', answers: 'MPS', candidate: undefined, prints: [] });
    expect(read.header.reference).to.equal('2500000001C');
  });

  it('gives an answer with one of several candidates', () => {
    const hit = transaction('SRE', [FINGER], { two: { 10: 'DE/P0000004', 64: 'MPS\x1eI\x1e001/003\x1e999999' } });
    expect(readTransaction(hit)).to.deep.include({
      answers: 'MPS',
      candidate: { number: 1, total: 3, score: 999_999 },
    });
  });

  it('gives errors, however their text is divided from the code', () => {
    const failed = transaction('ERR', [], { two: { 74: '501: ridges not clear\x1e999 - other\x1e003' } });
    expect(readTransaction(failed)).to.deep.include({
      errors: [
        { code: '501', text: 'ridges not clear' },
        { code: '999', text: 'other' },
        { code: '003', text: '' },
      ],
    });
  });

  // Decision 2008/616/JHA, Annex, chapter 2: modes and records of each type.
  for (const [type, records, modes] of [
    ['CPS', [FINGER], ['TP/TP']],
    ['PMS', [FINGER], ['TP/UL']],
    ['PMS', [PALM], ['PP/ULP']],
    ['PMS', [FINGER, PALM], ['TP/UL', 'PP/ULP']],
    ['MPS', [MINUTIAE, LATENT], ['LT/TP']],
    ['MPS', [MINUTIAE], ['LT/TP']],
    ['MPS', [PALM_LATENT], ['LP/PP']],
    ['MMS', [LATENT], ['LT/UL']],
    ['MMS', [PALM_LATENT], ['LP/ULP']],
  ] as const) {
    it(`tells the mode of ${type} with records of type ${records.map((record) => record.type).join(', ')}: ${modes.join(' and ')}`, () => {
      expect(readTransaction(transaction(type, records))).to.deep.include({ type, modes });
    });
  }

  it('takes minutiae of persons where it is told to', () => {
    const marked = transaction('CPS', [FINGER, MINUTIAE]);
    expect(faultOf(marked)).to.equal('102 -');
    expect(readTransaction(marked, { minutiaeOfPersons: true })).to.deep.include({ modes: ['TP/TP'] });
  });

  it('refuses any field that could say who a person is, and says why', () => {
    for (const number of [18, 19, 20, 22, 24, 41, 63]) {
      const named = transaction('CPS', [FINGER], { two: { [number]: 'SOMEBODY' } });
      expect(() => readTransaction(named), String(number))
        .to.throw(
          NistFault,
          /name, date of birth or address, nor free text \(Regulation \(EU\) 2024\/982 Art\. 10\(2\)\)/,
        )
        .that.deep.includes({ code: '103', field: `2.0${number}` });
    }
    for (const person of ['NL/Jane Doe', 'NL/Doe,Jane', 'NL/1980/04/05']) {
      expect(faultOf(transaction('CPS', [FINGER], { two: { 10: person } })), person).to.equal('111 2.010');
    }
  });

  const faults: readonly [what: string, file: NistFile, fault: string][] = [
    ['a type that the profile has not', transaction('NPS', [FINGER]), '116 1.004'],
    ['a version that is older', transaction('CPS', [FINGER], { one: { 2: '0200' } }), '115 1.002'],
    ['no priority', transaction('CPS', [FINGER], { one: { 6: undefined } }), '101 1.006'],
    ['a priority of 0', transaction('CPS', [FINGER], { one: { 6: '0' } }), '109 1.006'],
    ['a date that is no day', transaction('CPS', [FINGER], { one: { 5: '20250229' } }), '112 1.005'],
    ['a time that is none', transaction('CPS', [FINGER], { one: { 14: '20250301246000Z' } }), '114 1.014'],
    ['an agency without its state', transaction('CPS', [FINGER], { one: { 7: 'BKA' } }), '115 1.007'],
    ['a control number that fails its check', transaction('CPS', [FINGER], { one: { 9: '2500000001D' } }), '201 1.009'],
    ['a reference in a question', transaction('CPS', [FINGER], { one: { 10: '2500000001C' } }), '103 1.010'],
    [
      'an answer without a reference',
      transaction('ERR', [], { one: { 10: undefined }, two: { 74: '999' } }),
      '101 1.010',
    ],
    ['a resolution without a point', transaction('CPS', [FINGER], { one: { 11: '1968' } }), '115 1.011'],
    ['no resolution for a type 4', transaction('CPS', [FINGER], { one: { 11: '00.00' } }), '115 1.011'],
    ['another domain', transaction('CPS', [FINGER], { one: { 13: 'EBTS\x1f10' } }), '115 1.013'],
    ['a field of type 1 that is not used', transaction('CPS', [FINGER], { one: { 17: 'BKA\x1fNAFIS' } }), '103 1.017'],
    ['no record of type 2', { ...transaction('CPS', []), records: [FINGER] }, '102 -'],
    ['a question without prints', transaction('CPS', []), '502 -'],
    ['a ten-print search with a trace', transaction('CPS', [FINGER, LATENT]), '102 -'],
    ['a search with a trace that is not there', transaction('MPS', []), '502 -'],
    ['a search with traces of fingers and palms', transaction('MMS', [LATENT, PALM_LATENT]), '117 -'],
    [
      'fifteen images of fingers',
      transaction(
        'CPS',
        Array.from({ length: 15 }, () => FINGER),
      ),
      '104 -',
    ],
    ['more candidates than the mode allows', transaction('CPS', [FINGER], { two: { 320: '2' } }), '110 2.320'],
    ['candidates wanted by an answer', transaction('SRE', [], { two: { 64: 'CPS\x1eN', 320: '1' } }), '103 2.320'],
    ['an answer without its result', transaction('SRE', []), '101 2.064'],
    ['an answer to no question', transaction('SRE', [], { two: { 64: 'SRE\x1eN' } }), '116 2.064'],
    ['a hit without its number', transaction('SRE', [FINGER], { two: { 64: 'CPS\x1eI' } }), '105 2.064'],
    [
      'a candidate beyond the total',
      transaction('SRE', [FINGER], { two: { 64: 'MPS\x1eI\x1e004/003\x1e1' } }),
      '110 2.064',
    ],
    [
      'a score beyond the greatest',
      transaction('SRE', [FINGER], { two: { 64: 'CPS\x1eI\x1e001/001\x1e1000000' } }),
      '110 2.064',
    ],
    ['prints in an answer without a hit', transaction('SRE', [FINGER], { two: { 64: 'CPS\x1eN' } }), '102 -'],
    [
      'a trace in an answer about a person',
      transaction('SRE', [LATENT], { two: { 64: 'CPS\x1eI\x1e001/001\x1e1' } }),
      '102 -',
    ],
    ['an error of no known code', transaction('ERR', [], { two: { 74: '777: ?' } }), '115 2.074'],
    ['prints with an error', transaction('ERR', [FINGER], { two: { 74: '999' } }), '102 -'],
    ['a mark of three letters', transaction('MPS', [LATENT], { two: { 9: 'ABC' } }), '107 2.009'],
    ['a case without its state', transaction('MPS', [LATENT], { two: { 7: 'C2025' } }), '115 2.007'],
    ['a letter that is not ASCII', transaction('MPS', [LATENT], { two: { 7: 'NL/\xc4' } }), '111 2.007'],
  ];
  for (const [what, file, fault] of faults) {
    it(`names code and field: ${what}`, () => {
      expect(faultOf(file)).to.equal(fault);
    });
  }
});
