/** ListUnmaskings, ReviewUnmasking, GetPnrStatistics: for the data protection officer of the unit. */
import type {
  GetPnrStatisticsRequest,
  GetPnrStatisticsResponse,
  ListUnmaskingsRequest,
  ListUnmaskingsResponse,
  ReviewUnmaskingRequest,
  ReviewUnmaskingResponse,
} from '../../../gen/ostiary/pnr/v1/oversight.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Disclosure, Operation } from '../../adapter.js';
import { NEEDED } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import type { Unmasking } from '../store/oversight-store.js';
import { parseDays } from '../wire/parse-days.js';
import { printDeletions } from '../wire/print-push.js';
import { printUnmasking, verdictFromWire } from '../wire/print-oversight.js';
import { ensureOfficer } from './who.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes ListUnmaskings. */
export const listUnmaskingsOperation = ({
  oversight,
  unit,
}: PnrParts): Operation<ListUnmaskingsRequest, ListUnmaskingsResponse> => ({
  parse({ onlyOpen, pageSize, pageToken }) {
    const size = pageSize || DEFAULT_PAGE_SIZE;
    return {
      legalOperations: NEEDED.listUnmaskings,
      audit: { only_open: onlyOpen, page_size: size, ...(pageToken !== '' && { page_after: pageToken }) },
      async ask({ scope }) {
        ensureOfficer(scope, unit);
        const found = await oversight.list({ onlyOpen, size, before: pageToken === '' ? undefined : pageToken });
        return {
          status: found.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            unmaskings: found.map(printUnmasking),
            nextPageToken: found.length === size ? (found.at(-1)?.request ?? '') : '',
          },
          disclosures: found.map(disclose),
        };
      },
    };
  },
});

/** Makes ReviewUnmasking. */
export const reviewUnmaskingOperation = ({
  oversight,
  unit,
  clock,
}: PnrParts): Operation<ReviewUnmaskingRequest, ReviewUnmaskingResponse> => ({
  parse({ requestId, verdict: wire, reasons }) {
    const verdict = verdictFromWire(wire);
    return {
      legalOperations: NEEDED.reviewUnmasking,
      audit: { reasons, request_id: requestId, verdict },
      async ask({ scope }) {
        ensureOfficer(scope, unit);
        const reviewed = await oversight.review(requestId, verdict, clock.now());
        if (reviewed === undefined) throw new Refusal('NOT_FOUND', 'There is no such unmasking to be reviewed');
        return {
          status: 'HIT',
          response: { receipt: undefined, unmasking: printUnmasking(reviewed) },
          disclosures: [disclose(reviewed)],
        };
      },
    };
  },
});

/** Makes GetPnrStatistics. */
export const statisticsOperation = ({
  oversight,
  unit,
}: PnrParts): Operation<GetPnrStatisticsRequest, GetPnrStatisticsResponse> => ({
  parse(request) {
    const { fromDate, toDate } = parseDays(request);
    return {
      legalOperations: NEEDED.getPnrStatistics,
      audit: { from_date: fromDate, to_date: toDate },
      async ask({ scope }) {
        ensureOfficer(scope, unit);
        const { active, flagged, masked, deletions, ...numbers } = await oversight.statistics(fromDate, toDate);
        return {
          status: 'HIT',
          response: {
            receipt: undefined,
            ...numbers,
            deletions: printDeletions(deletions),
            activeRecords: active,
            flaggedRecords: flagged,
            maskedRecords: masked,
          },
          disclosures: [],
        };
      },
    };
  },
});

const disclose = ({ record }: Unmasking): Disclosure => ({
  reference: record,
  category: 'UNMASKED',
  fieldGroups: ['frame'],
});
