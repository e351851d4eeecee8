/** How long entries are kept and on which rows they are read: expectations by hand, from the articles on logs. */
import { expect } from 'chai';
import { applies, inForce } from '../../../../src/gateway/policy/legal-basis.js';
import { loadPolicyTables } from '../../../../src/gateway/policy/tables/load.js';
import { sourceOnceInForce } from '../../../policy/policies.js';
import { faultsOf, LOGS, smallTables, type TableRow, toFiles } from './small-tables.js';

describe('the log of each system', () => {
  const { bases, logs } = loadPolicyTables();

  const kept: [system: string, legalBasis: string | undefined, retention: string | undefined][] = [
    // Reg. (EU) 2018/1862 Art. 12(5): three years.
    ['SIS', 'SIS62-44-1-B', 'sis-3y'],
    ['SIS', undefined, 'sis-3y'],
    // Directive (EU) 2016/681 Art. 13(6): five years.
    ['PNR', 'PNR-6-2-B', 'pnr-5y'],
    // Decision 2008/615/JHA Art. 30(4): two years; Reg. (EU) 2024/982 Arts. 18(2), 40(3), 45(3): three.
    ['PRUM_DNA', 'PRUM1-3', 'prum-2y'],
    ['PRUM_FINGERPRINT', 'PRUM1-9', 'prum-2y'],
    ['PRUM_VEHICLE', 'PRUM1-12-SUGGEST', 'prum-2y'],
    ['PRUM_DNA', 'PRUM2-6', 'prum2-3y'],
    ['PRUM_VEHICLE', 'PRUM2-16', 'prum2-3y'],
    ['PRUM_FACE', 'PRUM2-20', 'prum2-3y'],
    ['EPRIS', 'PRUM2-26', 'prum2-3y'],
    ['PRUM_DNA', undefined, 'prum2-3y'],
    // A row of another system shortens nothing.
    ['PRUM_DNA', 'PRUM1-9', 'prum2-3y'],
    ['PRUM_DNA', 'PRUM1-FORGED', 'prum2-3y'],
    ['CIR', 'CIR-22', 'iop-1y'],
    // What is said about an approval is kept as the access that it is about, on the row of either party and of the reader.
    ['APPROVALS', 'PNR-6-2-B', 'pnr-5y'],
    ['APPROVALS', 'APPR-PNR-JUD', 'pnr-5y'],
    ['APPROVALS', 'APPR-PNR-INDEP', 'pnr-5y'],
    ['APPROVALS', 'PNR-13-6', 'pnr-5y'],
    ['APPROVALS', 'APPR-SIS-26-4', 'sis-3y'],
    ['APPROVALS', 'SIS62-12-6', 'sis-3y'],
    ['APPROVALS', 'EES-LE-REQ', 'ees-ret1'],
    ['APPROVALS', 'APPR-VIS-OLD', 'vis-ret1'],
    ['APPROVALS', 'APPR-EUD', 'eurodac-ret1'],
    ['APPROVALS', 'PRUM1-30', 'prum-2y'],
    ['APPROVALS', undefined, undefined],
    ['APPROVALS', 'NO-SUCH-ROW', undefined],
    ['UNKNOWN', 'SIS62-44-1-B', undefined],
  ];
  for (const [system, legalBasis, retention] of kept) {
    it(`is kept as ${retention ?? 'that of no system'}: ${system} on ${legalBasis ?? 'no row'}`, () => {
      expect(logs.retentionOf(system, legalBasis)).to.equal(retention);
    });
  }

  it('is opened by rows that allow the reading of logs, each of which opens one', () => {
    for (const { id, operations } of bases.values()) {
      expect(logs.openedOn(id).systems.size > 0, id).to.equal(operations.has('LOG_READ'));
    }
    expect(logs.readOn('PRUM_DNA')).to.have.members(['PRUM1-30', 'PRUM2-55']);
    expect(logs.readOn('PRUM_FACE')).to.deep.equal(['PRUM2-55']);
  });

  it('stays readable when the regime has ended, and so does the review of an emergency under it', () => {
    const { bases: later } = sourceOnceInForce().tables;
    for (const [id, operation] of [
      ['PRUM1-30', 'LOG_READ'],
      ['APPR-VIS-OLD', 'REVIEW'],
    ] as const) {
      const basis = later.get(id)!;
      const { from = '' } = basis.regime;
      const dayBefore = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
      expect(inForce(basis.regime, '2030-06-01'), id).to.equal(false);
      expect([dayBefore, from, '2030-06-01'].map((day) => applies(basis, [operation], day))).to.deep.equal([
        false,
        true,
        true,
      ]);
      expect(applies(basis, ['APPROVE'], '2030-06-01')).to.equal(false);
      expect(applies(basis, [operation, 'APPROVE'], '2030-06-01')).to.equal(false);
      expect(applies(basis, [], '2030-06-01')).to.equal(false);
    }
  });

  type Spoil = (rows: TableRow[]) => void;
  const faults: [what: string, column: string, spoil: Spoil, problem: RegExp][] = [
    ['an unknown class', 'retention', ([row]) => (row!.retention = 'sis-9y'), /"sis-9y" is not known/],
    ['an unknown system', 'system', ([row]) => (row!.system = 'XYZ'), /"XYZ" is not known/],
    ['a row that reads no logs', 'read_on', ([row]) => (row!.read_on = 'CHECK'), /"CHECK" is not known/],
    ['no article', 'article', ([row]) => (row!.article = ''), /must not be empty/],
    ['two lines', 'regimes', (rows) => rows.push({ ...rows[0] }), /a second line for the same accesses to SIS/],
    ['no line for the rest', 'regimes', (rows) => rows.splice(3, 1), /PRUM_FINGERPRINT has no line for its other/],
    ['a row that opens nothing', 'read_on', ([row]) => (row!.read_on = ''), /no line is read on LOGS/],
  ];
  for (const [what, column, spoil, problem] of faults) {
    it(`is described without: ${what}`, () => {
      const tables = smallTables();
      spoil(tables['logs.csv']);
      const found = faultsOf(toFiles(tables));
      expect(found.map(({ file }) => file)).to.deep.equal(['logs.csv']);
      expect(found[0]?.column).to.equal(column);
      expect(found[0]?.problem).to.match(problem);
    });
  }

  it('tells approvals of two systems apart by their class', () => {
    const tables = smallTables();
    tables['categories.csv'].push({ system: 'APPROVALS', code: 'SIS', members: '', meaning: 'A category' });
    tables['access-matrix.csv'].find(({ system }) => system === 'APPROVALS')!.categories = 'EES|SIS';
    tables['legal-basis.csv'].push({
      ...tables['legal-basis.csv'].find(({ id }) => id === 'APPROVE')!,
      ...{ id: 'APPROVE-SIS', article: '26(4)', categories: 'SIS' },
    });
    expect(faultsOf(toFiles(tables))).to.deep.equal([]);
    tables['logs.csv'].find(({ system }) => system === 'EES')!.retention = 'sis-3y';
    expect(tables['legal-basis.csv'][LOGS]?.id).to.equal('LOGS');
    expect(faultsOf(toFiles(tables)).map(({ problem }) => problem)).to.include(
      'approvals for EES and SIS are kept alike but read on other rows',
    );
  });
});
