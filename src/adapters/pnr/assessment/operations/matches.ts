/** ListMatches, ReviewMatch. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  type ListMatchesRequest,
  type ListMatchesResponse,
  type ReviewMatchRequest,
  type ReviewMatchResponse,
  ReviewVerdict,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Operation } from '../../../adapter.js';
import { NEEDED } from '../../legal-operations.js';
import { referencePage } from '../../operations/reference-page.js';
import { ensureUnit } from '../../operations/who.js';
import { checksOwed } from '../domain/review.js';
import type { AssessmentParts } from '../parts.js';
import { CHECK_OF_WIRE, STATE_OF_WIRE } from '../wire/enums.js';
import { printMatch } from '../wire/print-match.js';
import { answerWith, discloseMatch, notFound } from './answer-match.js';

/** Makes ListMatches. */
export const listOperation = ({
  unit,
  matches,
}: AssessmentParts): Operation<ListMatchesRequest, ListMatchesResponse> => ({
  parse({ state: wireState, ...request }) {
    const state = STATE_OF_WIRE.get(wireState) ?? 'open';
    const page = referencePage(request);
    return {
      legalOperations: NEEDED.listMatches,
      audit: { ...page.audit, state },
      async ask({ scope }) {
        ensureUnit(scope, unit);
        const { shown, nextPageToken } = page.cut(await matches.list(state, page.after, page.limit));
        const status = shown.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus[status] },
            matches: shown.map(printMatch),
            nextPageToken,
          },
          disclosures: shown.map(discloseMatch),
        };
      },
    };
  },
});

/** Makes ReviewMatch. */
export const reviewOperation = ({
  unit,
  matches,
  clock,
}: AssessmentParts): Operation<ReviewMatchRequest, ReviewMatchResponse> => ({
  parse({ matchReference: id, verdict, reason, checks }) {
    const isConfirmed = verdict === ReviewVerdict.CONFIRMED;
    const done = checks.flatMap((check) => CHECK_OF_WIRE.get(check) ?? []);
    return {
      legalOperations: NEEDED.reviewMatch,
      audit: { checks: done, match_reference: id, reason, verdict: isConfirmed ? 'confirmed' : 'rejected' },
      async ask({ scope, officer }) {
        ensureUnit(scope, unit);
        const match = await matches.find(id);
        if (match === undefined) throw notFound();
        const missing = checksOwed(match, isConfirmed).filter((check) => !done.includes(check));
        if (missing.length > 0) throw incomplete(missing);
        const reviewed = await matches.review(match, {
          ...{ isConfirmed, reason },
          officer: officer.pseudonym,
          atMs: clock.now(),
        });
        if (reviewed === undefined) throw notOpen();
        return answerWith(reviewed);
      },
    };
  },
});

const notOpen = (): Refusal => new Refusal('VERSION_STALE', 'The match has been reviewed already');

const incomplete = (missing: readonly string[]): Refusal =>
  new Refusal('REQUEST_INVALID', 'The review has not looked at everything', {
    violations: missing.map((check) => ({
      field: 'checks',
      rule: 'checklist',
      description: `must have REVIEW_CHECK_${check}`,
    })),
    metadata: { article: 'Directive (EU) 2016/681 Art. 6(5)' },
  });
