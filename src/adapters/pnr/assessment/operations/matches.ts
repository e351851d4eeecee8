/** ListMatches, ReviewMatch, ReleaseMatch, ReceiveMatch. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  type AssessmentMatch,
  type ListMatchesRequest,
  type ListMatchesResponse,
  type ReceiveMatchRequest,
  type ReceiveMatchResponse,
  type ReleaseMatchRequest,
  type ReleaseMatchResponse,
  type ReviewMatchRequest,
  type ReviewMatchResponse,
  ReviewVerdict,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Answer, AskContext, Disclosure, Operation } from '../../../adapter.js';
import type { SealedHalf } from '../../domain/kept-record.js';
import { disclose, show, type ShownRecord } from '../../operations/open-record.js';
import { ensureHome, ensureUnit } from '../../operations/who.js';
import { printRecord } from '../../wire/print-record.js';
import { subjectOf, travellerReferences } from '../domain/assess-record.js';
import type { Match } from '../domain/match.js';
import { areDifferent, checksOwed } from '../domain/review.js';
import type { AssessmentParts } from '../parts.js';
import { CHECK_OF_WIRE, STATE_OF_WIRE } from '../wire/enums.js';
import { printMatch } from '../wire/print-match.js';

const DEFAULT_PAGE_SIZE = 20;

/** Makes ListMatches. */
export const listOperation = ({
  unit,
  matches,
}: AssessmentParts): Operation<ListMatchesRequest, ListMatchesResponse> => ({
  parse({ state: wireState, pageSize, pageToken }) {
    const state = STATE_OF_WIRE.get(wireState) ?? 'open';
    const size = pageSize || DEFAULT_PAGE_SIZE;
    return {
      legalOperations: ['REVIEW'],
      audit: { ...(pageToken !== '' && { page_after: pageToken }), page_size: size, state },
      async ask({ scope }) {
        ensureUnit(scope, unit);
        const found = await matches.list(state, pageToken === '' ? undefined : pageToken, size + 1);
        const shown = found.slice(0, size);
        const status = shown.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus[status] },
            matches: shown.map(printMatch),
            nextPageToken: found.length > size ? (shown.at(-1)?.id ?? '') : '',
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
      legalOperations: ['REVIEW'],
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

/** Makes ReleaseMatch. */
export const releaseOperation = ({
  unit,
  matches,
  clock,
}: AssessmentParts): Operation<ReleaseMatchRequest, ReleaseMatchResponse> => ({
  parse({ matchReference: id, recipient }) {
    return {
      legalOperations: ['NOTIFY'],
      audit: { match_reference: id, recipient },
      async ask({ scope, officer }) {
        ensureUnit(scope, unit);
        if (!recipient.startsWith(`${unit.memberState}-`)) throw foreignRecipient();
        const match = await matches.find(id);
        if (match === undefined) throw notFound();
        if (match.state !== 'confirmed' || match.review === undefined) throw notConfirmed();
        const different = areDifferent(match.review.officer, officer.pseudonym);
        if (different !== true) throw secondPerson(different === undefined);
        const released = await matches.release(match, { officer: officer.pseudonym, atMs: clock.now(), recipient });
        if (released === undefined) throw notConfirmed();
        return answerWith(released);
      },
    };
  },
});

/** Makes ReceiveMatch. */
export const receiveOperation = ({
  unit,
  matches,
  records,
}: AssessmentParts): Operation<ReceiveMatchRequest, ReceiveMatchResponse> => ({
  parse({ matchReference: id }) {
    return {
      // Not READ: a released match opens no other record to its recipient.
      legalOperations: ['NOTICE'],
      audit: { match_reference: id },
      async ask({ scope }: AskContext): Promise<Answer<ReceiveMatchResponse>> {
        ensureHome(scope, unit);
        const match = await matches.find(id);
        // What was not released to the caller looks like nothing.
        if (match?.release?.recipient !== scope.authority) throw notFound();
        const found = await records.find(match.record, ['active']);
        const whole = found && (await show(found, scope));
        if (whole === undefined) throw notFound();
        const shown = ofTraveller(whole, match);
        if (shown === undefined) throw notFound();
        return {
          status: 'HIT',
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus.HIT },
            match: printMatch(match),
            record: printRecord(shown),
          },
          disclosures: [discloseMatch(match), disclose(shown)],
        };
      },
    };
  },
});

interface Answered {
  readonly receipt: undefined;
  readonly outcome: { readonly system: string; readonly status: OutcomeStatus };
  readonly match: AssessmentMatch;
}

const answerWith = (match: Match): Answer<Answered> => ({
  status: 'HIT',
  response: {
    receipt: undefined,
    outcome: { system: 'PNR', status: OutcomeStatus.HIT },
    match: printMatch(match),
  },
  disclosures: [discloseMatch(match)],
});

/** A match names nobody, so there is no term: the record that it is about does, when it is shown. */
const discloseMatch = ({ id: reference }: Match): Disclosure => ({ reference, category: 'RESULT' });

/**
 * The record with one traveller alone: data of persons identified are passed on, not those of all who fly with them (Art. 6(6)).
 * Undefined where the record, as the carrier last sent it, does not say which of its travellers that is, or where the
 * reference is another one's by now, whom nobody has reviewed.
 */
function ofTraveller(shown: ShownRecord, match: Match): ShownRecord | undefined {
  const { sealed } = shown.record;
  const { traveller: reference } = match;
  if (reference === '' || sealed === undefined) return shown;
  if (match.sealed?.subject !== subjectOf({ sealed }, reference)) return undefined;
  const references = travellerReferences({ sealed });
  const [traveller, ...others] = sealed.a.travellers.filter((_, at) => references[at]?.reference === reference);
  if (traveller === undefined || others.length > 0) return undefined;
  // What is of somebody without a reference may be of anybody else without one.
  const isAlone = sealed.a.travellers.filter((one) => one.reference === traveller.reference).length === 1;
  const isTheirs = (one: { readonly traveller: string }): boolean => isAlone && one.traveller === traveller.reference;
  const half: SealedHalf = {
    ...sealed,
    a: {
      travellers: [traveller],
      checkedIn: sealed.a.checkedIn.filter(isTheirs),
      // Of a booking of one, everything is that traveller's.
      tickets: sealed.a.travellers.length === 1 ? sealed.a.tickets : sealed.a.tickets.filter(isTheirs),
      ...{ fareBases: sealed.a.fareBases, seats: [], changes: sealed.a.changes, splitCount: '' },
    },
    d: { frequentFlyers: sealed.d.frequentFlyers.filter(isTheirs) },
    f: {
      documents: sealed.f.documents.filter(isTheirs),
      otherDocuments: sealed.f.otherDocuments.filter(isTheirs),
      statedAddresses: sealed.f.statedAddresses.filter(isTheirs),
    },
  };
  return { ...shown, record: { ...shown.record, sealed: half } };
}

const notFound = (): Refusal => new Refusal('NOT_FOUND', 'There is no such match');

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

const forbidden = (message: string, article: string): Refusal =>
  new Refusal('FORBIDDEN', message, { metadata: { article: `Directive (EU) 2016/681 ${article}` } });

const notConfirmed = (): Refusal =>
  forbidden('a match leaves the unit once, after a person has confirmed it', 'Art. 6(5), 6(6)');

const secondPerson = (isUnknown: boolean): Refusal =>
  forbidden(
    isUnknown
      ? 'whether reviewer and releaser are two people cannot be told across the end of a quarter: release by reasoned request'
      : 'whoever reviewed a match does not release it',
    'Art. 6(5), 6(6)',
  );

const foreignRecipient = (): Refusal =>
  forbidden(
    'results go to competent authorities of the unit’s own state; other units are told as units',
    'Arts. 6(6), 9(1)',
  );
