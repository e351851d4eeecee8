/** What the law says of every legal basis there is, and every one that may still be added. */
import { expect } from 'chai';
import type { LegalOperation } from '../../src/adapters/adapter.js';
import { requestOf } from '../../src/gateway/policy/cases.js';
import type { PreparedPolicy } from '../../src/gateway/policy/decide.js';
import type { LegalBasis } from '../../src/gateway/policy/legal-basis.js';
import type { AccessGrounds } from '../../src/gateway/policy/request.js';
import { Refusal } from '../../src/shared/refusal.js';
import { FIRST_DAY, policyOnceInForce } from './policies.js';

/** Rows on the paragraphs that know urgency; each with the paragraph. */
const URGENT: ReadonlyMap<string, string> = new Map([
  ['EES-LE-URG', 'Reg. (EU) 2017/2226 Art. 31(2)'],
  ['VIS-LE-OLD-URG', 'Decision 2008/633/JHA Art. 4(2)'],
  ['VIS-LE-URG', 'Reg. (EC) 767/2008 Art. 22n(2)'],
  ['ETIAS-LE-URG', 'Reg. (EU) 2018/1240 Art. 51(4)'],
  ['EUD-LE-URG', 'Reg. (EU) 2024/1358 Art. 32(4)'],
  ['PNR-6-2-B', 'Directive (EU) 2016/681 Art. 6(2)(b), as read in C-817/19'],
  ['PNR-6-2-B-PIU', 'Directive (EU) 2016/681 Art. 6(2)(b), as read in C-817/19'],
  ['PNR-9-3', 'Directive (EU) 2016/681 Art. 9(3)'],
]);

/** Grounds that show everything that any row may ask for. */
const EVERYTHING: Partial<AccessGrounds> = {
  offence: { code: 'terrorism', maximumPenaltyMonths: 240, terrorist: true, listedAs: 'EAW-13' },
  nationalLawEmpowered: true,
  onBehalfOf: 'XA-POLICE',
  consentReference: 'CONSENT-1',
  aim: 'OBTAIN_MORE',
  priorSearches: [
    { kind: 'NATIONAL', reference: 'N-1', result: 'NO_MATCH' },
    { kind: 'PRUM_DACTYLOSCOPIC', reference: 'P-1', result: 'NO_MATCH' },
    { kind: 'CIR', reference: 'C-1', result: 'MATCH' },
    { kind: 'EES', reference: 'E-1', result: 'NO_MATCH' },
    { kind: 'EUROPOL', reference: 'Q-1', result: 'NO_MATCH' },
  ],
};

