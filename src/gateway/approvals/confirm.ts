/**
 * What the pipeline asks of approvals. Before the decision: whether the approval that a question names holds for it. After
 * a permit that owes something, and before the intent is in the log: the approval is used up, or the emergency is recorded.
 * If a later step fails, the approval stays used and the emergency owes its review all the same: what cannot be said for
 * certain counts as done.
 */
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { KnownCall } from '../exchange/entries.js';
import type { SystemRoute } from '../exchange/route.js';
import type { Officer, Peer } from '../identity/peer.js';
import type { AccessGrounds, ApprovalFact } from '../policy/request.js';
import type { EmergencyStore } from './emergencies.js';
import type { ApprovalKeys } from './keys.js';
import { identityOf, questionJson } from './questions.js';
import { EMERGENCY_ROLE, type ApprovalRules } from './rules.js';
import { faultOf, type StepFault } from './states.js';
import type { ApprovalStore } from './store.js';

/** Why an approval does not hold, for the log: the caller is told only that it does not. */
export type ApprovalFault =
  'unknown' | 'foreign' | 'incompetent' | 'used-meanwhile' | 'key-gone' | StepFault | `state-${string}`;

/** What the pipeline has of approvals. */
export interface Confirmations {
  /** The approval that a question names, if it holds for it. Rejects with APPROVAL_NOT_VALID, whatever is wrong with it. */
  confirm(known: KnownCall, route: SystemRoute, request: object): Promise<ApprovalFact>;
  /** Does what a permit obliges the gateway to. Rejects with a Refusal when it cannot be done: then nobody is asked. */
  fulfil(known: KnownCall, route: SystemRoute, request: object): Promise<void>;
}

/** Without approvals: no approval holds, and nothing that a permit owes can be fulfilled. */
export const NO_APPROVALS: Confirmations = {
  confirm: (known) => Promise.reject(notValid(known, 'unknown')),
  fulfil: () => Promise.reject(unavailable(undefined)),
};

/** What confirmations are made with. */
export interface ConfirmationParts {
  readonly rules: ApprovalRules;
  readonly approvals: ApprovalStore;
  readonly emergencies: EmergencyStore;
  readonly keys: ApprovalKeys;
  readonly clock: Clock;
  /** Time for the review of an emergency, in milliseconds. */
  readonly reviewWithinMs: number;
}

/** Makes them. */
export function createConfirmations(parts: ConfirmationParts): Confirmations {
  const { rules, approvals, emergencies, keys, clock } = parts;

  const questionOf = (route: SystemRoute, request: object, grounds: AccessGrounds): string =>
    keys.digest('question', identityOf(route, request, grounds)).toString('hex');

  async function use(known: KnownCall, route: SystemRoute, request: object): Promise<void> {
    const { officer, grounds, requestId } = admitted(known);
    const { authority } = known.call.peer;
    if (grounds.approvalId === undefined) throw new TypeError('a permit without an approval obliges to use one');
    const actor = { authority: authority.code, officer: officerDigest(keys, known.call.peer, officer), requestId };
    const isFirst = await reaching(approvals.use(grounds.approvalId, questionOf(route, request, grounds), actor));
    if (!isFirst) throw notValid(known, 'used-meanwhile');
    // The row is erased with its use; if this fails, the sweep removes the key.
    await keys.forget(grounds.approvalId).catch(() => undefined);
  }

  async function open(known: KnownCall, route: SystemRoute, request: object): Promise<void> {
    const { officer, grounds, requestId } = admitted(known);
    const { peer } = known.call;
    if (!officer.roles.includes(EMERGENCY_ROLE)) {
      throw notAllowed(`emergency access needs the role "${EMERGENCY_ROLE}" in the officer’s token`);
    }
    await reaching(keys.make(requestId));
    const details = {
      officer: officer.id,
      emergency: grounds.emergency ?? '',
      justification: grounds.justification,
      caseReference: grounds.caseReference,
      question: questionJson(route, route.codec.encodeRequest(request)),
    };
    const isOpen = await reaching(
      emergencies.open({
        id: requestId,
        authority: peer.authority.code,
        memberState: peer.authority.memberState,
        officer: officerDigest(keys, peer, officer),
        system: route.method.system,
        operation: route.method.path,
        legalBasis: grounds.legalBasisId,
        reviewWithinMs: parts.reviewWithinMs,
        sealed: await reaching(keys.seal(requestId, 'emergency', JSON.stringify(details))),
      }),
    );
    if (isOpen) return;
    await keys.forget(requestId).catch(() => undefined);
    throw notAllowed('the review of an earlier emergency access of this officer is overdue');
  }

  return {
    async confirm(known, route, request) {
      const { grounds } = admitted(known);
      const { authority } = known.call.peer;
      const approval = await reaching(approvals.find(grounds.approvalId ?? ''));
      if (approval === undefined) throw notValid(known, 'unknown');
      const { approver, approverKind, legalBasis } = approval;
      if (!rules.mayUse({ basisId: legalBasis, user: authority, requester: approval.authority, approver })) {
        throw notValid(known, 'foreign');
      }
      const fault = faultOf(approval, { kind: 'use', question: questionOf(route, request, grounds) }, clock.now());
      if (fault !== undefined) throw notValid(known, fault === 'state' ? `state-${approval.state}` : fault);
      // A database that was set back to an earlier day gives used approvals as approved; their keys it does not give back.
      if (!(await reaching(keys.has(approval.id)))) throw notValid(known, 'key-gone');
      // The table may have changed since it was given.
      if (approverKind === undefined || !rules.approversOf(legalBasis).includes(approverKind)) {
        throw notValid(known, 'incompetent');
      }
      return { id: approval.id, approverKind };
    },
    async fulfil(known, route, request) {
      // Nobody waits for the answer: what was not used yet is not wasted.
      if (known.call.caller.gone) throw new Refusal('CANCELLED', 'the caller gave up');
      for (const obligation of known.permit?.obligations ?? []) {
        await (obligation === 'USE_APPROVAL' ? use : open)(known, route, request);
      }
    },
  };
}

/** Keyed digest of an officer, in hex: officers of different authorities never have the same. */
export const officerDigest = (
  keys: ApprovalKeys,
  { authority }: Pick<Peer, 'authority'>,
  { id }: Pick<Officer, 'id'>,
): string => officerDigestOf(keys, authority.code, id);

/** The same from an authority's code. */
export const officerDigestOf = (keys: ApprovalKeys, authority: string, officer: string): string =>
  keys.digest('officer', `${authority}\0${officer}`).toString('hex');

function admitted({ officer, grounds, requestId }: KnownCall): {
  readonly officer: Officer;
  readonly grounds: AccessGrounds;
  readonly requestId: string;
} {
  if (officer === undefined || grounds === undefined) throw new TypeError('confirmed before it was parsed');
  return { officer, grounds, requestId };
}

function notValid(known: KnownCall, fault: ApprovalFault): Refusal {
  known.approvalFault = fault;
  return new Refusal('APPROVAL_NOT_VALID', 'the approval does not cover this question');
}

const notAllowed = (message: string): Refusal => new Refusal('BREAK_GLASS_NOT_ALLOWED', message);

function unavailable(cause: unknown): Refusal {
  return new Refusal('SYSTEM_UNAVAILABLE', 'approvals cannot be confirmed now', {
    retryAfterMs: 1_000,
    metadata: { system: 'APPROVALS' },
    cause,
  });
}

/** What database or keys refuse to say is not taken for a yes. */
async function reaching<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}
