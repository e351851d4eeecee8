/** SearchPnrs, RequestPnrs. */
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import type {
  RequestPnrsRequest,
  RequestPnrsResponse,
  SearchPnrsRequest,
  SearchPnrsResponse,
} from '../../../gen/ostiary/pnr/v1/pnr.js';
import type { Answer, AskContext, Inquiry, LegalOperation, Operation } from '../../adapter.js';
import { auditSearch, searchTerms } from '../audit-terms.js';
import type { PnrParts } from '../options.js';
import { parsePosition, parseSearch, printPosition } from '../wire/parse-search.js';
import { printRecord } from '../wire/print-record.js';
import { findRecords } from './find-records.js';
import { disclose } from './open-record.js';
import { ensureHome, ensureMayRequest } from './who.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes SearchPnrs: the unit's own search. */
export const searchOperation = (parts: PnrParts): Operation<SearchPnrsRequest, SearchPnrsResponse> => ({
  parse: (request) =>
    inquiry(request, ['CONSULT'], parts, ({ scope }) => {
      ensureHome(scope, parts.unit);
    }),
});

/** Makes RequestPnrs: a reasoned request to the unit. */
export const requestOperation = (parts: PnrParts): Operation<RequestPnrsRequest, RequestPnrsResponse> => ({
  parse: (request) =>
    inquiry(request, ['REQUEST_FULL', 'READ'], parts, ({ scope }) => {
      ensureMayRequest(scope, parts.unit, request.access?.legalBasisId ?? '');
    }),
});

function inquiry(
  request: SearchPnrsRequest,
  legalOperations: readonly LegalOperation[],
  { records }: PnrParts,
  ensureAllowed: (context: AskContext) => void,
): Inquiry<SearchPnrsResponse> {
  const { criteria, pageSize, pageToken } = request;
  if (criteria === undefined) throw new TypeError('a search without criteria');
  const search = parseSearch(criteria);
  const page = { size: pageSize || DEFAULT_PAGE_SIZE, after: parsePosition(pageToken) };
  return {
    legalOperations,
    audit: auditSearch(search, page.size, page.after),
    terms: searchTerms(search),
    async ask(context): Promise<Answer<SearchPnrsResponse>> {
      ensureAllowed(context);
      const { shown, next } = await findRecords(records, search, page, context);
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
