/** Answers about one match, and refusals. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { AssessmentMatch } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Answer, Disclosure } from '../../../adapter.js';
import type { Match } from '../domain/match.js';
import { printMatch } from '../wire/print-match.js';

/** What answers about one match have. */
export interface AnsweredMatch {
  readonly receipt: undefined;
  readonly outcome: { readonly system: string; readonly status: OutcomeStatus };
  readonly match: AssessmentMatch;
}

/** A match as it is now. */
export const answerWith = (match: Match): Answer<AnsweredMatch> => ({
  status: 'HIT',
  response: {
    receipt: undefined,
    outcome: { system: 'PNR', status: OutcomeStatus.HIT },
    match: printMatch(match),
  },
  disclosures: [discloseMatch(match)],
});

/** A match names nobody, so there is no term: the record that it is about does, when it is shown. */
export const discloseMatch = ({ id: reference }: Pick<Match, 'id'>): Disclosure => ({ reference, category: 'RESULT' });

/** There is none, or none for whoever asks. */
export const notFound = (): Refusal => new Refusal('NOT_FOUND', 'There is no such match');

/** The Directive does not let it be done; `article` is one of its own. */
export const forbidden = (message: string, article: string): Refusal =>
  new Refusal('FORBIDDEN', message, { metadata: { article: `Directive (EU) 2016/681 ${article}` } });
