import { expect } from 'chai';
import fc from 'fast-check';
import type { LegalOperation } from '../../../src/adapters/adapter.js';
import type { Authority } from '../../../src/gateway/identity/peer.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import { visible } from '../../../src/gateway/policy/legal-basis.js';
import { question } from '../../helpers/policy-questions.js';
import { policyOnceInForce } from '../../policy/policies.js';
import type {
  AccessGrounds,
  PolicyRequest,
  PriorSearchKind,
  PriorSearchResult,
} from '../../../src/gateway/policy/request.js';
import { Refusal, type RefusalReason } from '../../../src/shared/refusal.js';

const policy = loadPolicy();
const { tables } = policy.source;
const { bases } = tables;

const authority = (...kinds: string[]): Authority => ({
  code: 'XA-TEST',
  uri: 'urn:ostiary:authority:xa:test',
  memberState: 'XA',
  displayName: 'Test',
  kinds,
  suspended: false,
  tokenIssuer: undefined,
  oversees: ['XA-POLICE'],
});

const grounds = (changes: Partial<AccessGrounds>): AccessGrounds => question('POL', changes).grounds;

const request = (kind: string, changes: Partial<AccessGrounds>, ...operations: LegalOperation[]): PolicyRequest => ({
  authority: authority(kind),
  grounds: grounds(changes),
  system: 'SIS',
  operations,
  officer: { id: 'officer-1', roles: [], unit: undefined },
  approval: undefined,
  today: '2026-11-26',
});

function denial(asked: PolicyRequest): Refusal {
  try {
    policy.decide(asked);
  } catch (error) {
    expect(error).to.be.instanceOf(Refusal);
    return error as Refusal;
  }
  throw new Error('expected a denial');
}

/** A question about a serious offence, approved where a body must approve. */
function lawEnforcement(
  system: string,
  legalBasisId: string,
  kind: string,
  approverKind: string | undefined,
  operation: LegalOperation,
  purpose: AccessGrounds['purpose'] = 'CRIMINAL_OFFENCE',
): PolicyRequest {
  const offence = { code: 'robbery', maximumPenaltyMonths: 60, terrorist: false, listedAs: 'EAW-18' };
  return {
    ...request(kind, { legalBasisId, purpose, offence, aim: 'IDENTIFY', personCategory: 'UNKNOWN' }, operation),
    system,
    approval: approverKind === undefined ? undefined : { id: 'a-1', approverKind },
  };
}

/** The same after an earlier search without a match. */
const searched = (asked: PolicyRequest, kind: PriorSearchKind): PolicyRequest => ({
  ...asked,
  grounds: { ...asked.grounds, priorSearches: [{ kind, reference: 'r-0', result: 'NO_MATCH' }] },
});

function isPermitted(asked: PolicyRequest): boolean {
  try {
    policy.decide(asked);
    return true;
  } catch {
    return false;
  }
}

