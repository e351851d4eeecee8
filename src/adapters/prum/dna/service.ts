import {
  PrumDnaServiceService,
  type SearchDnaOnceRequest,
  type SearchDnaOnceResponse,
  type SearchDnaRequest,
  type SearchDnaResponse,
} from '../../../gen/ostiary/prum/v1/dna.js';
import type { Adapter, Inquiry, ParsedQuestion, StreamedInquiry } from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { isForOwnState } from '../exchange/domain/own-state.js';
import { createFollowUpOperations } from '../matches/operations/all.js';
import { auditSearch } from './audit-terms.js';
import { compareOperation } from './compare-batch.js';
import { type DnaSearch, matchesAtOnce } from './domain/dna-search.js';
import { markOperation } from './mark-profile.js';
import type { DnaParts } from './options.js';
import { disclosuresOf, searchDna } from './search-dna.js';
import { parseSearch } from './wire/parse-search.js';
import { type ComparedOutcome, searchPrinter } from './wire/print-search.js';

/** DNA profiles of other states behind the port. See README.md in this folder. */
export function createPrumDnaAdapter(parts: DnaParts): Adapter<typeof PrumDnaServiceService> {
  const followUps = createFollowUpOperations(parts.followUps);
  return {
    system: 'PRUM_DNA',
    service: PrumDnaServiceService,
    operations: {
      searchDna: { parse: (request) => parseSearchByState(request, parts) },
      searchDnaOnce: { parse: (request) => parseSearchOnce(request, parts) },
      compareDna: compareOperation(parts),
      confirmDnaMatch: followUps.confirm,
      requestDnaCoreData: followUps.requestCoreData,
      listDnaFollowUps: followUps.list,
      getDnaFollowUp: followUps.get,
      decideDnaCoreData: followUps.decideCoreData,
      markDnaProfile: markOperation(parts),
      readDnaCoreData: followUps.readCoreData,
      closeDnaFollowUp: followUps.close,
    },
    checkHealth: async () => {
      await parts.exchange.participants();
    },
  };
}

/** What both ways of searching have in common. */
const questionOf = (search: DnaSearch, { ownState }: DnaParts['exchange']): ParsedQuestion => ({
  legalOperations: [isForOwnState(search.memberStates, ownState) ? 'STATE_QUERY' : 'SEARCH_DNA'],
  audit: auditSearch(search),
});

function parseSearchByState(request: SearchDnaRequest, parts: DnaParts): StreamedInquiry<SearchDnaResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search, parts.exchange),
    async *askParts(context) {
      const print = searchPrinter(search.profile, parts.samples);
      for await (const compared of searchDna(search, context, parts)) {
        const { memberState, status } = compared.outcome;
        yield {
          status,
          places: [{ place: memberState, status }],
          response: print.state(compared),
          disclosures: disclosuresOf(compared),
        };
      }
    },
  };
}

function parseSearchOnce(request: SearchDnaOnceRequest, parts: DnaParts): Inquiry<SearchDnaOnceResponse> {
  const search = parseSearch(request);
  return {
    ...questionOf(search, parts.exchange),
    async ask(context) {
      const states = search.memberStates?.size ?? (await parts.exchange.participants()).length;
      const bounded = { ...search, maxMatches: matchesAtOnce(search.maxMatches, states) };
      const all: ComparedOutcome[] = [];
      for await (const compared of searchDna(bounded, context, parts)) all.push(compared);
      const outcomes = all.map(({ outcome }) => outcome);
      const status = overallStatus(outcomes);
      return {
        status,
        places: outcomes.map(({ memberState, status: one }) => ({ place: memberState, status: one })),
        response: searchPrinter(search.profile, parts.samples).once(all, status, request.ranked),
        disclosures: all.flatMap(disclosuresOf),
      };
    },
  };
}
