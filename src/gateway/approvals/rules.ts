/** What the legal-basis table says about approvals and emergencies. */
import type { LegalOperation } from '../../adapters/adapter.js';
import type { LegalBasis } from '../policy/legal-basis.js';

/** System code of the service itself. */
export const APPROVALS = 'APPROVALS';

/** Role without which no officer has emergency access. */
export const EMERGENCY_ROLE = 'emergency';

/** Role in which an officer reviews the emergency accesses of their own authority. */
export const EMERGENCY_REVIEW_ROLE = 'emergency-review';

/** Kinds that search for whoever asked them to, once they have verified the request. */
const SEARCHES_FOR_OTHERS: ReadonlySet<string> = new Set(['CAP', 'EUROPOL_CAP', 'NAP']);

/** What the service and the pipeline need of the table. */
export interface ApprovalRules {
  /** The row; undefined when there is none. */
  basis(id: string): LegalBasis | undefined;
  /** Kinds of authority whose approval a question on this basis needs: one of them suffices. Empty when it needs none. */
  approversOf(id: string): readonly string[];
  /** Whether a row of an approving body is the one for questions on a basis: of the same instrument, for a kind it names. */
  isApprovedOn(rowId: string, basisId: string): boolean;
  /** Rows whose approval authorities of a kind give. */
  basesApprovedBy(kind: string): readonly string[];
  /**
   * The reasoned request of an operating unit without which no question on a basis is approved: where whoever may put the
   * question is whoever approves it, it would ask itself (EES Art. 31(1), VIS Art. 22n(1), ETIAS Art. 51(1)). Undefined
   * where the table has none for the purposes of the basis.
   */
  reasonedRequestFor(id: string): string | undefined;
  /** Operations that an act about one's own request is judged by: of a reasoned request where the row is one. */
  ownOperations(id: string): readonly LegalOperation[];
  /** What a party to an approval does, judged by the basis of its act: that of the approving body, or its own. */
  partyOperations(id: string, operation: 'APPROVE' | 'REVIEW'): readonly LegalOperation[];
  /** Whether an authority may put a question that was approved. */
  mayUse(question: UseOfApproval): boolean;
}

/** Who wants to use whose approval. */
export interface UseOfApproval {
  readonly basisId: string;
  readonly user: { readonly code: string; readonly memberState: string; readonly kinds: readonly string[] };
  /** Authority that asked for the approval, and the one that gave it. */
  readonly requester: string;
  readonly approver: string;
}

/** Reads the rules off the table, which may be another one tomorrow. */
export function approvalRules(bases: () => ReadonlyMap<string, LegalBasis>): ApprovalRules {
  const basis = (id: string): LegalBasis | undefined => bases().get(id);
  const approversOf = (id: string): readonly string[] => [...(basis(id)?.approvers ?? [])];
  const ownOperations = (id: string): readonly LegalOperation[] => {
    const operations = [...(basis(id)?.operations ?? [])];
    return operations.includes('REQUEST_FULL') ? ['REQUEST_FULL'] : operations.slice(0, 1);
  };
  return {
    basis,
    approversOf,
    isApprovedOn(rowId, basisId) {
      const row = basis(rowId);
      if (row?.system !== APPROVALS || row.instrument !== basis(basisId)?.instrument) return false;
      return approversOf(basisId).some((kind) => row.authorityKinds.has(kind));
    },
    basesApprovedBy: (kind) => [...bases().values()].filter((row) => row.approvers.has(kind)).map(({ id }) => id),
    reasonedRequestFor(id) {
      const asked = basis(id);
      if (asked === undefined || asked.operations.has('REQUEST_FULL')) return undefined;
      if (![...asked.authorityKinds].every((kind) => asked.approvers.has(kind))) return undefined;
      return [...bases().values()].find(
        ({ system, instrument, operations, purposes }) =>
          system === asked.system &&
          instrument === asked.instrument &&
          operations.has('REQUEST_FULL') &&
          [...asked.purposes].every((purpose) => purposes.has(purpose)),
      )?.id;
    },
    ownOperations,
    partyOperations: (id, operation) => (basis(id)?.system === APPROVALS ? [operation] : ownOperations(id)),
    mayUse({ basisId, user, requester, approver }) {
      if (user.code === requester) return true;
      const searchers = [...(basis(basisId)?.authorityKinds ?? [])].filter((kind) => SEARCHES_FOR_OTHERS.has(kind));
      if (searchers.length === 0) return false;
      if (user.code === approver) return true;
      // Eurodac: the verifying authority forwards to the National Access Point of its state, a third body.
      return searchers.includes('NAP') && user.kinds.includes('NAP') && approver.startsWith(`${user.memberState}-`);
    },
  };
}
