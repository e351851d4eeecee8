/**
 * The SIS, as passengers are compared with it (Directive (EU) 2016/681 Art. 6(3)(a)). An adapter knows no other, so the
 * comparison goes through here: each is an access in the log before it is made, and its result before anybody learns of it.
 */
import type { Adapter, AskContext, Disclosure, Inquiry } from '../adapters/adapter.js';
import type { Comparison } from '../adapters/pnr/assessment/domain/passengers.js';
import type { DatabaseHit, WatchedDatabase } from '../adapters/pnr/assessment/watched-database.js';
import type { AuditLog, EntryDraft } from '../audit/log/entry.js';
import { SearchObjectsRequest, SearchPersonsRequest, type SisServiceService } from '../gen/ostiary/sis/v1/sis.js';
import { pseudonymTerm } from '../matching/index-terms.js';
import type { Clock } from '../shared/clock.js';
import { Refusal } from '../shared/refusal.js';
import { retentionOf, UNROUTED_RETENTION } from './exchange/route.js';

/** What it is made with. */
export interface WatchedSisParts {
  readonly sis: Adapter<typeof SisServiceService>;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
}

const SYSTEM = 'SIS';

/**
 * Alerts whose purpose is that of the Directive: persons wanted for arrest (Regulation (EU) 2018/1862 Art. 26) and for
 * discreet, inquiry or specific checks (Art. 36). The others have purposes of their own.
 */
const PERSONS: ReadonlySet<string> = new Set(['ARR', 'DSC', 'INQ', 'SPC']);

/** Identity documents, blank when they were stolen (k) or issued (l): for seizure or evidence (Art. 38(2)), or checks (Art. 36). */
const DOCUMENTS: ReadonlySet<string> = new Set(['OBJ', 'OBJ:k', 'OBJ:l', 'DSC', 'INQ', 'SPC', 'OBJ-36']);

/** Makes it. */
export const watchedSis = ({ sis, log, clock }: WatchedSisParts): WatchedDatabase => ({
  system: SYSTEM,
  async compare(comparison, context): Promise<readonly DatabaseHit[]> {
    const { inquiry, categories } = questionOf(sis, comparison);
    const intent = await log.append(intentEntry(inquiry, context));
    const begun = clock.now();
    const scope = { ...context.scope, categories };
    try {
      const { disclosures } = await inquiry.ask({ ...context, intent, scope });
      await log.append(outcomeEntry(context, intent.index, clock.now() - begun, disclosures));
      return disclosures.map(({ reference, category }) => ({ reference, category }));
    } catch (error) {
      await log.append(failedEntry(context, intent.index, clock.now() - begun, error));
      throw error;
    }
  },
});

/** What the SIS is asked, and what of it may answer. */
interface Question {
  readonly inquiry: Inquiry<unknown>;
  readonly categories: ReadonlySet<string>;
}

function questionOf({ operations }: WatchedSisParts['sis'], comparison: Comparison): Question {
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

/** Under the request of the assessment that it follows from. */
const frame = ({ scope, requestId }: AskContext) => ({
  authority: scope.authority,
  system: SYSTEM,
  requestId,
  retention: retentionOf(SYSTEM) ?? UNROUTED_RETENTION,
});

const intentEntry = (inquiry: Inquiry<unknown>, context: AskContext): EntryDraft => ({
  ...frame(context),
  kind: 'intent',
  terms: [pseudonymTerm(context.officer.pseudonym), ...(inquiry.terms ?? [])],
  sections: {
    who: {
      authority: context.scope.authority,
      authority_kind: context.scope.authorityKind,
      member_state: context.scope.memberState,
      pseudonym: context.officer.pseudonym,
    },
    what: { act: 'passenger-compared', query: inquiry.audit, system: SYSTEM },
    why: { legal_basis: 'PNR-6-2-A', purpose: 'PNR' },
  },
});

/** A hit tells that there is an alert and of which category, and nothing that it says. */
const outcomeEntry = (
  context: AskContext,
  intentIndex: number,
  durationMs: number,
  disclosures: readonly Disclosure[],
): EntryDraft => {
  const terms = disclosures.flatMap((disclosure) => disclosure.terms ?? []);
  return {
    ...frame(context),
    kind: 'outcome',
    intentIndex,
    outcome: 'answered',
    ...(terms.length > 0 && {
      terms: [...new Map(terms.map((term) => [`${term.field}:${term.value}`, term])).values()],
    }),
    sections: {
      result: {
        disclosed: disclosures.map(({ category, reference }) => ({ category, fields: ['frame'], reference })),
        duration_ms: durationMs,
        status: disclosures.length > 0 ? 'HIT' : 'NO_HIT',
      },
    },
  };
};

const failedEntry = (context: AskContext, intentIndex: number, durationMs: number, error: unknown): EntryDraft => ({
  ...frame(context),
  kind: 'outcome',
  intentIndex,
  outcome: 'failed',
  sections: {
    result: { duration_ms: durationMs, status: error instanceof Refusal ? error.reason : 'INTERNAL' },
  },
});
