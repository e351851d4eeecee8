import {
  PoliceRecordsServiceService,
  type SearchRecordsOnceRequest,
  type SearchRecordsOnceResponse,
} from '../../gen/ostiary/police_records/v1/police_records.js';
import type { NamePseudonymizer } from '../../matching/pseudonyms/bloom-filter.js';
import type { Clock } from '../../shared/clock.js';
import type { Adapter, AskContext, Inquiry } from '../adapter.js';
import { auditSearch, personIndexTerms } from './audit-terms.js';
import type { StateOutcome } from './holders/ask-holders.js';
import type { Participant } from './holders/record-holder.js';
import { disclosuresOf, overallStatus, searchStates } from './search-states.js';
import { parseSearch } from './wire/parse-search.js';
import { printSearch } from './wire/print-search.js';

/** What the adapter works with. */
export interface PoliceRecordsOptions {
  /** All states that the exchange knows of, as they are now. */
  readonly participants: () => Promise<readonly Participant[]>;
  /** Makes pseudonyms under the key of the exchange: names leave as these. */
  readonly pseudonymizer: NamePseudonymizer;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
}

/** Police records behind the port. See README.md in this folder. */
export function createPoliceRecordsAdapter(options: PoliceRecordsOptions): Adapter<typeof PoliceRecordsServiceService> {
  return {
    system: 'EPRIS',
    service: PoliceRecordsServiceService,
    operations: {
      searchRecordsOnce: { parse: (request) => parseSearchOnce(request, options) },
    },
    checkHealth: async () => {
      await options.participants();
    },
  };
}

function parseSearchOnce(
  request: SearchRecordsOnceRequest,
  options: PoliceRecordsOptions,
): Inquiry<SearchRecordsOnceResponse> {
  const search = parseSearch(request);
  return {
    legalOperations: ['SEARCH_ALPHA'],
    audit: auditSearch(search),
    terms: personIndexTerms(search.person),
    ask: async (context: AskContext) => {
      const outcomes: StateOutcome[] = [];
      for await (const outcome of searchStates(search, context, options)) outcomes.push(outcome);
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
