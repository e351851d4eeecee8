/** ListNotices and HandleNotice: what SIS has to tell the caller about alerts, and that it was seen to. */
import {
  HandleNoticeResponse,
  ListNoticesResponse,
  type HandleNoticeRequest,
  type ListNoticesRequest,
} from '../../../gen/ostiary/sis/v1/notices.js';
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { nowInTime } from '../../../shared/now-in-time.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Answer, AskContext, Disclosure, Operation } from '../../adapter.js';
import { alertTerms } from '../audit-terms.js';
import type { GivenNotice, NoticeQuery, NoticeStore } from '../store/notice-store.js';
import { TermBudget } from '../term-budget.js';
import { acting, refuseIfAny, type KeepingParts } from './acting.js';
import { noticeKindFromWire } from './enums.js';
import { printNotice } from './print.js';

/** What the operations work with. */
export interface NoticeParts extends KeepingParts {
  readonly notices: NoticeStore;
}

/** Notices in a page if the request names no number. */
const DEFAULT_PAGE = 50;

/** Makes ListNotices. */
export function listNoticesOperation(parts: NoticeParts): Operation<ListNoticesRequest, ListNoticesResponse> {
  return {
    parse(request) {
      const { alertReference, includeHandled, pageToken } = request;
      const kinds = [...new Set(request.kinds.map(noticeKindFromWire))].filter((kind) => kind !== undefined);
      const size = request.pageSize || DEFAULT_PAGE;
      const query: NoticeQuery = {
        includeHandled,
        kinds: kinds.length === 0 ? undefined : kinds,
        reference: alertReference === '' ? undefined : alertReference,
        // One more tells whether another page follows.
        limit: size + 1,
        after: pageToken === '' ? undefined : pageToken,
      };
      return {
        legalOperations: ['NOTICE'],
        audit: {
          ...(query.after !== undefined && { after: query.after }),
          ...(query.reference !== undefined && { alert_reference: query.reference }),
          include_handled: includeHandled,
          ...(query.kinds !== undefined && { kinds: query.kinds }),
          list: 'notices',
          page_size: size,
        },
        ask: (context) => list(query, parts, context),
      };
    },
  };
}

async function list(
  query: NoticeQuery,
  { notices, clock }: NoticeParts,
  context: AskContext,
): Promise<Answer<ListNoticesResponse>> {
  const { scope, signal } = context;
  nowInTime('SIS', clock, context);
  const found = await notices.list(query, scope, signal);
  if (found === undefined) {
    throw new Refusal('REQUEST_INVALID', 'the page token is not one to go on from', {
      violations: [
        { field: 'page_token', rule: 'page_token', description: 'must be the token of a page that is still there' },
      ],
    });
  }
  const page = fill(found, query.limit - 1);
  const status = page.length > 0 ? 'HIT' : 'NO_HIT';
  return {
    status,
    response: ListNoticesResponse.fromPartial({
      outcome: { system: 'SIS', status: OutcomeStatus[status] },
      notices: page.map((notice) => printNotice(notice, scope.memberState)),
      nextPageToken: page.length < found.length ? (page.at(-1)?.id ?? '') : '',
    }),
    disclosures: page.map(discloseNotice),
  };
}

/** A page ends sooner where its entry in the log could not be found by all that it is about. */
function fill(found: readonly GivenNotice[], size: number): readonly GivenNotice[] {
  const terms = new TermBudget();
  const page: GivenNotice[] = [];
  for (const notice of found.slice(0, size)) {
    if (!terms.take(termsOf(notice))) break;
    page.push(notice);
  }
  return page;
}

/** Makes HandleNotice. */
export function handleNoticeOperation(parts: NoticeParts): Operation<HandleNoticeRequest, HandleNoticeResponse> {
  return {
    parse({ noticeId, remark: given }) {
      const remark = given === '' ? undefined : given;
      return {
        legalOperations: ['NOTICE'],
        audit: { notice_id: noticeId, ...(remark !== undefined && { remark }) },
        async ask(context) {
          const { act, scope, actor, nowMs } = acting(parts, context);
          const notice = await act(async ({ tx }) => {
            const marked = await parts.notices.handle(tx, noticeId, remark, { scope, actor, now: new Date(nowMs) });
            const notice = await parts.notices.read(tx, noticeId, scope);
            if (notice === undefined) throw new Refusal('NOT_FOUND', 'No such notice');
            if (!marked) refuseIfAny([{ field: 'notice_id', rule: 'open', description: whyNotOpen(notice) }]);
            return notice;
          });
          return {
            status: 'HIT',
            response: HandleNoticeResponse.fromPartial({ notice: printNotice(notice, scope.memberState) }),
            disclosures: [discloseNotice(notice)],
          };
        },
      };
    },
  };
}

const whyNotOpen = ({ handled, endedAt }: GivenNotice): string =>
  handled === undefined
    ? `must be a notice that is open: what it is about was over at ${endedAt?.toISOString() ?? ''}`
    : `must be a notice that is open: it was handled at ${handled.at.toISOString()}`;

/** A notice, as the log names it, found by whom or what its alerts are about as long as they stand. */
function discloseNotice(notice: GivenNotice): Disclosure {
  const { id, category, letter } = notice;
  return {
    reference: id,
    category: category === 'OBJ' && letter !== undefined ? `OBJ:${letter}` : category,
    terms: termsOf(notice),
  };
}

function termsOf({ alerts }: GivenNotice): readonly IndexTerm[] {
  const terms = alerts.flatMap(alertTerms);
  return [...new Map(terms.map((term) => [`${term.field}:${term.value}`, term])).values()];
}
