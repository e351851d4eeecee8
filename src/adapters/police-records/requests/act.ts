/** DecideRecordRequest, SupplyInformation, DeliverRecord, CloseRecordRequest: steps of the two sides. */
import {
  type CloseRecordRequestRequest,
  type CloseRecordRequestResponse,
  type DecideRecordRequestRequest,
  type DecideRecordRequestResponse,
  type DeliverRecordRequest,
  type DeliverRecordResponse,
  PersonStatus as WireStatus,
  RequestDecision,
  type SupplyInformationRequest,
  type SupplyInformationResponse,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import { type FieldViolation, Refusal } from '../../../shared/refusal.js';
import type { JsonObject } from '../../../shared/json.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { Inquiry, Operation } from '../../adapter.js';
import { auditPerson, personIndexTerms } from '../audit-terms.js';
import type { DeliveredRecord } from '../domain/record-request.js';
import type { RequestParts } from '../options.js';
import type { RequestStep } from '../store/request-store.js';
import { STATE_TO_WIRE } from '../wire/enums.js';
import { parseRecordedPerson } from '../wire/parse-person.js';
import { advance, ASKING, discloseProgress, HOLDING, type Side, timeOf } from './parts.js';

/** What every step answers. */
type Acted = DecideRecordRequestResponse &
  SupplyInformationResponse &
  DeliverRecordResponse &
  CloseRecordRequestResponse;

/** Makes DecideRecordRequest. */
export function decideOperation(
  parts: RequestParts,
): Operation<DecideRecordRequestRequest, DecideRecordRequestResponse> {
  return {
    parse({ requestId, decision, reason }) {
      const kind = DECISIONS[decision] ?? 'refuse';
      return act(parts, HOLDING, requestId, { decision: kind, reason }, [], (now) => ({
        kind,
        ...(kind === 'ask' ? { question: reason } : { decision: reason }),
        // Why it was refused can be read as long as a record could.
        ...(kind === 'refuse' && { keepUntilMs: now + parts.times.lifetimeMs }),
      }));
    },
  };
}

const DECISIONS: Readonly<Record<number, 'approve' | 'refuse' | 'ask'>> = {
  [RequestDecision.APPROVE]: 'approve',
  [RequestDecision.REFUSE]: 'refuse',
  [RequestDecision.ASK_INFORMATION]: 'ask',
};

/** Makes SupplyInformation. */
export function supplyOperation(parts: RequestParts): Operation<SupplyInformationRequest, SupplyInformationResponse> {
  return {
    parse: ({ requestId, information }) =>
      act(parts, ASKING, requestId, { information }, [], (now) => ({
        kind: 'supply',
        answer: information,
        // The holder's time begins anew.
        decideByMs: now + parts.times.decideWithinMs,
      })),
  };
}

/** Makes DeliverRecord. */
export function deliverOperation(parts: RequestParts): Operation<DeliverRecordRequest, DeliverRecordResponse> {
  return {
    parse(request) {
      const delivered = parseRecord(request);
      const { person, status, offences, authority, updatedOn } = delivered;
      const audit = {
        authority,
        offences,
        person: auditPerson(person),
        status,
        updated_on: updatedOn,
      };
      return act(parts, HOLDING, request.requestId, { record: audit }, personIndexTerms(person), (now) => ({
        kind: 'deliver',
        delivered,
        keepUntilMs: now + parts.times.lifetimeMs,
      }));
    },
  };
}

/** Makes CloseRecordRequest. */
export function closeOperation(parts: RequestParts): Operation<CloseRecordRequestRequest, CloseRecordRequestResponse> {
  return {
    parse: ({ requestId }) => act(parts, ASKING, requestId, {}, [], () => ({ kind: 'close' })),
  };
}

/** One step as an inquiry. The holder that takes one has the request in hand from then on. */
function act(
  parts: RequestParts,
  side: Side,
  id: string,
  audit: JsonObject,
  terms: readonly IndexTerm[],
  stepAt: (nowMs: number) => Omit<RequestStep, 'by' | 'handler'>,
): Inquiry<Acted> {
  return {
    legalOperations: side.legalOperations,
    audit: { ...audit, request_id: id },
    ...(terms.length > 0 && { terms }),
    async ask(context) {
      const step = stepAt(timeOf(parts, context));
      const handler = side === HOLDING ? { handler: context.scope.authority } : {};
      const advanced = await advance(parts, context, side, id, { ...step, ...handler });
      return {
        status: 'HIT',
        response: { receipt: undefined, requestId: id, state: STATE_TO_WIRE[advanced.state] },
        disclosures: [discloseProgress(advanced)],
      };
    },
  };
}

function parseRecord({ record }: DeliverRecordRequest): DeliveredRecord {
  const violations: FieldViolation[] = [];
  if (record?.person === undefined) throw new TypeError('a delivery without a record');
  const person = parseRecordedPerson(record.person, violations);
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The record breaks rules', { violations });
  return {
    person,
    status: record.status === WireStatus.CONVICTED ? 'convicted' : 'suspect',
    offences: record.offences,
    authority: record.authority,
    updatedOn: record.updatedOn,
  };
}
