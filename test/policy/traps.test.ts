import { expect } from 'chai';
import type { LegalOperation } from '../../src/adapters/adapter.js';
import { NEUTRAL_GROUNDS } from '../../src/gateway/policy/cases.js';
import type { Permit, PreparedPolicy } from '../../src/gateway/policy/decide.js';
import { PolicyDenial } from '../../src/gateway/policy/denial.js';
import type { AccessGrounds, PolicyRequest } from '../../src/gateway/policy/request.js';
import { Refusal } from '../../src/shared/refusal.js';
import { shippedPolicy } from './policies.js';

describe('traps of the policy', () => {
  let policy: PreparedPolicy;
  before(() => {
    policy = shippedPolicy();
  });
  after(() => {
    policy.release();
  });

  const refusal = (asked: PolicyRequest): Refusal => {
    try {
      policy.decide(asked);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    throw new Error('was permitted');
  };
  const permit = (asked: PolicyRequest): Permit => policy.decide(asked);

  it('lets no vehicle registration service search a person, by whatever operation', () => {
    for (const operation of ['SEARCH_ALPHA', 'SEARCH_DOC', 'VERIFY_BIO', 'IDENT_PRINT', 'READ'] as const) {
      const asked = question('VRS_GOV', 'SIS62-45-1', 'REGISTRATION', [operation]);
      expect(refusal(asked).reason, operation).to.be.oneOf(['OPERATION_NOT_ALLOWED', 'FORBIDDEN']);
    }
  });

  it('shows Eurojust no alert of Articles 36 and 37a on any basis that it may rely on', () => {
    for (const basis of policy.source.tables.bases.values()) {
      if (basis.system !== 'SIS' || !basis.authorityKinds.has('EUROJUST_NM')) continue;
      const [purpose] = basis.purposes;
      if (purpose === undefined) throw new Error(`${basis.id} serves no purpose`);
      const { scope } = permit(question('EUROJUST_NM', basis.id, purpose, [...basis.operations]));
      for (const category of ['DSC', 'INQ', 'SPC', 'OBJ-36', 'INF', 'REF', 'RSM', 'RET']) {
        expect(scope.categories.has(category), `${basis.id} ${category}`).to.equal(false);
      }
    }
  });

  it('opens return alerts to Europol for migrant smuggling, and its other bases never show them', () => {
    const smuggling = offence('facilitation of unauthorised entry', 96, 'EAW-13');
    const drugs = offence('drug trafficking', 96, 'EAW-05');
    const ask = (basis: string, changes: Partial<AccessGrounds>): PolicyRequest =>
      question('EUROPOL', basis, 'UNION_BODY_MANDATE', ['SEARCH_ALPHA'], changes);
    expect([...permit(ask('SIS60-17-2', { offence: smuggling })).scope.categories]).to.deep.equal(['RET']);
    expect(refusal(ask('SIS60-17-2', { offence: drugs })).reason).to.equal('THRESHOLD_NOT_MET');
    expect(permit(ask('SIS62-48-1', { offence: smuggling })).scope.categories.has('RET')).to.equal(false);
    expect(permit(ask('SIS61-35', { offence: smuggling })).scope.categories.has('RET')).to.equal(false);
  });

  it('takes the basis of one system for no other', () => {
    const asked = question('POL', 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA']);
    for (const system of ['EES', 'VIS', 'CIR', 'ESP', 'EUROPOL', 'INTERPOL', 'PNR', 'AUDIT', 'APPROVALS']) {
      expect(refusal({ ...asked, system }).reason, system).to.equal('LEGAL_BASIS_UNKNOWN');
    }
  });

  it('counts an approval that is named but was not confirmed as none: expired, used up, refused or foreign', () => {
    const asked = unmasking({ approvalId: '01J8ZQ4Y7W0000000000000000' });
    expect(refusal(asked).reason).to.equal('APPROVAL_REQUIRED');
    const approved = { ...asked, approval: { id: '01J8ZQ4Y7W0000000000000000', approverKind: 'JUD' } };
    expect(permit(approved).obligations).to.deep.equal(['USE_APPROVAL']);
    // The same question a second time, when the approval is gone: what was decided before does not help.
    expect(refusal(asked).reason).to.equal('APPROVAL_REQUIRED');
  });

  it('lets no emergency pass where the article knows none, whatever else is shown', () => {
    const asked = unmasking({ urgency: 'IMMINENT_DANGER', emergency: 'The suspect lands within the hour' });
    expect(refusal(asked).reason).to.be.oneOf(['BREAK_GLASS_NOT_ALLOWED', 'APPROVAL_REQUIRED']);
  });

  it('gives an officer no more than the authority has, whatever the token says', () => {
    const asked = question('VRS_GOV', 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA']);
    const officer = { id: 'officer-1', roles: ['POL', 'DPO', 'CAP', 'emergency', 'admin'], unit: 'Police' };
    expect(refusal({ ...asked, officer }).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('answers each authority for itself: one that was permitted opens nothing to the next', () => {
    const ask = (kind: string, state: string): PolicyRequest =>
      question(kind, 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA'], {}, state);
    const first = permit(ask('POL', 'XA')).scope;
    const second = permit(ask('CUS', 'XB')).scope;
    expect(first).to.include({ authority: 'XA-POL', memberState: 'XA', authorityKind: 'POL' });
    expect(second).to.include({ authority: 'XB-CUS', memberState: 'XB', authorityKind: 'CUS' });
    expect(refusal(ask('VRS_GOV', 'XA')).reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('judges each day for itself: what was permitted today was not permitted before the article applied', () => {
    const asked = question('POL', 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA']);
    permit(asked);
    expect(refusal({ ...asked, today: '2023-03-06' }).reason).to.equal('LEGAL_BASIS_NOT_IN_FORCE');
    permit({ ...asked, today: '2023-03-07' });
  });

  it('tells rule and article of a refusal, and nothing of whom or what was asked about', () => {
    const secret = 'Mueller-Beispiel, 14 March 1975';
    const asked = question('VRS_GOV', 'SIS62-45-1', 'REGISTRATION', ['SEARCH_ALPHA'], {
      caseReference: secret,
      justification: secret,
      onBehalfOf: secret,
      consentReference: secret,
    });
    const denied = refusal(asked);
    expect(denied).to.be.instanceOf(PolicyDenial);
    expect(denied.metadata).to.include({ rule: 'SIS62-45-1', instrument: 'Reg. (EU) 2018/1862' });
    expect(denied.message + JSON.stringify(denied.metadata)).to.not.include('Mueller');
  });

  it('permits no question that does not say what it does', () => {
    const asked = question('POL', 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', []);
    expect(refusal(asked).reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('refuses a known basis with unknown words, and fails with none', () => {
    for (const kind of ['', 'pol', 'POL ', '__proto__', 'constructor', 'POL,BOR']) {
      const asked = question(kind, 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA']);
      expect(refusal(asked).reason, kind).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
    }
    for (const basis of ['', 'sis62-44-1-b', '__proto__', 'constructor', 'SIS62-44-1-B ']) {
      const asked = question('POL', basis, 'POLICE_CUSTOMS_CHECK', ['SEARCH_ALPHA']);
      expect(refusal(asked).reason, basis).to.equal('LEGAL_BASIS_UNKNOWN');
    }
    for (const operation of ['', 'ANY', 'search_alpha', '__proto__']) {
      const asked = question('POL', 'SIS62-44-1-B', 'POLICE_CUSTOMS_CHECK', [operation as LegalOperation]);
      expect(refusal(asked).reason, operation).to.be.oneOf(['OPERATION_NOT_ALLOWED', 'FORBIDDEN']);
    }
  });
});

function unmasking(changes: Partial<AccessGrounds>): PolicyRequest {
  const drugs = offence('drug trafficking', 60, 'PNR-04');
  return { ...question('LEA_UNIT', 'PNR-12-3', 'PNR', ['UNMASK'], { offence: drugs, ...changes }), system: 'PNR' };
}

function offence(code: string, maximumPenaltyMonths: number, listedAs: string): NonNullable<AccessGrounds['offence']> {
  return { code, maximumPenaltyMonths, terrorist: false, listedAs };
}

function question(
  kind: string,
  legalBasisId: string,
  purpose: AccessGrounds['purpose'],
  operations: readonly LegalOperation[],
  changes: Partial<AccessGrounds> = {},
  memberState = 'XA',
): PolicyRequest {
  return {
    authority: {
      code: `${memberState}-${kind}`,
      uri: 'urn:ostiary:authority:xa:trap',
      memberState,
      displayName: 'An authority that tries',
      kinds: [kind],
      suspended: false,
      tokenIssuer: undefined,
      oversees: [],
    },
    officer: { id: 'officer-1', roles: [], unit: undefined },
    grounds: {
      ...NEUTRAL_GROUNDS,
      legalBasisId,
      purpose,
      ...changes,
    },
    system: 'SIS',
    operations,
    approval: undefined,
    today: '2026-11-26',
  };
}