describe('the policy', () => {
  const permitted: [name: string, asked: PolicyRequest, sees: string[], never: string[]][] = [
    [
      'police check, 1862 Art. 44(1)(b): every category of that regulation, none of the border regulations',
      request('POL', {}, 'SEARCH_ALPHA'),
      ['ARR', 'MIS-P', 'DSC', 'INF', 'UNK', 'OBJ', 'OBJ:a', 'OBJ:r'],
      ['REF', 'RSM', 'RET'],
    ],
    [
      'border check, 1861 Art. 34(1)(a): refusals of entry only',
      request('BOR', { legalBasisId: 'SIS61-34-1-A', purpose: 'BORDER_CONTROL' }, 'SEARCH_ALPHA'),
      ['REF', 'RSM'],
      ['ARR', 'RET', 'OBJ'],
    ],
    [
      'return alerts, 1860 Art. 17(1)',
      request('BOR', { legalBasisId: 'SIS60-17-1', purpose: 'BORDER_CONTROL' }, 'SEARCH_ALPHA'),
      ['RET'],
      ['REF', 'ARR'],
    ],
    [
      'vehicle registration, 1862 Art. 45(1): objects a, b, c, m, p and nobody',
      request('VRS_GOV', { legalBasisId: 'SIS62-45-1', purpose: 'REGISTRATION' }, 'SEARCH_OBJ'),
      ['OBJ', 'OBJ:a', 'OBJ:b', 'OBJ:c', 'OBJ:m', 'OBJ:p'],
      ['ARR', 'DSC', 'OBJ:d', 'OBJ:j', 'OBJ:l'],
    ],
    [
      'boat and aircraft registration, 1862 Art. 46(1): objects e, f, h, i',
      request('BARS_GOV', { legalBasisId: 'SIS62-46-1', purpose: 'REGISTRATION' }, 'SEARCH_OBJ'),
      ['OBJ:e', 'OBJ:f', 'OBJ:h', 'OBJ:i'],
      ['OBJ:a', 'ARR'],
    ],
    [
      'firearms registration, 1862 Art. 47: persons of Arts. 26 and 36, object j',
      request('FRS_GOV', { legalBasisId: 'SIS62-47-1', purpose: 'REGISTRATION' }, 'SEARCH_ALPHA'),
      ['ARR', 'DSC', 'INQ', 'SPC', 'OBJ:j'],
      ['MIS-P', 'JPR', 'OBJ:a', 'INF'],
    ],
    [
      'Eurojust national members, 1862 Art. 49(1): neither Art. 36 nor Art. 37a',
      request('EUROJUST_NM', { legalBasisId: 'SIS62-49-1', purpose: 'UNION_BODY_MANDATE' }, 'SEARCH_ALPHA'),
      ['ARR', 'MIS-P', 'JPR', 'OBJ', 'UNK'],
      ['DSC', 'INQ', 'SPC', 'INF', 'REF', 'RET'],
    ],
    [
      'serious offence of three years, 1862 Art. 44(1)(c)',
      request(
        'POL',
        {
          legalBasisId: 'SIS62-44-1-C',
          purpose: 'CRIMINAL_OFFENCE',
          offence: { code: 'robbery', maximumPenaltyMonths: 36, terrorist: false, listedAs: undefined },
        },
        'SEARCH_ALPHA',
      ),
      ['ARR'],
      ['REF'],
    ],
    [
      'naturalisation with an empowerment in national law, 1862 Art. 44(2)',
      request(
        'NAT',
        { legalBasisId: 'SIS62-44-2', purpose: 'NATURALISATION', nationalLawEmpowered: true },
        'SEARCH_ALPHA',
      ),
      ['ARR'],
      [],
    ],
    [
      'police asking for a private registration service that it names, 1862 Art. 45(3)',
      request('POL', { legalBasisId: 'SIS62-45-3', purpose: 'REGISTRATION', onBehalfOf: 'Plates Ltd' }, 'SEARCH_OBJ'),
      ['OBJ:a'],
      ['OBJ:d', 'ARR'],
    ],
  ];
  for (const [name, asked, sees, never] of permitted) {
    it(`permits: ${name}`, () => {
      const { scope } = policy.decide(asked);
      expect([...scope.categories]).to.include.members(sees);
      expect([...scope.categories]).not.to.include.oneOf([...never, 'nothing']);
    });
  }

  const denied: [name: string, asked: PolicyRequest, reason: RefusalReason, article: string | undefined][] = [
    [
      'a basis that does not exist',
      request('POL', { legalBasisId: 'SIS62-99' }, 'SEARCH_ALPHA'),
      'LEGAL_BASIS_UNKNOWN',
      undefined,
    ],
    [
      'a basis of another system',
      request('POL', { legalBasisId: 'CIR18-22' }, 'SEARCH_ALPHA'),
      'LEGAL_BASIS_UNKNOWN',
      undefined,
    ],
    [
      'vehicle registration searching persons (1862 Art. 45)',
      request('VRS_GOV', { legalBasisId: 'SIS62-45-1', purpose: 'REGISTRATION' }, 'SEARCH_ALPHA'),
      'OPERATION_NOT_ALLOWED',
      '45(1),(2)',
    ],
    [
      'vehicle registration on the police basis',
      request('VRS_GOV', {}, 'SEARCH_OBJ'),
      'AUTHORITY_KIND_NOT_ALLOWED',
      '44(1)(b)',
    ],
    [
      'a kind that the authority does not have',
      request('POL', { authorityKind: 'BOR', legalBasisId: 'SIS62-44-1-A', purpose: 'BORDER_CONTROL' }, 'SEARCH_ALPHA'),
      'AUTHORITY_KIND_NOT_ALLOWED',
      '44(1)(a)',
    ],
    [
      'a private registration service',
      request('VRS_PRIV', { legalBasisId: 'SIS62-45-1' }, 'SEARCH_OBJ'),
      'AUTHORITY_KIND_NOT_ALLOWED',
      '45(1),(2)',
    ],
    [
      'an asylum determining authority (1862 Art. 44(1)(e))',
      request('ASY_DET', { legalBasisId: 'SIS62-44-1-E', purpose: 'ASYLUM_SECURITY_CHECK' }, 'SEARCH_ALPHA'),
      'AUTHORITY_KIND_NOT_ALLOWED',
      '44(1)(e)',
    ],
    [
      'a purpose the basis does not serve',
      request('POL', { purpose: 'NATURALISATION' }, 'SEARCH_ALPHA'),
      'PURPOSE_NOT_ALLOWED',
      '44(1)(b)',
    ],
    [
      'no offence where a serious one is asked for',
      request('POL', { legalBasisId: 'SIS62-44-1-C', purpose: 'CRIMINAL_OFFENCE' }, 'SEARCH_ALPHA'),
      'THRESHOLD_NOT_MET',
      '44(1)(c)',
    ],
    [
      'an offence of less than three years',
      request(
        'POL',
        {
          legalBasisId: 'SIS62-44-1-C',
          purpose: 'CRIMINAL_OFFENCE',
          offence: { code: 'theft', maximumPenaltyMonths: 35, terrorist: false, listedAs: undefined },
        },
        'SEARCH_ALPHA',
      ),
      'THRESHOLD_NOT_MET',
      '44(1)(c)',
    ],
    [
      'naturalisation without an empowerment',
      request('NAT', { legalBasisId: 'SIS62-44-2', purpose: 'NATURALISATION' }, 'SEARCH_ALPHA'),
      'THRESHOLD_NOT_MET',
      '44(2)',
    ],
    [
      'asking for a private service without naming it',
      request('POL', { legalBasisId: 'SIS62-45-3', purpose: 'REGISTRATION' }, 'SEARCH_OBJ'),
      'THRESHOLD_NOT_MET',
      '45(3)',
    ],
    ['entering alerts on a search basis', request('POL', {}, 'ENTER'), 'OPERATION_NOT_ALLOWED', '44(1)(b)'],
    [
      'one allowed and one forbidden operation',
      request('POL', {}, 'SEARCH_ALPHA', 'TRACE_PRINT'),
      'OPERATION_NOT_ALLOWED',
      '44(1)(b)',
    ],
    [
      'use for another purpose without the authorisation of the issuing state (1862 Art. 56(5))',
      request('POL', { legalBasisId: 'SIS62-56-5', purpose: 'CRIMINAL_OFFENCE' }, 'READ'),
      'APPROVAL_REQUIRED',
      '56(5)',
    ],
  ];
  for (const [name, asked, reason, article] of denied) {
    it(`denies: ${name}`, () => {
      const refusal = denial(asked);
      expect(refusal.reason).to.equal(reason);
      expect(refusal.metadata.article).to.equal(article);
    });
  }

  it('asks an authority of several kinds to say in which it asks', () => {
    const asked = { ...request('POL', {}, 'SEARCH_ALPHA'), authority: authority('POL', 'BOR') };
    expect(denial(asked).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    const said = { ...asked, grounds: grounds({ authorityKind: 'POL' }) };
    expect(policy.decide(said).scope.authorityKind).to.equal('POL');
  });

  it('lets a data protection officer read the log on Art. 12(6) only, and only of those it oversees', () => {
    const asked: PolicyRequest = {
      ...request('DPO', {}),
      grounds: grounds({ legalBasisId: 'SIS62-12-6', purpose: 'DATA_PROTECTION_REVIEW' }),
      system: 'AUDIT',
      operations: ['LOG_READ'],
    };
    expect([...policy.decide(asked).scope.categories]).to.deep.equal(['XA-POLICE']);
    expect(denial({ ...asked, system: 'SIS', operations: ['SEARCH_ALPHA'] }).reason).to.equal('OPERATION_NOT_ALLOWED');
    expect(denial({ ...asked, authority: authority('POL') }).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    expect(denial({ ...asked, grounds: grounds({}) }).reason).to.equal('LEGAL_BASIS_UNKNOWN');
  });

  const opened: [basis: string, systems: string[], classes: string[]][] = [
    ['SIS62-12-6', ['SIS'], ['sis-3y']],
    ['PNR-13-6', ['PNR'], ['pnr-5y']],
    ['EES-46', ['EES'], ['ees-ret1']],
    // Decision 2008/615/JHA is about DNA, fingerprints and vehicles.
    ['PRUM1-30', ['PRUM_DNA', 'PRUM_FINGERPRINT', 'PRUM_VEHICLE'], ['prum-2y']],
  ];
  for (const [legalBasisId, systems, classes] of opened) {
    it(`opens on ${legalBasisId} the log of ${systems.join(', ')} and no other`, () => {
      const permit = policy.decide({
        ...request('DPO', {}),
        grounds: grounds({ legalBasisId, purpose: 'DATA_PROTECTION_REVIEW' }),
        system: 'AUDIT',
        operations: ['LOG_READ'],
      });
      expect([...(permit.scope.log?.systems ?? [])]).to.have.members(systems);
      expect([...(permit.scope.log?.classes ?? [])]).to.have.members(classes);
    });
  }

  it('opens the log of a regime that has ended, and allows no access under it', () => {
    const later = policyOnceInForce();
    const asked = (
      system: string,
      legalBasisId: string,
      purpose: AccessGrounds['purpose'],
      operation: LegalOperation,
    ) =>
      later.decide({
        ...request(operation === 'LOG_READ' ? 'DPA' : 'NCP', { legalBasisId, purpose }, operation),
        ...{ system, today: '2030-06-01' },
      });
    expect(asked('AUDIT', 'PRUM1-30', 'DATA_PROTECTION_REVIEW', 'LOG_READ').rule).to.equal('PRUM1-30');
    expect(() => asked('PRUM_FINGERPRINT', 'PRUM1-9', 'PRUM_SEARCH', 'IDENT_PRINT')).to.throw(/not in force/);
    later.release();
  });

  const searches: [name: string, asked: PolicyRequest, kind: PriorSearchKind, admitted: PriorSearchResult[]][] = [
    [
      'EES Art. 32(2)(a)',
      lawEnforcement('EES', 'EES-LE-ID-FACE', 'CAP', 'CAP', 'IDENT_FACE'),
      'NATIONAL',
      ['NO_MATCH', 'FUTILE'],
    ],
    [
      'EES Art. 32(2)(b): a Prüm search that was not completed in two days',
      searched(lawEnforcement('EES', 'EES-LE-ID', 'CAP', 'CAP', 'IDENT_PRINT'), 'NATIONAL'),
      'PRUM_DACTYLOSCOPIC',
      ['NO_MATCH', 'NOT_COMPLETED', 'FUTILE'],
    ],
    [
      'Eurodac Art. 33(1)(a): a Prüm search that was completed',
      searched(lawEnforcement('EURODAC', 'EUD-LE', 'NAP', 'EUD_VA', 'IDENT_PRINT'), 'NATIONAL'),
      'PRUM_DACTYLOSCOPIC',
      ['NO_MATCH', 'FUTILE'],
    ],
    [
      'Eurodac Art. 34: Europol’s own data',
      lawEnforcement('EURODAC', 'EUD-EPOL', 'EUROPOL_CAP', 'EUROPOL_CAP', 'IDENT_PRINT', 'UNION_BODY_MANDATE'),
      'EUROPOL',
      ['NO_MATCH'],
    ],
    [
      'SIS 1862 Art. 43(3): simultaneously, so not necessarily complete',
      lawEnforcement('SIS', 'SIS62-43-3', 'POL', undefined, 'TRACE_PRINT'),
      'NATIONAL',
      ['NO_MATCH', 'NOT_COMPLETED'],
    ],
    [
      'SIS 1862 Art. 40: identified by no other database',
      lawEnforcement('SIS', 'SIS62-40', 'POL', undefined, 'ENTER', 'RECORD_KEEPING'),
      'NATIONAL',
      ['NO_MATCH'],
    ],
    [
      '2008/616/JHA Art. 8: a profile without a national match',
      lawEnforcement('PRUM_DNA', 'PRUM1-3', 'NCP', undefined, 'SEARCH_DNA', 'PRUM_SEARCH'),
      'NATIONAL',
      ['NO_MATCH'],
    ],
  ];
  for (const [name, asked, kind, admitted] of searches) {
    it(`takes an earlier search of the right kind and result, and no other: ${name}`, () => {
      const results: PriorSearchResult[] = ['NO_MATCH', 'MATCH', 'NOT_COMPLETED', 'FUTILE'];
      const permitted = results.filter((result) => {
        const { priorSearches } = asked.grounds;
        const put = { ...asked.grounds, priorSearches: [...priorSearches, { kind, reference: 'r-1', result }] };
        return isPermitted({ ...asked, grounds: put });
      });
      expect(permitted).to.deep.equal(admitted);
      expect(denial(asked).reason).to.equal('PRECONDITION_NOT_SHOWN');
    });
  }

  it('lets every kind that a basis lists see something on it, so that none is open but empty', () => {
    for (const basis of bases.values()) {
      for (const kind of basis.authorityKinds) {
        expect(visible(tables, basis, kind), `${basis.id} for ${kind}`).not.to.be.empty;
      }
    }
  });

  it('never permits what the table does not list (property)', () => {
    const ids = [...bases.keys()];
    const kinds = [...new Set([...bases.values()].flatMap((basis) => [...basis.authorityKinds]))];
    const operations: LegalOperation[] = ['SEARCH_ALPHA', 'SEARCH_DOC', 'SEARCH_OBJ', 'READ', 'ENTER', 'TRACE_PRINT'];
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.constantFrom(...kinds),
        fc.constantFrom(...operations),
        (id, kind, operation) => {
          const basis = bases.get(id)!;
          const listed = basis.system === 'SIS' && basis.authorityKinds.has(kind) && basis.operations.has(operation);
          let permitted = true;
          try {
            policy.decide(request(kind, { legalBasisId: id }, operation));
          } catch {
            permitted = false;
          }
          return listed || !permitted;
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('does not let a cached permit answer another authority, purpose or threshold', () => {
    const asked = request('POL', {}, 'SEARCH_ALPHA');
    expect(policy.decide(asked)).to.deep.equal(policy.decide({ ...asked }));
    const other = { ...asked, authority: { ...asked.authority, code: 'XB-OTHER', memberState: 'XB' } };
    expect(policy.decide(other).scope.authority).to.equal('XB-OTHER');
    expect(denial({ ...asked, grounds: grounds({ purpose: 'VISA' }) }).reason).to.equal('PURPOSE_NOT_ALLOWED');
  });
});
