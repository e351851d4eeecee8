/** The tables that come with the gateway, against the law: every expectation is written by hand from the articles. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { inForce, visible, type LegalBasis } from '../../../../src/gateway/policy/legal-basis.js';
import { loadPolicyTables, POLICY_FOLDER } from '../../../../src/gateway/policy/tables/load.js';

const tables = loadPolicyTables();
const { bases, matrix } = tables;
const basis = (id: string): LegalBasis => {
  const found = bases.get(id);
  if (found === undefined) throw new Error(`no legal basis ${id}`);
  return found;
};
const OBJECTS = 'abcdefghijklmnopqr';

/** Columns of the access matrix of SIS, and the categories in each. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  'REF/RSM': ['REF', 'RSM'],
  RET: ['RET'],
  ARR: ['ARR'],
  32: ['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV'],
  JPR: ['JPR'],
  36: ['DSC', 'INQ', 'SPC'],
  INF: ['INF'],
  UNK: ['UNK'],
};
const ALL = 'REF/RSM RET ARR 32 JPR 36 INF UNK';

/** Kind → columns it sees, letters of Art. 38(2) it sees. */
const SIS_MATRIX: readonly [kinds: string, columns: string, letters: string][] = [
  ['BOR POL CUS LEA_UNIT IMM ASY_SEC NAT JUD EUROPOL FRONTEX_TEAM SIR', ALL, OBJECTS],
  ['VISA', 'REF/RSM RET', 'kl'],
  ['VIS_DES', 'ARR 32 JPR 36 INF', OBJECTS],
  ['ASY_DET', '', ''],
  ['VRS_GOV', '', 'abcmp'],
  ['BARS_GOV', '', 'efhi'],
  ['FRS_GOV', 'ARR 36', 'j'],
  ['EUROJUST_NM', 'ARR 32 JPR UNK', OBJECTS],
  ['ETIAS_CU', 'REF/RSM ARR 32 JPR 36', 'kl'],
  ['ETIAS_NU', 'REF/RSM RET ARR 32 JPR 36', 'kl'],
  ['VRS_PRIV BARS_PRIV FRS_PRIV NSEC PIU FIU CARRIER NCB EUROJUST EULISA PUBLIC', '', ''],
];

