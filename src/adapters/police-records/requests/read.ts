/** ListRecordRequests, GetRecordRequest, ReadRecord. */
import type {
  GetRecordRequestRequest,
  GetRecordRequestResponse,
  ListRecordRequestsRequest,
  ListRecordRequestsResponse,
  ReadRecordRequest,
  ReadRecordResponse,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Operation } from '../../adapter.js';
import { personIndexTerms } from '../audit-terms.js';
import type { RecordRequest } from '../domain/record-request.js';
import type { RequestState } from '../domain/request-states.js';
import type { RequestParts } from '../options.js';
import { stateFromWire } from '../wire/enums.js';
import { printOutcome, printRecord, printRequest, printSummary } from '../wire/print-request.js';
import { ASKING, discloseRequest, HOLDING, notFound, type Side, sideOf, timeOf } from './parts.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes ListRecordRequests. */
export function listRequestsOperation(
  parts: RequestParts,
): Operation<ListRecordRequestsRequest, ListRecordRequestsResponse> {
  return {
    parse({ view, states: wireStates, pageSize, pageToken }) {
      const side = sideOf(view);
      const states = wireStates.map(stateFromWire).filter((state): state is RequestState => state !== undefined);
      const page = { size: pageSize || DEFAULT_PAGE_SIZE, before: pageToken === '' ? undefined : pageToken };
      return {
        legalOperations: [...side.legalOperations, 'READ'],
        audit: {
          ...(page.before !== undefined && { before: page.before }),
          ...(states.length > 0 && { states }),
          view: viewName(side),
        },
        async ask(context) {
          const now = timeOf(parts, context);
          const found = await parts.requests.list(side.whose(context), states, page);
          return {
            status: found.length > 0 ? 'HIT' : 'NO_HIT',
            response: {
              receipt: undefined,
              outcome: printOutcome(found.length > 0),
              requests: found.map((request) => printSummary(request, now)),
              nextPageToken: found.length === page.size ? (found.at(-1)?.id ?? '') : '',
            },
            disclosures: found.map(({ id }) => ({ reference: id, category: 'REQUEST' })),
          };
        },
      };
    },
  };
}

/** Makes GetRecordRequest. */
export function getRequestOperation(parts: RequestParts): Operation<GetRecordRequestRequest, GetRecordRequestResponse> {
  return {
    parse({ view, requestId: id }) {
      const side = sideOf(view);
      return {
        legalOperations: [...side.legalOperations, 'READ'],
        audit: { request_id: id, view: viewName(side) },
        async ask(context) {
          const now = timeOf(parts, context);
          const request = await received(parts, context, side, id);
          const history = await parts.requests.history(id);
          return {
            status: 'HIT',
            response: {
              receipt: undefined,
              outcome: printOutcome(true),
              request: printRequest(request, history, now),
            },
            disclosures: [discloseRequest(request)],
          };
        },
      };
    },
  };
}

/** The request; when the holder reads it for the first time, it has received it. */
async function received(
  { requests }: RequestParts,
  context: AskContext,
  side: Side,
  id: string,
): Promise<RecordRequest> {
  const whose = side.whose(context);
  const by = context.scope.authority;
  const now = side === HOLDING ? await requests.step(id, whose, { kind: 'receive', by, handler: by }) : undefined;
  const request = now ?? (await requests.find(id, whose));
  if (request === undefined) throw notFound();
  return request;
}

/** Makes ReadRecord. */
export function readRecordOperation(parts: RequestParts): Operation<ReadRecordRequest, ReadRecordResponse> {
  return {
    parse({ requestId: id }) {
      return {
        legalOperations: [...ASKING.legalOperations, 'READ'],
        audit: { request_id: id },
        async ask(context) {
          timeOf(parts, context);
          const request = await parts.requests.find(id, ASKING.whose(context));
          if (request?.delivered === undefined) {
            throw new Refusal('NOT_FOUND', 'No record has been delivered for such a request');
          }
          const { recordReference, delivered } = request;
          return {
            status: 'HIT',
            response: {
              receipt: undefined,
              outcome: printOutcome(true),
              record: printRecord(recordReference, delivered),
            },
            disclosures: [
              { reference: recordReference, category: 'RECORD', terms: personIndexTerms(delivered.person) },
            ],
          };
        },
      };
    },
  };
}

const viewName = (side: Side): string => (side === HOLDING ? 'incoming' : 'own');
