/** What the gateway does by itself for an authority is decided by the policy, as if an officer asked. */
import { expect } from 'chai';
import type { Authority } from '../../src/gateway/identity/peer.js';
import { type OwnGrounds, ownPermit } from '../../src/gateway/own-permit.js';
import { loadPolicy, type Policy } from '../../src/gateway/policy/decide.js';
import { Refusal } from '../../src/shared/refusal.js';

const UNIT: Authority = {
  ...{ code: 'XA-PIU', uri: 'urn:ostiary:authority:xa:piu', memberState: 'XA', displayName: 'Unit of XA' },
  ...{ kinds: ['PIU'], suspended: false, tokenIssuer: undefined, oversees: [] },
};
const GROUNDS: OwnGrounds = {
  ...{ authority: 'XA-PIU', authorityKind: 'PIU', legalBasisId: 'PNR-6-2-A', purpose: 'PNR', system: 'PNR' },
  operations: ['ASSESS'],
};
const clock = { now: () => Date.parse('2026-11-26T12:00:00Z') };

describe('a permit for an access of the gateway’s own', () => {
  const shipped = loadPolicy();
  after(() => shipped.release());

  /** The permit, or the reason why there is none. */
  function ask(changes: Partial<OwnGrounds> = {}, unit = UNIT, policy: Policy = shipped) {
    const authorities = { find: (code: string) => (code === unit.code ? unit : undefined) };
    try {
      return ownPermit({ policy, authorities, clock }, { ...GROUNDS, ...changes });
    } catch (error) {
      if (error instanceof Refusal) return error.reason;
      throw error;
    }
  }

  it('has the scope and the decision of the policy in force', () => {
    const permit = ask();
    if (typeof permit === 'string') expect.fail(permit);
    expect(permit.scope).to.deep.equal({
      ...{ authority: 'XA-PIU', memberState: 'XA', authorityKind: 'PIU' },
      categories: new Set(['PASSENGER', 'RESULT']),
    });
    expect(permit.decision).to.include({ effect: 'permit', policy_version: shipped.version, rule: 'PNR-6-2-A' });
  });

  it('is refused by the rules by which an officer would be', () => {
    expect(ask({ legalBasisId: 'PNR-6-2-Z' })).to.equal('LEGAL_BASIS_UNKNOWN');
    expect(ask({ operations: ['CONSULT'] })).to.equal('OPERATION_NOT_ALLOWED');
    expect(ask({}, { ...UNIT, kinds: ['POL'] })).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('is refused to an authority that the registry does not have, or has suspended', () => {
    expect(ask({ authority: 'XB-PIU' })).to.equal('FORBIDDEN');
  });

  it('is refused where it obliges somebody to something', () => {
    const decide: Policy['decide'] = (request) => ({
      ...shipped.decide(request),
      obligations: ['INFORM'] as unknown as ReturnType<Policy['decide']>['obligations'],
    });
    expect(ask({}, UNIT, { version: shipped.version, decide })).to.equal('FORBIDDEN');
  });
});
