import {
  PrumFingerprintServiceService,
  type SearchPrintsOnceRequest,
  type SearchPrintsOnceResponse,
  type SearchPrintsRequest,
  type SearchPrintsResponse,
} from '../../../gen/ostiary/prum/v1/fingerprint.js';
import type { Adapter, Inquiry, ParsedQuestion, StreamedInquiry } from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { isForOwnState } from '../exchange/domain/own-state.js';
import { createFollowUpOperations } from '../matches/operations/all.js';
import { auditSearch } from './audit-terms.js';
import type { PrintOutcome } from './domain/print-question.js';
import type { PrintSearch } from './domain/print-search.js';
import { ranksOf } from './domain/ranks.js';
import { legalOperationOf } from './domain/search-mode.js';
import type { PrintParts } from './options.js';
import { disclosuresOf, searchPrints } from './search-prints.js';
import { parseSearch } from './wire/parse-search.js';
import { candidatesOf, printByState, printOnce } from './wire/print-search.js';

/** Prints and traces of other states behind the port. See README.md in this folder. */
export function createPrumFingerprintAdapter(parts: PrintParts): Adapter<typeof PrumFingerprintServiceService> {
  const followUps = createFollowUpOperations(parts.followUps);
  return {
    system: 'PRUM_FINGERPRINT',
    service: PrumFingerprintServiceService,
    operations: {
      searchPrints: { parse: (request) => parseSearchByState(request, parts) },
      searchPrintsOnce: { parse: (request) => parseSearchOnce(request, parts) },
      confirmPrintMatch: followUps.confirm,
      requestPrintCoreData: followUps.requestCoreData,
      listPrintFollowUps: followUps.list,
      getPrintFollowUp: followUps.get,
      decidePrintCoreData: followUps.decideCoreData,
      readPrintCoreData: followUps.readCoreData,
      closePrintFollowUp: followUps.close,
    },
    checkHealth: async () => {
      await parts.exchange.participants();
    },
  };
}

/** What both ways of searching have in common. Each state counts one search in the mode (Art. 14). */
const questionOf = (search: PrintSearch, { ownState }: PrintParts['exchange']): ParsedQuestion => ({
  legalOperations: [isForOwnState(search.memberStates, ownState) ? 'STATE_QUERY' : legalOperationOf(search.mode)],
  audit: auditSearch(search),
  draws: Array.from(search.memberStates, (counterpart) => ({ mode: search.mode, counterpart, amount: 1 })),
});

function parseSearchByState(request: SearchPrintsRequest, parts: PrintParts): StreamedInquiry<SearchPrintsResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search, parts.exchange),
    async *askParts(context) {
      for await (const outcome of searchPrints(search, context, parts)) {
        const { memberState, status } = outcome;
        yield {
          status,
          places: [{ place: memberState, status }],
          response: printByState(outcome, search.prints),
          disclosures: disclosuresOf(outcome),
        };
      }
    },
  };
}

function parseSearchOnce(request: SearchPrintsOnceRequest, parts: PrintParts): Inquiry<SearchPrintsOnceResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search, parts.exchange),
    async ask(context) {
      const outcomes: PrintOutcome[] = [];
      const scores: (readonly [reference: string, score: number])[] = [];
      const compare = request.ranked ? parts.comparer.of(search) : undefined;
      for await (const outcome of searchPrints(search, context, parts)) {
        outcomes.push(outcome);
        const candidates = candidatesOf(outcome);
        // While other states are still at it.
        const compared = await compare?.(candidates, context.signal);
        scores.push(...candidates.map(({ reference }) => [reference, compared?.get(reference) ?? 0] as const));
      }
      const status = overallStatus(outcomes);
      return {
        status,
        places: outcomes.map(({ memberState, status: one }) => ({ place: memberState, status: one })),
        response: printOnce(outcomes, status, search.prints, request.ranked ? ranksOf(scores) : undefined),
        disclosures: outcomes.flatMap(disclosuresOf),
      };
    },
  };
}
