import {
  PoliceRecordsServiceService,
  type SearchRecordsOnceRequest,
  type SearchRecordsOnceResponse,
  type SearchRecordsRequest,
  type SearchRecordsResponse,
} from '../../gen/ostiary/police_records/v1/police_records.js';
import type { Adapter, Inquiry, ParsedQuestion, StreamedInquiry } from '../adapter.js';
import { overallStatus } from '../states/participants.js';
import { auditSearch, personIndexTerms } from './audit-terms.js';
import type { RecordOutcome } from './holders/record-holder.js';
import type { RequestParts, SearchParts } from './options.js';
import { closeOperation, decideOperation, deliverOperation, supplyOperation } from './requests/act.js';
import { getRequestOperation, listRequestsOperation, readRecordOperation } from './requests/read.js';
import { requestRecordOperation } from './requests/send.js';
import type { RecordSearch } from './domain/search.js';
import { disclosuresOf, searchStates } from './search-states.js';
import { parseSearch } from './wire/parse-search.js';
import { printSearch, printStateAnswer } from './wire/print-search.js';

/** Police records behind the port. See README.md in this folder. */
export function createPoliceRecordsAdapter(
  searches: SearchParts,
  requests: RequestParts,
): Adapter<typeof PoliceRecordsServiceService> {
  return {
    system: 'EPRIS',
    service: PoliceRecordsServiceService,
    operations: {
      searchRecords: { parse: (request) => parseSearchByState(request, searches) },
      searchRecordsOnce: { parse: (request) => parseSearchOnce(request, searches) },
      requestRecord: requestRecordOperation(requests),
      listRecordRequests: listRequestsOperation(requests),
      getRecordRequest: getRequestOperation(requests),
      decideRecordRequest: decideOperation(requests),
      supplyInformation: supplyOperation(requests),
      deliverRecord: deliverOperation(requests),
      readRecord: readRecordOperation(requests),
      closeRecordRequest: closeOperation(requests),
    },
    checkHealth: async () => {
      await searches.participants();
    },
  };
}

/** What both ways of searching have in common. */
const questionOf = (search: RecordSearch): ParsedQuestion => ({
  legalOperations: ['SEARCH_ALPHA'],
  audit: auditSearch(search),
  terms: personIndexTerms(search.person),
});

function parseSearchByState(request: SearchRecordsRequest, parts: SearchParts): StreamedInquiry<SearchRecordsResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search),
    async *askParts(context) {
      for await (const outcome of searchStates(search, context, parts)) {
        const { memberState, status } = outcome;
        yield {
          status,
          places: [{ place: memberState, status }],
          response: printStateAnswer(outcome),
          disclosures: disclosuresOf(outcome),
        };
      }
    },
  };
}

function parseSearchOnce(request: SearchRecordsOnceRequest, parts: SearchParts): Inquiry<SearchRecordsOnceResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search),
    async ask(context) {
      const outcomes: RecordOutcome[] = [];
      for await (const outcome of searchStates(search, context, parts)) outcomes.push(outcome);
      const status = overallStatus(outcomes);
      return {
        status,
        places: outcomes.map(({ memberState, status: one }) => ({ place: memberState, status: one })),
        response: printSearch(outcomes, status),
        disclosures: outcomes.flatMap(disclosuresOf),
      };
    },
  };
}
