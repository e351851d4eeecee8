/** Questions to a policy, for tests. */
import type { LegalOperation } from '../../src/adapters/adapter.js';
import { NEUTRAL_GROUNDS } from '../../src/gateway/policy/cases.js';
import type { Policy } from '../../src/gateway/policy/decide.js';
import { PolicyDenial } from '../../src/gateway/policy/denial.js';
import type { AccessGrounds, PolicyRequest } from '../../src/gateway/policy/request.js';

/** A question of one kind; by default a police check in SIS. */
export function question(
  kind: string,
  changes: Partial<AccessGrounds> = {},
  rest: Partial<Omit<PolicyRequest, 'grounds' | 'authority'>> = {},
): PolicyRequest {
  return {
    authority: {
      code: 'XA-TEST',
      uri: 'urn:ostiary:authority:xa:test',
      memberState: 'XA',
      displayName: 'Test',
      kinds: [kind],
      suspended: false,
      tokenIssuer: undefined,
      oversees: ['XA-POLICE'],
    },
    officer: { id: 'officer-1', roles: [], unit: undefined },
    system: 'SIS',
    operations: ['SEARCH_ALPHA'] satisfies LegalOperation[],
    approval: undefined,
    today: '2026-11-26',
    ...rest,
    grounds: {
      ...NEUTRAL_GROUNDS,
      legalBasisId: 'SIS62-44-1-B',
      purpose: 'POLICE_CUSTOMS_CHECK',
      ...changes,
    },
  };
}

/** The denial that a question gets. Throws when it is permitted. */
export function denialOf(policy: Policy, asked: PolicyRequest): PolicyDenial {
  try {
    policy.decide(asked);
  } catch (error) {
    if (error instanceof PolicyDenial) return error;
    throw error;
  }
  throw new Error('permitted');
}