describe('whatever row is named', () => {
  let policy: PreparedPolicy;
  before(() => {
    policy = policyOnceInForce();
  });
  after(() => {
    policy.release();
  });

  const rows = (system?: string): readonly LegalBasis[] =>
    [...policy.source.tables.bases.values()].filter((basis) => system === undefined || basis.system === system);

  /** Refusal, or "permitted", of a question on the row that shows all and does this. */
  function ask(
    basis: LegalBasis,
    kind: string,
    operation: LegalOperation,
    changes: Partial<AccessGrounds> = {},
  ): string {
    const [purpose] = basis.purposes;
    const [personCategory] = basis.personCategories;
    const [approver] = basis.approvers;
    const until = basis.regime.until;
    if (purpose === undefined) throw new Error(`${basis.id} serves no purpose`);
    const asked = requestOf({
      system: basis.operations.has('LOG_READ') ? 'AUDIT' : basis.system,
      operations: [operation],
      today: until ?? FIRST_DAY,
      authority: { state: 'XA', kinds: [kind], oversees: ['XA-POLICE'] },
      officer: { roles: [], unit: null },
      grounds: {
        ...(EVERYTHING as Required<AccessGrounds>),
        personCategory: personCategory ?? 'SUSPECT',
        ...changes,
        legalBasisId: basis.id,
        purpose,
      },
      approval:
        approver === undefined || changes.emergency !== undefined ? undefined : { approverKind: approver, id: 'A-1' },
    });
    try {
      policy.decide(asked);
      return 'permitted';
    } catch (error) {
      if (error instanceof Refusal) return error.reason;
      throw error;
    }
  }

  it('can be relied on by somebody: each is permitted to a kind that it lists, when everything is shown', () => {
    const never = rows().filter((basis) =>
      [...basis.authorityKinds].every((kind) =>
        [...basis.operations].every(
          (operation) =>
            ask(basis, kind, operation, URGENT.has(basis.id) ? { urgency: 'IMMINENT_DANGER' } : {}) !== 'permitted',
        ),
      ),
    );
    expect(never.map(({ id }) => id)).to.deep.equal([]);
  });

  it('an emergency comes before approval on the paragraphs that know urgency, and on no other', () => {
    const emergency: Partial<AccessGrounds> = {
      urgency: 'IMMINENT_DANGER',
      emergency: 'A kidnapped child is in danger of life',
    };
    for (const basis of rows()) {
      const permitted = [...basis.authorityKinds].some((kind) =>
        [...basis.operations].some((operation) => ask(basis, kind, operation, emergency) === 'permitted'),
      );
      expect(permitted, basis.id).to.equal(URGENT.has(basis.id));
    }
  });

  it('SIS is searched by face at border crossing points only, and by DNA never (1862 Arts. 42, 43(4))', () => {
    for (const basis of rows('SIS')) {
      for (const kind of basis.authorityKinds) {
        const face = ask(basis, kind, 'IDENT_FACE');
        expect(face === 'permitted', `${basis.id} ${kind}`).to.equal(basis.id === 'SIS62-43-4' && kind === 'BOR');
        expect(ask(basis, kind, 'SEARCH_DNA'), `${basis.id} ${kind}`).to.not.equal('permitted');
      }
    }
  });

  it('SIS is searched with crime-scene traces by police and operating units only (1862 Art. 43(3), 1861 Art. 33(3))', () => {
    for (const basis of rows('SIS')) {
      for (const kind of basis.authorityKinds) {
        const listed = ['SIS62-43-3', 'SIS61-33-3'].includes(basis.id) && ['POL', 'LEA_UNIT'].includes(kind);
        expect(ask(basis, kind, 'TRACE_PRINT') === 'permitted', `${basis.id} ${kind}`).to.equal(listed);
      }
    }
  });

  for (const { who, system, only, article } of [
    { who: ['VRS_GOV', 'BARS_GOV'], system: 'SIS', only: ['SEARCH_OBJ'], article: '1862 Arts. 45, 46' },
    { who: ['FRS_GOV'], system: 'SIS', only: ['SEARCH_ALPHA', 'SEARCH_DOC', 'SEARCH_OBJ'], article: '1862 Art. 47' },
    { who: ['VRS_PRIV', 'BARS_PRIV', 'FRS_PRIV'], system: 'SIS', only: [], article: '1862 Arts. 45(3), 46(3), 47(4)' },
    {
      who: ['ASY_DET', 'EUROJUST', 'FRONTEX', 'NSEC', 'PIU', 'FIU', 'CARRIER'],
      system: 'SIS',
      only: [],
      article: '1862 Art. 44',
    },
    { who: ['LEA_UNIT'], system: 'EES', only: ['REQUEST_FULL'], article: 'EES Art. 31(1)' },
    { who: ['LEA_UNIT'], system: 'VIS', only: ['REQUEST_FULL'], article: 'VIS Art. 22n(1)' },
    { who: ['LEA_UNIT'], system: 'ETIAS', only: ['REQUEST_FULL'], article: 'ETIAS Art. 51(1)' },
    { who: ['LEA_UNIT'], system: 'EURODAC', only: ['REQUEST_FULL'], article: 'Eurodac Art. 32(1)' },
    { who: ['CARRIER'], system: 'EES', only: ['STATUS'], article: 'EES Art. 13' },
    { who: ['CARRIER'], system: 'ETIAS', only: ['STATUS'], article: 'ETIAS Art. 45' },
    { who: ['POL', 'JUD', 'CUS', 'BOR', 'LEA_UNIT'], system: 'ECRIS_TCN', only: [], article: 'ECRIS-TCN Art. 7(1)' },
    { who: ['POL', 'JUD', 'BOR', 'LEA_UNIT'], system: 'BAR', only: [], article: '2019/1153 Art. 3(1)' },
    {
      who: ['POL', 'BOR', 'JUD', 'EUROPOL'],
      system: 'EURODAC',
      only: ['IDENT_PRINT', 'IDENT_FACE'],
      article: 'Eurodac Arts. 27, 32',
    },
    {
      who: ['EULISA'],
      system: undefined,
      only: [],
      article: '2025/13 Art. 26(3), 2024/982 Art. 66(4): who runs a system has no access to content',
    },
  ] as const) {
    const name = `${who.join(', ')} ${only.length === 0 ? 'do nothing' : `do nothing but ${only.join(', ')}`} in ${system ?? 'any system'} (${article})`;
    it(name, () => {
      for (const basis of rows(system)) {
        for (const kind of who) {
          for (const operation of basis.operations) {
            if ((only as readonly string[]).includes(operation)) continue;
            expect(ask(basis, kind, operation), `${basis.id} ${kind} ${operation}`).to.not.equal('permitted');
          }
        }
      }
    });
  }

  it('Union bodies write no alerts (1862 Arts. 37a, 48 to 50)', () => {
    for (const basis of rows('SIS')) {
      for (const kind of ['EUROPOL', 'EUROJUST_NM', 'FRONTEX_TEAM', 'ETIAS_CU']) {
        for (const operation of ['ENTER', 'UPDATE', 'DELETE', 'FLAG', 'LINK'] as const) {
          expect(ask(basis, kind, operation), `${basis.id} ${kind} ${operation}`).to.not.equal('permitted');
        }
      }
    }
  });

  it('who reviews reads logs; of the data themselves only the passenger data of its unit (2016/681 Art. 5)', () => {
    for (const basis of rows()) {
      for (const kind of ['DPO', 'DPA']) {
        for (const operation of basis.operations) {
          if (operation === 'LOG_READ' || (basis.id === 'PNR-5' && kind === 'DPO')) continue;
          expect(ask(basis, kind, operation), `${basis.id} ${kind} ${operation}`).to.not.equal('permitted');
        }
      }
    }
  });
});
