import { expect } from 'chai';
import type { LegalOperation } from '../../../../src/adapters/adapter.js';
import { PROHIBITIONS, prohibition } from '../../../../src/gateway/policy/tables/prohibitions.js';

/** What an instrument forbids, and the article in the reason given. */
const FORBIDDEN: readonly [
  kind: string,
  operation: LegalOperation | undefined,
  system: string,
  categories: string[],
  article: RegExp,
][] = [
  ['VRS_PRIV', 'SEARCH_OBJ', 'SIS', ['OBJ', 'OBJ:a'], /45\(3\)/],
  ['FRS_PRIV', undefined, 'SIS', ['OBJ', 'OBJ:j'], /47\(4\)/],
  ['EULISA', 'READ', 'API', ['API'], /26\(3\)/],
  ['ASY_DET', 'SEARCH_ALPHA', 'SIS', ['ARR'], /44\(1\)\(e\)/],
  ['NSEC', 'SEARCH_ALPHA', 'SIS', ['DSC'], /44–50/],
  ['PIU', 'READ', 'SIS', ['ARR'], /44–50/],
  ['NCB', 'READ', 'SIS', ['OBJ', 'OBJ:l'], /65/],
  ['EUROJUST', 'READ', 'SIS', ['ARR'], /44–50/],
  ['VRS_GOV', 'SEARCH_ALPHA', 'SIS', ['ARR'], /45, 46/],
  ['BARS_GOV', undefined, 'SIS', ['MIS-P'], /45, 46/],
  ['FRS_GOV', 'SEARCH_ALPHA', 'SIS', ['ARR', 'JPR'], /47/],
  ['EUROJUST_NM', 'SEARCH_ALPHA', 'SIS', ['SPC'], /49\(1\)/],
  ['EUROJUST_NM', undefined, 'SIS', ['INF'], /49\(1\)/],
  ['EUROPOL', 'ENTER', 'SIS', ['INF'], /37a/],
  ['SIR', 'COPY', 'SIS', ['ARR'], /N\.SIS Offices alone/],
  ['EUROPOL', 'COPY', 'SIS', ['ARR'], /N\.SIS Offices alone/],
  ['NSIS', 'READ', 'SIS', ['ARR'], /runs the copy/],
  ['POL', 'SEARCH_DNA', 'SIS', ['MIS-P'], /42\(3\)/],
  ['POL', 'TRACE_PRINT', 'SIS', ['ARR', 'JPR'], /43\(3\)/],
  ['SIR', 'FLAG', 'SIS', ['JPR'], /24/],
  ['LEA_UNIT', 'IDENT_PRINT', 'EES', ['FILE'], /EES 31/],
  ['EUROPOL_UNIT', 'CONSULT', 'ETIAS', ['APPLICATION'], /ETIAS 51/],
  ['CAP', 'IDENT_FACE', 'ETIAS', ['APPLICATION'], /17/],
  ['CAP', 'CONSULT', 'ETIAS', ['EDUCATION'], /52/],
  ['POL', 'FLAG_QUERY', 'ECRIS_TCN', ['RECORD'], /7, 14/],
  ['LEA_UNIT', 'FLAG_QUERY', 'CIR', ['FLAG', 'IDENTITY'], /22/],
  ['EPPO', 'READ', 'EUROPOL', ['CROSS-CHECK'], /20a/],
  ['POL', 'READ', 'EUROPOL', ['OPERATIONAL'], /20\(2\)/],
  ['POL', 'READ', 'CTR', ['PROCEEDINGS'], /25\(3\)/],
  ['CARRIER', 'READ', 'PNR', ['PASSENGER'], /Art\. 8/],
  ['BOR', 'READ', 'API', ['API', 'OTHER-PNR'], /Art\. 10/],
  ['DPO', 'SEARCH_ALPHA', 'PNR', ['PASSENGER'], /12\(6\)/],
  ['POL', 'LOG_READ', 'SIS', ['LOG'], /12\(6\)/],
  ['PIU', 'OVERSEE', 'PNR', ['RESULT'], /Art\. 5/],
  ['PIU', 'APPROVE', 'APPROVALS', ['PNR'], /C-817\/19/],
];

/** The nearest that the same articles allow. */
const ALLOWED: readonly [kind: string, operation: LegalOperation | undefined, system: string, categories: string[]][] =
  [
    ['VRS_GOV', 'SEARCH_OBJ', 'SIS', ['OBJ', 'OBJ:a']],
    ['FRS_GOV', 'SEARCH_ALPHA', 'SIS', ['ARR', 'DSC', 'OBJ', 'OBJ:j']],
    ['ASY_SEC', 'SEARCH_ALPHA', 'SIS', ['ARR']],
    ['EUROJUST_NM', 'SEARCH_ALPHA', 'SIS', ['ARR', 'UNK', 'JPR']],
    ['EUROPOL', 'SEARCH_ALPHA', 'SIS', ['INF', 'RET']],
    ['POL', 'TRACE_PRINT', 'SIS', ['ARR', 'UNK']],
    ['SIR', 'FLAG', 'SIS', ['ARR', 'INF']],
    ['NSIS', 'COPY', 'SIS', ['ARR', 'OBJ', 'UNK']],
    ['NSIS_PARTIAL', undefined, 'SIS', ['RET']],
    ['LEA_UNIT', 'REQUEST_FULL', 'EES', ['FILE']],
    ['CAP', 'IDENT_PRINT', 'EES', ['FILE']],
    ['ETIAS_NU', 'READ', 'ETIAS', ['EDUCATION']],
    ['CRA', 'FLAG_QUERY', 'ECRIS_TCN', ['RECORD']],
    ['LEA_UNIT', 'FLAG_QUERY', 'CIR', ['FLAG']],
    ['POL', 'IDENT_PRINT', 'CIR', ['IDENTITY']],
    ['EPPO', 'FLAG_QUERY', 'EUROPOL', ['OPERATIONAL']],
    ['TERR_CORR', 'READ', 'CTR', ['PROCEEDINGS']],
    ['CARRIER', 'STATUS', 'EES', ['STATUS']],
    ['PIU', 'READ', 'API', ['API', 'OTHER-PNR']],
    ['DPO', 'READ', 'PNR', ['PASSENGER']],
    ['DPO', 'OVERSEE', 'PNR', ['RESULT']],
    ['DPA', 'LOG_READ', 'SIS', ['LOG']],
    ['JUD', 'APPROVE', 'APPROVALS', ['PNR']],
  ];

describe('prohibitions of the instruments', () => {
  for (const [kind, operation, system, categories, article] of FORBIDDEN) {
    it(`keep ${kind} from ${operation ?? 'seeing'} ${categories.join(', ')} in ${system}`, () => {
      expect(prohibition(kind, system, operation, new Set(categories))).to.match(article);
    });
  }
  for (const [kind, operation, system, categories] of ALLOWED) {
    it(`leave ${kind} ${operation ?? 'seeing'} ${categories.join(', ')} in ${system} to the tables`, () => {
      expect(prohibition(kind, system, operation, new Set(categories))).to.equal(undefined);
    });
  }

  it('are each shown above', () => {
    const shown = FORBIDDEN.map(([kind, operation, system, categories]) =>
      prohibition(kind, system, operation, new Set(categories)),
    );
    expect(shown).to.include.members(PROHIBITIONS.map(({ because }) => because));
  });
});
