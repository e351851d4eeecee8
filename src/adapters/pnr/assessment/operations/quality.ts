/** GetCriteriaQuality. */
import type {
  GetCriteriaQualityRequest,
  GetCriteriaQualityResponse,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import type { Operation } from '../../../adapter.js';
import { ensureHome } from '../../operations/who.js';
import { isReviewDue } from '../domain/match.js';
import type { AssessmentParts } from '../parts.js';
import { Refusal } from '../../../../shared/refusal.js';

/** Makes the operation. */
export const qualityOperation = ({
  unit,
  matches,
}: AssessmentParts): Operation<GetCriteriaQualityRequest, GetCriteriaQualityResponse> => ({
  parse({ fromDate }) {
    if (fromDate !== '' && Number.isNaN(Date.parse(fromDate))) throw noDay();
    return {
      legalOperations: ['CONSULT'],
      audit: fromDate === '' ? {} : { from_date: fromDate },
      async ask({ scope }) {
        ensureHome(scope, unit);
        const counts = await matches.count(fromDate === '' ? undefined : fromDate);
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

function noDay(): Refusal {
  return new Refusal('REQUEST_INVALID', 'The question is not as it must be', {
    violations: [{ field: 'from_date', rule: 'calendar', description: 'must be a day that exists' }],
  });
}
