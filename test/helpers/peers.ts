/** Peers, officers and access contexts for tests that need no TLS. */
import type { Authority, Officer, Peer } from '../../src/gateway/identity/peer.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';

export function testAuthority(code: string, kinds: readonly string[], changes: Partial<Authority> = {}): Authority {
  const [state = 'XA', name = 'TEST'] = code.split('-');
  return {
    code,
    uri: `urn:ostiary:authority:${state.toLowerCase()}:${name.toLowerCase()}`,
    memberState: state,
    displayName: code,
    kinds,
    suspended: false,
    tokenIssuer: undefined,
    oversees: [],
    ...changes,
  };
}

export const testPeer = (authority: Authority): Peer => ({
  authority,
  certificateThumbprint: 'dGh1bWI',
  certificateSha256: 'ab'.repeat(32),
  certificateSerial: '01',
  remote: '127.0.0.1:1',
});

export const testOfficer: Officer = { id: 'officer-17', roles: ['searcher'], unit: 'Unit 1' };

/** A lawful police check, changed as asked. */
export function policeAccess(changes: Partial<AccessContext> = {}): AccessContext {
  return AccessContext.fromPartial({
    legalBasisId: 'SIS62-44-1-B',
    purpose: Purpose.POLICE_CUSTOMS_CHECK,
    caseReference: 'CASE-2026-000123',
    justification: 'identity check during a traffic stop',
    operatingUnit: 'Patrol 7',
    ...changes,
  });
}
