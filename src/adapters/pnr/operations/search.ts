/** SearchPnrs, RequestPnrs. */
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import type {
  RequestPnrsRequest,
  RequestPnrsResponse,
  SearchPnrsRequest,
  SearchPnrsResponse,
} from '../../../gen/ostiary/pnr/v1/pnr.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { Answer, AskContext, Inquiry, LegalOperation, Operation } from '../../adapter.js';
import { auditSearch, searchTerms } from '../audit-terms.js';
import { NEEDED } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import { parsePosition, parseSearch, printPosition } from '../wire/parse-search.js';
import { printRecord } from '../wire/print-record.js';
import { findRecords } from './find-records.js';
import { disclose, type ShownRecord } from './open-record.js';
import { copyToOwnUnit, informEuropol } from './tell-elsewhere.js';
import { ensureAnswersRequest, ensureHome, ensureMayRequest } from './who.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes SearchPnrs: the unit's own search. */
export const searchOperation = (parts: PnrParts): Operation<SearchPnrsRequest, SearchPnrsResponse> => ({
  parse: (request) =>
    inquiry(request, parts, {
      legalOperations: NEEDED.searchPnrs,
      before({ scope }) {
        ensureHome(scope, parts.unit);
        ensureAnswersRequest(parts, scope, request.access);
        return Promise.resolve();
      },
      after: () => Promise.resolve(),
    }),
});

/** Makes RequestPnrs: a reasoned request to the unit. */
export const requestOperation = (parts: PnrParts): Operation<RequestPnrsRequest, RequestPnrsResponse> => ({
  parse: (request) =>
    inquiry(request, parts, {
      legalOperations: NEEDED.requestPnrs,
      async before(context, terms) {
        ensureMayRequest(context.scope, parts.unit, request.access?.legalBasisId ?? '');
        await copyToOwnUnit(parts, context, request, terms);
      },
      after: (context, shown) => informEuropol(parts, context, request, shown),
    }),
});

/** What one of the operations does besides searching. */
interface Steps {
  readonly legalOperations: readonly LegalOperation[];
  /** Before anything is looked for; rejects with a Refusal for whoever may not ask. */
  readonly before: (context: AskContext, terms: readonly IndexTerm[]) => Promise<void>;
  /** Before it is answered. */
  readonly after: (context: AskContext, shown: readonly ShownRecord[]) => Promise<void>;
}

function inquiry(
  request: SearchPnrsRequest,
  { records }: PnrParts,
  { legalOperations, before, after }: Steps,
): Inquiry<SearchPnrsResponse> {
  const { criteria, pageSize, pageToken } = request;
  if (criteria === undefined) throw new TypeError('a search without criteria');
  const search = parseSearch(criteria);
  const page = { size: pageSize || DEFAULT_PAGE_SIZE, after: parsePosition(pageToken) };
  const terms = searchTerms(search);
  return {
    legalOperations,
    audit: auditSearch(search, page.size, page.after),
    terms,
    async ask(context): Promise<Answer<SearchPnrsResponse>> {
      await before(context, terms);
      const { shown, next } = await findRecords(records, search, page, context);
      await after(context, shown);
      const status = shown.length > 0 ? 'HIT' : 'NO_HIT';
      return {
        status,
        response: {
          receipt: undefined,
          outcome: { system: 'PNR', status: OutcomeStatus[status] },
          records: shown.map(printRecord),
          nextPageToken: printPosition(next),
        },
        disclosures: shown.map(disclose),
      };
    },
  };
}
