/** ListEmergencies and ReviewEmergency. */
import type { LegalOperation, Operation } from '../../../adapters/adapter.js';
import {
  type EmergencyDetails,
  EmergencyVerdict,
  type ListEmergenciesRequest,
  ListEmergenciesResponse,
  type ReviewEmergencyRequest,
  ReviewEmergencyResponse,
} from '../../../gen/ostiary/approval/v1/approval.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { jsonToBinary } from '../../contract/json.js';
import type { EmergenciesOf, Emergency } from '../emergencies.js';
import {
  accessOf,
  type ActingOfficer,
  actingOfficer,
  type ApprovalParts,
  audit,
  EMERGENCY_PLACE,
  inScope,
  nextPage,
  notFound,
  ownRequest,
  pageOf,
  wrongState,
} from '../parts.js';
import { printEmergency } from '../print.js';
import { APPROVALS, EMERGENCY_REVIEW_ROLE, type ApprovalRules } from '../rules.js';

/** What is sealed of an emergency (confirm.ts). */
interface SealedEmergency {
  readonly officer: string;
  readonly emergency: string;
  readonly justification: string;
  readonly caseReference: string;
  readonly question: string;
}

/** Most emergencies in a reply that shows what was asked: a question can be large, and the log names whom each is about. */
const MOST_WITH_DETAILS = 10;

/** What a reviewer is shown, and whom it is about. */
interface Shown {
  readonly details: EmergencyDetails;
  readonly terms: readonly IndexTerm[];
}

/** By what an act about emergencies is judged. */
function operationsOf(rules: ApprovalRules, basisId: string): readonly LegalOperation[] {
  return rules.basis(basisId)?.operations.has('LOG_READ') ? ['LOG_READ'] : rules.partyOperations(basisId, 'REVIEW');
}

/** Makes ListEmergencies. */
export function listEmergenciesOperation(
  parts: ApprovalParts,
): Operation<ListEmergenciesRequest, ListEmergenciesResponse> {
  const { rules, keys, emergencies } = parts;
  return {
    parse(request) {
      const wanted = pageOf(request);
      const basisId = accessOf(request).legalBasisId;
      const legalOperations = operationsOf(rules, basisId);
      const isReview = !legalOperations.includes('LOG_READ');
      return {
        legalOperations,
        audit: audit({ open_only: request.openOnly, ...(wanted.before !== undefined && { before: wanted.before }) }),
        async ask(context) {
          const actor = actingOfficer(keys, context);
          const which: EmergenciesOf = isReview
            ? whichToReview(rules, basisId, actor, [...context.scope.categories])
            : { authorities: [...context.scope.categories], systems: [...(context.scope.log?.systems ?? [])] };
          const isDetailed =
            isReview && (rules.basis(basisId)?.system === APPROVALS || actor.roles.includes(EMERGENCY_REVIEW_ROLE));
          const page = isDetailed ? { ...wanted, size: Math.min(wanted.size, MOST_WITH_DETAILS) } : wanted;
          const found = await emergencies.list(which, request.openOnly, page);
          const printed = await Promise.all(
            found.map(async (emergency) => {
              const isShown = isReview && mayReview(rules, emergency, actor, basisId);
              return { emergency, shown: isShown ? await openDetails(parts, emergency, actor) : undefined };
            }),
          );
          return {
            status: found.length > 0 ? 'HIT' : 'NO_HIT',
            response: ListEmergenciesResponse.fromPartial({
              emergencies: printed.map(({ emergency, shown }) => printEmergency(emergency, shown?.details)),
              nextPageToken: nextPage(found, page),
            }),
            disclosures: printed.map(({ emergency: { id, system, authority }, shown }) => ({
              reference: id,
              // In the scope of whoever reads logs, a category is an authority.
              category: isReview ? system : authority,
              fieldGroups: shown === undefined ? ['state'] : ['state', 'question'],
              // Whom the question is about is disclosed to whoever reads it.
              ...(shown !== undefined && { terms: shown.terms }),
            })),
          };
        },
      };
    },
  };
}

/** Makes ReviewEmergency. */
export function reviewEmergencyOperation(
  parts: ApprovalParts,
): Operation<ReviewEmergencyRequest, ReviewEmergencyResponse> {
  const { rules, keys, emergencies } = parts;
  return {
    parse(request) {
      const { requestId: id, verdict, reason } = request;
      const state = verdict === EmergencyVerdict.JUSTIFIED ? 'justified' : 'unjustified';
      return {
        legalOperations: rules.partyOperations(accessOf(request).legalBasisId, 'REVIEW'),
        audit: audit({ reason, request_id: id, verdict: state }),
        async ask(context) {
          const actor = actingOfficer(keys, context);
          const emergency = inScope(await emergencies.find(id), context);
          if (emergency === undefined || !mayReview(rules, emergency, actor, accessOf(request).legalBasisId))
            throw notFound('emergency access');
          if (emergency.officer === actor.officer) throw ownRequest();
          context.signal.throwIfAborted();
          const reviewed = await emergencies.review(id, { ...actor, state });
          if (reviewed === undefined) throw wrongState('request_id', 'names an emergency access that was reviewed');
          await keys.forget(id).catch(() => undefined);
          // What fails here is done by the next round.
          await parts.hurry(id).catch(() => undefined);
          return {
            status: 'HIT',
            response: ReviewEmergencyResponse.fromPartial({ emergency: printEmergency(reviewed) }),
            disclosures: [{ reference: id, category: emergency.system, fieldGroups: ['state'] }],
          };
        },
      };
    },
  };
}

/** The reviewer's own authority, or the body whose approval was not waited for. */
function mayReview(
  rules: ApprovalRules,
  { authority, memberState, legalBasis }: Emergency,
  actor: ActingOfficer,
  basisId: string,
): boolean {
  if (actor.authority === authority && actor.roles.includes(EMERGENCY_REVIEW_ROLE)) return true;
  return (
    rules.isApprovedOn(basisId, legalBasis) &&
    actor.memberState === memberState &&
    rules.approversOf(legalBasis).includes(actor.authorityKind)
  );
}

function whichToReview(
  rules: ApprovalRules,
  basisId: string,
  actor: ActingOfficer,
  systems: readonly string[],
): EmergenciesOf {
  // On a basis of its own an authority asks for those of its own officers.
  if (rules.basis(basisId)?.system !== APPROVALS) return { authority: actor.authority, systems };
  return { legalBases: rules.basesApprovedBy(actor.authorityKind), memberState: actor.memberState, systems };
}

async function openDetails(
  parts: ApprovalParts,
  { id, authority, operation, sealed }: Emergency,
  actor: ActingOfficer,
): Promise<Shown | undefined> {
  const text = sealed === undefined ? undefined : await parts.keys.open(id, EMERGENCY_PLACE, sealed);
  const route = parts.routes().get(operation);
  if (text === undefined || route?.kind !== 'system') return undefined;
  const { officer, emergency, justification, caseReference, question } = JSON.parse(text) as SealedEmergency;
  const message = jsonToBinary(route.method.input, Buffer.from(question));
  return {
    details: {
      // Officers are pseudonymous to other authorities.
      officer: actor.authority === authority ? officer : '',
      emergency,
      justification,
      caseReference,
      questionJson: question,
    },
    terms: route.operation.parse(route.codec.decode(message)).terms ?? [],
  };
}
