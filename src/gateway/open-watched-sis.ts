/**
 * The SIS, as passengers are compared with it (Directive (EU) 2016/681 Art. 6(3)(a)). An adapter knows no other, so the
 * comparison goes through here: each is an access in the log before it is made, and its result before anybody learns of it. It is
 * put through the circuit and the bulkhead of everybody's questions to the SIS, and has no more time than those.
 */
import type { Answer, AskContext, AskingOfficer, Inquiry } from '../adapters/adapter.js';
import type { Comparison } from '../adapters/pnr/assessment/domain/passengers.js';
import type { ComparisonContext, DatabaseHit, WatchedDatabase } from '../adapters/pnr/assessment/watched-database.js';
import { SearchObjectsRequest, SearchPersonsRequest, type SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import { pseudonymTerm } from '../matching/index-terms.js';
import type { Clock } from '../shared/clock.js';
import { Caller } from './exchange/call.js';
import { CallTime } from './exchange/call-time.js';
import type { GuardedAdapter } from './exchange/route.js';
import { accessing, type OwnAccess } from './own-access.js';
import type { SystemLog } from './policy/retention.js';

/** What it is made with. */
export interface WatchedSisParts {
  readonly sis: GuardedAdapter<typeof SisServiceService>;
  readonly log: Pick<SystemLog, 'append'>;
  readonly clock: Clock;
  /** Longest time for one comparison, in milliseconds; left out, what the contract gives an officer's search. */
  readonly comparisonMs?: number;
}

const SYSTEM = 'SIS';

/**
 * Alerts whose purpose is that of the Directive: persons wanted for arrest (Regulation (EU) 2018/1862 Art. 26) and for
 * discreet, inquiry or specific checks (Art. 36). The others have purposes of their own.
 */
const PERSONS: ReadonlySet<string> = new Set(['ARR', 'DSC', 'INQ', 'SPC']);

/** Identity documents, blank when they were stolen (k) or issued (l): for seizure or evidence (Art. 38(2)), or checks (Art. 36). */
const DOCUMENTS: ReadonlySet<string> = new Set(['OBJ', 'OBJ:k', 'OBJ:l', 'DSC', 'INQ', 'SPC', 'OBJ-36']);

/** Who asks the SIS when no officer does: the unit's clock. */
const NO_OFFICER: AskingOfficer = { pseudonym: 'automatic' };

/** `max_deadline_ms` of searches in the contract: a SIS that keeps a comparison longer keeps a place of the bulkhead from officers. */
const COMPARISON_MS = 5_000;

/** Makes it. */
export function watchedSis({
  sis: { adapter, breaker },
  log,
  clock,
  comparisonMs = COMPARISON_MS,
}: WatchedSisParts): WatchedDatabase {
  const access = accessing(log, clock);

  async function ask(inquiry: Inquiry<unknown>, context: AskContext): Promise<Answer<unknown>> {
    const deadlineMs = Math.min(context.deadlineMs, clock.now() + comparisonMs);
    const time = new CallTime({ callerMs: deadlineMs, adapterMs: deadlineMs }, clock);
    const caller = new Caller();
    const leave = (): void => caller.leave();
    context.signal.addEventListener('abort', leave, { once: true });
    if (context.signal.aborted) leave();
    try {
      return await time.ask(SYSTEM, caller, (signal) => breaker.ask(inquiry, { ...context, deadlineMs, signal }));
    } catch (error) {
      // The circuit has heard that the caller left, and nothing of why: a claim that was lost is no fault of the SIS.
      context.signal.throwIfAborted();
      throw error;
    } finally {
      context.signal.removeEventListener('abort', leave);
      time.end();
    }
  }

  return {
    system: SYSTEM,
    async compare(comparison, context): Promise<readonly DatabaseHit[]> {
      const { inquiry, categories } = questionOf(adapter, comparison);
      const { disclosures } = await access(accessOf(inquiry, context), (intent) =>
        ask(inquiry, {
          ...{ requestId: context.requestId, deadlineMs: context.deadlineMs, signal: context.signal, intent },
          officer: context.officer ?? NO_OFFICER,
          scope: { ...context.scope, categories },
        }),
      );
      return disclosures.map(({ reference, category }) => ({ reference, category }));
    },
  };
}

/** What the SIS is asked, and what of it may answer. */
interface Question {
  readonly inquiry: Inquiry<unknown>;
  readonly categories: ReadonlySet<string>;
}

function questionOf({ operations }: WatchedSisParts['sis']['adapter'], comparison: Comparison): Question {
  if (comparison.by === 'object') {
    const request = SearchObjectsRequest.fromPartial({ documentNumber: comparison.number });
    return { inquiry: operations.searchObjects.parse(request), categories: DOCUMENTS };
  }
  const request = SearchPersonsRequest.fromPartial(
    comparison.by === 'document'
      ? { document: { number: comparison.number } }
      : {
          name: { surname: comparison.surname, forename: comparison.givenNames, dateOfBirth: comparison.birth },
        },
  );
  return { inquiry: operations.searchPersons.parse(request), categories: PERSONS };
}

/**
 * Under the request of the assessment that it follows from. Its result tells that there is an alert and of which category, and
 * nothing that it says.
 */
const accessOf = (inquiry: Inquiry<unknown>, { scope, requestId, officer }: ComparisonContext): OwnAccess => ({
  ...{ authority: scope.authority, system: SYSTEM, requestId },
  terms: [...(officer === undefined ? [] : [pseudonymTerm(officer.pseudonym)]), ...(inquiry.terms ?? [])],
  who: {
    authority: scope.authority,
    authority_kind: scope.authorityKind,
    member_state: scope.memberState,
    ...(officer !== undefined && { pseudonym: officer.pseudonym }),
  },
  what: { act: 'passenger-compared', query: inquiry.audit, system: SYSTEM },
  why: { legal_basis: 'PNR-6-2-A', purpose: 'PNR' },
});
