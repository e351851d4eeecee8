/** The policy of the project, and what its tables let an authority see. */
import { visible } from '../../src/gateway/policy/legal-basis.js';
import { readPolicySource, SHIPPED_POLICY } from '../../src/gateway/policy/policy-source.js';

/** Read once for all tests. */
export const SHIPPED = readPolicySource(SHIPPED_POLICY);

/** Categories of SIS that a kind may see on a legal basis. */
export function sisScope(kind: string, basisId: string): ReadonlySet<string> {
  const basis = SHIPPED.tables.bases.get(basisId);
  return basis?.system === 'SIS' ? visible(SHIPPED.tables, basis, kind) : new Set();
}
