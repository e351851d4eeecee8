/** GetCriteriaQuality. */
import type {
  GetCriteriaQualityRequest,
  GetCriteriaQualityResponse,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import type { Operation } from '../../../adapter.js';
import { NEEDED } from '../../legal-operations.js';
import { ensureHome } from '../../operations/who.js';
import { isReviewDue } from '../domain/match.js';
import type { AssessmentParts } from '../parts.js';
import { parseDay } from '../wire/parse-day.js';

/** Makes the operation. */
export const qualityOperation = ({
  unit,
  matches,
}: AssessmentParts): Operation<GetCriteriaQualityRequest, GetCriteriaQualityResponse> => ({
  parse({ fromDate }) {
    const from = fromDate === '' ? undefined : parseDay(fromDate, 'from_date');
    return {
      legalOperations: NEEDED.getCriteriaQuality,
      audit: from === undefined ? {} : { from_date: from },
      async ask({ scope }) {
        ensureHome(scope, unit);
        const counts = await matches.count(from);
        return {
          status: counts.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            sources: counts.map((count) => ({ ...count, reviewDue: isReviewDue(count) })),
          },
          disclosures: [],
        };
      },
    };
  },
});
