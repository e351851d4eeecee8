import {
  PrumVehicleServiceService,
  type SearchOwnerOrHolderOnceResponse,
  type SearchOwnerOrHolderResponse,
  type SearchRegistrationNumberRequest,
  type SearchRegistrationNumberResponse,
  type SearchVinOnceResponse,
  type SearchVinResponse,
} from '../../../gen/ostiary/prum/v1/vehicle.js';
import type {
  Adapter,
  Answer,
  AskContext,
  Inquiry,
  LegalOperation,
  ParsedQuestion,
  PartialAnswer,
  StreamedInquiry,
} from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { isForOwnState } from '../exchange/domain/own-state.js';
import { askRegisters, disclosuresOf, type VehicleOutcome } from './ask-registers.js';
import { auditSearch, searchTerms } from './audit-terms.js';
import type { VehicleSearch } from './domain/search.js';
import type { VehicleParts } from './options.js';
import { parseSuggestNumbers } from './suggest.js';
import { parseNumberSearch, parsePartySearch, parseVinSearch } from './wire/parse-search.js';
import { printOutcome, printState, warningsOf } from './wire/print-search.js';

/** Vehicle registration data behind the port. See README.md in this folder. */
export function createPrumVehicleAdapter(parts: VehicleParts): Adapter<typeof PrumVehicleServiceService> {
  const now = (): number => parts.searching.clock.now();
  return {
    system: 'PRUM_VEHICLE',
    service: PrumVehicleServiceService,
    operations: {
      searchRegistrationNumber: { parse: (request) => searchNumber(request, parts) },
      searchVin: {
        parse: (request) => byState<SearchVinResponse>(parseVinSearch(request, now()), parts, printVinPart),
      },
      searchVinOnce: {
        parse: (request) => once<SearchVinOnceResponse>(parseVinSearch(request, now()), parts, printVinOnce),
      },
      searchOwnerOrHolder: {
        parse: (request) => byState<SearchOwnerOrHolderResponse>(parsePartySearch(request, now()), parts, printPart),
      },
      searchOwnerOrHolderOnce: {
        parse: (request) => once<SearchOwnerOrHolderOnceResponse>(parsePartySearch(request, now()), parts, printOnce),
      },
      suggestNumbers: { parse: (request) => parseSuggestNumbers(request, parts) },
    },
    checkHealth: async () => {
      await parts.searching.participants();
    },
  };
}

/** What all searches have in common. Who searches by a person needs a legal basis that names suspects and convicted persons. */
const questionOf = (search: VehicleSearch, { searching: { ownState } }: VehicleParts): ParsedQuestion => ({
  legalOperations: [legalOperationOf(search, ownState)],
  audit: auditSearch(search),
  terms: searchTerms(search),
});

function legalOperationOf({ by, memberStates }: VehicleSearch, ownState: string | undefined): LegalOperation {
  if (by.kind === 'party') return 'SEARCH_ALPHA';
  return isForOwnState(memberStates, ownState) ? 'STATE_QUERY' : 'SEARCH_OBJ';
}

const printPart = (outcome: VehicleOutcome): SearchOwnerOrHolderResponse => ({
  receipt: undefined,
  outcome: printOutcome(outcome.status),
  state: printState(outcome),
});

const printOnce = (outcomes: readonly VehicleOutcome[]): SearchOwnerOrHolderOnceResponse => ({
  receipt: undefined,
  outcome: printOutcome(overallStatus(outcomes)),
  states: outcomes.map(printState),
});

const printVinPart = (outcome: VehicleOutcome, search: VehicleSearch): SearchVinResponse => ({
  ...printPart(outcome),
  warnings: warningsOf(search),
});

const printVinOnce = (outcomes: readonly VehicleOutcome[], search: VehicleSearch): SearchVinOnceResponse => ({
  ...printOnce(outcomes),
  warnings: warningsOf(search),
});

function searchNumber(
  request: SearchRegistrationNumberRequest,
  parts: VehicleParts,
): Inquiry<SearchRegistrationNumberResponse> {
  return once(parseNumberSearch(request, parts.searching.clock.now()), parts, ([outcome], search) => {
    // One state was named, and each one that is named has an outcome.
    if (outcome === undefined) throw new Error('a state was asked and nothing became of it');
    return { ...printPart(outcome), warnings: warningsOf(search) };
  });
}

function byState<Response>(
  search: VehicleSearch,
  parts: VehicleParts,
  print: (outcome: VehicleOutcome, search: VehicleSearch) => Response,
): StreamedInquiry<Response> {
  return {
    ...questionOf(search, parts),
    async *askParts(context): AsyncGenerator<PartialAnswer<Response>, void, undefined> {
      for await (const outcome of askRegisters(search, context, parts)) {
        const { memberState, status } = outcome;
        yield {
          status,
          places: [{ place: memberState, status }],
          response: print(outcome, search),
          disclosures: disclosuresOf(outcome),
        };
      }
    },
  };
}

function once<Response>(
  search: VehicleSearch,
  parts: VehicleParts,
  print: (outcomes: readonly VehicleOutcome[], search: VehicleSearch) => Response,
): Inquiry<Response> {
  return {
    ...questionOf(search, parts),
    async ask(context: AskContext): Promise<Answer<Response>> {
      const outcomes: VehicleOutcome[] = [];
      for await (const outcome of askRegisters(search, context, parts)) outcomes.push(outcome);
      return {
        status: overallStatus(outcomes),
        places: outcomes.map(({ memberState, status }) => ({ place: memberState, status })),
        response: print(outcomes, search),
        disclosures: outcomes.flatMap(disclosuresOf),
      };
    },
  };
}