describe('the policy tables that come with the gateway', () => {
  for (const [kinds, columns, letters] of SIS_MATRIX) {
    it(`show of SIS to ${kinds}: ${columns || 'no persons'}, objects ${letters || 'none'}`, () => {
      const persons = columns.split(' ').flatMap((column) => COLUMNS[column] ?? []);
      const objects = letters === '' ? [] : ['OBJ', ...Array.from(letters, (letter) => `OBJ:${letter}`)];
      for (const kind of kinds.split(' ')) {
        // Art. 36 alerts on objects, and what is sought under it alone (non-cash means of payment, z): whoever sees all
        // alerts. Arts. 47, 49a and 44(1)(g), (h) open persons and Art. 38.
        const checked = columns === ALL ? ['OBJ-36', 'OBJ-37A', 'OBJ:z'] : [];
        // What helps find a person (Arts. 26(5), 32(8), 34(2)): they, and Eurojust, whose Art. 49(1) names these articles.
        const locating = columns === ALL || kind === 'EUROJUST_NM' ? ['OBJ-26', 'OBJ-32', 'OBJ-34'] : [];
        expect([...matrix.categories('SIS', kind)], kind).to.have.members([
          ...persons,
          ...objects,
          ...checked,
          ...locating,
        ]);
      }
    });
  }

  const started: [id: string, lastDayBefore: string, firstDay: string][] = [
    ['SIS62-44-1-B', '2023-03-06', '2023-03-07'],
    ['EES-23', '2025-10-11', '2025-10-12'],
    ['EUD-LE', '2026-06-11', '2026-06-12'],
    ['PNR-6-2-B', '2018-05-24', '2018-05-25'],
    ['PRUM1-9', '2011-08-25', '2011-08-26'],
    ['EPOL-20-1', '2017-04-30', '2017-05-01'],
  ];
  for (const [id, before, first] of started) {
    it(`apply ${id} from ${first} on`, () => {
      expect([before, first, '2026-11-26'].map((day) => inForce(basis(id).regime, day))).to.deep.equal([
        false,
        true,
        true,
      ]);
    });
  }

  it('apply nothing whose start nobody has set', () => {
    const waiting = ['SIS62-37A', 'SIS62-43-4', 'SIS62-44-1-F', 'SIS62-44-1-G', 'SIS62-44-1-H', 'SIS62-49A']
      .concat(['ESP-7', 'CIR-20-2', 'CIR-22', 'MID-26-1', 'VIS-LE', 'ETIAS-49', 'EUD-LE-CIR', 'ECR-7-1A', 'API-10-B'])
      .concat(['ECR-7A', 'ECR-7B', 'ECR-7C', 'PRUM2-39', 'IPOL-TDAWN-ETIAS'])
      .concat(['PRUM2-6', 'PRUM2-11', 'PRUM2-16', 'PRUM2-20', 'PRUM2-26', 'API12-14']);
    for (const id of waiting) expect(inForce(basis(id).regime, '2999-12-31'), id).to.equal(false);
  });

  const prum: [id: string, penaltyMonths: number | undefined, persons: string[], operation: string][] = [
    ['PRUM2-6', undefined, [], 'SEARCH_DNA'],
    ['PRUM2-11', undefined, [], 'IDENT_PRINT'],
    ['PRUM2-16', undefined, [], 'SEARCH_OBJ'],
    ['PRUM2-16-3', undefined, ['SUSPECT', 'CONVICTED'], 'SEARCH_ALPHA'],
    ['PRUM2-20', 12, ['SUSPECT', 'CONVICTED'], 'IDENT_FACE'],
    ['PRUM2-20-VICTIM', 12, ['VICTIM'], 'IDENT_FACE'],
    ['PRUM2-26', 12, ['SUSPECT', 'CONVICTED'], 'SEARCH_ALPHA'],
    ['PRUM2-29-DNA', undefined, ['MISSING', 'REMAINS'], 'SEARCH_DNA'],
  ];
  for (const [id, penaltyMonths, persons, operation] of prum) {
    it(`keep to the admissibility matrix of Reg. (EU) 2024/982: ${id}`, () => {
      const row = basis(id);
      expect(row.threshold).to.deep.equal({ penaltyMonths, terrorist: false, offenceList: undefined });
      expect([...row.personCategories]).to.have.members(persons);
      expect([...row.operations]).to.include(operation);
      // Art. 33: case, whom it is about and what it is to bring are stated with every query.
      expect([...row.preconditions]).to.include.members(['SPECIFIC_CASE', 'PERSON_CATEGORY', 'AIM']);
    });
  }

  it('ask about victims and missing persons only where national law allows', () => {
    for (const id of ['PRUM2-20-VICTIM', 'PRUM2-29-DNA', 'PRUM2-29-PRINT', 'PRUM2-29-FACE']) {
      expect([...basis(id).preconditions], id).to.include('NATIONAL_LAW');
    }
  });

  it('disclose unmasked passenger data on approval of a court or an independent authority only (2016/681 Art. 12(3))', () => {
    for (const row of bases.values()) {
      if (row.system !== 'PNR' || !row.categories.has('UNMASKED') || row.purposes.has('DATA_PROTECTION_REVIEW'))
        continue;
      expect(row.threshold, row.id).to.deep.equal({ penaltyMonths: 36, terrorist: true, offenceList: 'PNR' });
      expect([...row.preconditions], row.id).to.include('PRIOR_AUTHORISATION');
      expect([...row.approvers], row.id).to.have.members(['JUD', 'INDEP']);
      expect(row.breakGlass, row.id).to.equal(false);
    }
  });

  it('ask for the approval of the access point wherever it asks a travel system for law enforcement', () => {
    const asked = [...bases.values()].filter(
      ({ system, authorityKinds }) =>
        ['EES', 'VIS', 'ETIAS'].includes(system) && (authorityKinds.has('CAP') || authorityKinds.has('EUROPOL_CAP')),
    );
    expect(asked).to.have.length.greaterThan(10);
    for (const row of asked) {
      // VIS-R Art. 22p, missing and trafficked persons: none of the conditions of Art. 22o(1).
      if (row.id === 'VIS-22P') continue;
      expect([...row.preconditions], row.id).to.include('CAP_APPROVAL');
      expect(row.threshold, row.id).to.deep.equal({ penaltyMonths: 36, terrorist: true, offenceList: 'EAW' });
      // EES 31(2), VIS-R 22n(2), ETIAS 51(4): an emergency needs a danger that cannot wait.
      expect(row.breakGlass, row.id).to.equal(row.preconditions.has('IMMINENT_DANGER'));
    }
  });

  it('waive the earlier searches for Eurodac where the CIR flagged it (2024/1358 Art. 33(2))', () => {
    expect([...basis('EUD-LE').preconditions]).to.include.members(['NATIONAL_SEARCH', 'PRUM_SEARCH']);
    expect([...basis('EUD-LE-CIR').preconditions]).to.have.members(['SPECIFIC_CASE', 'VA_APPROVAL', 'CIR_FLAG']);
  });

  it('intersect what the article covers with what the kind may see', () => {
    expect([...visible(tables, basis('SIS62-47-4'), 'POL')]).to.have.members([
      'ARR',
      'DSC',
      'INQ',
      'SPC',
      'OBJ',
      'OBJ:j',
    ]);
    expect([...visible(tables, basis('SIS60-17-1'), 'VISA')]).to.deep.equal(['RET']);
    expect([...visible(tables, basis('SIS62-44-1-B'), 'VRS_GOV')]).not.to.include('ARR');
  });

  it('cite an article and mark how it is known, in every row and line', () => {
    const rows = (name: string): Record<string, string>[] =>
      parse(readFileSync(join(POLICY_FOLDER, name)), { columns: true });
    const mark = /\[(verified|from memory|interpretation|project)/;
    for (const row of rows('legal-basis.csv')) {
      expect(row.article, row.id).to.match(/^([0-9]|RPD |-$)/);
      expect(row.notes, row.id).to.match(mark);
    }
    for (const line of rows('access-matrix.csv')) {
      expect(line.notes, `${line.system} ${line.authority_kind}`).to.match(mark);
    }
    for (const regime of rows('regimes.csv')) expect(regime.source, regime.id).to.match(mark);
  });

  it('have rows for every system that the exchange knows', () => {
    const systems = 'SIS ESP CIR MID EES VIS ETIAS EURODAC ECRIS_TCN EUROPOL INTERPOL BAR FADO CTR EEDES API PRUM_DNA'
      .concat(' PRUM_FINGERPRINT PRUM_FACE PRUM_VEHICLE EPRIS PNR APPROVALS AUDIT')
      .split(' ');
    expect([...new Set([...bases.values()].map(({ system }) => system))]).to.have.members(systems);
  });
});
