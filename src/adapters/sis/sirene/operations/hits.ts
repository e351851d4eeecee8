import {
  ListHitsResponse,
  ReportHitResponse,
  type ListHitsRequest,
  type ReportHitRequest,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import { Refusal } from '../../../../shared/refusal.js';
import { dayOf } from '../../../../world/calendar.js';
import type { Operation } from '../../../adapter.js';
import { dueAfter, hitRule } from '../domain/deadlines.js';
import type { Hit } from '../domain/form.js';
import { hitFaults } from '../domain/send-rules.js';
import { audit, disclose, notFound, type SireneParts, termsOfAlerts, timeOf } from '../parts.js';
import { inTransaction } from '../store/transaction.js';
import { known, parseDetails, type Violations } from '../wire/parse-body.js';
import { parseHitQuery, refuseIfAny } from '../wire/parse-request.js';
import { printHit } from '../wire/print.js';

/** Makes ReportHit. */
export const reportHitOperation = (parts: SireneParts): Operation<ReportHitRequest, ReportHitResponse> => ({
  parse(request) {
    const { alertReference } = request;
    const violations: Violations = [];
    const details = parseDetails(known(request.details), 'details', parts.clock.now(), violations);
    refuseIfAny(violations);
    return {
      legalOperations: ['NOTIFY'],
      audit: audit({
        alert_reference: alertReference,
        confirmed_by: details.confirmedBy,
        matched_by: details.matchedBy,
        occurred_at: new Date(details.occurredAtMs).toISOString(),
        place: details.place,
      }),
      ownerState: alertReference.slice(4, 6),
      async ask(context) {
        const now = timeOf(parts, context);
        const { scope, signal, requestId } = context;
        const alert = await parts.alerts.find(alertReference, scope, dayOf(now), signal);
        if (alert === undefined) throw notFound('alert');
        const { facts } = alert;
        refuseIfAny([...hitFaults(details, facts, 'details'), ...stateFaults(facts.issuingState, scope.memberState)]);
        if (!parts.participants.has(scope.memberState)) {
          throw new Refusal('FORBIDDEN', 'the caller’s state has no SIRENE Bureau here', {
            metadata: { rule: 'PARTICIPATING' },
          });
        }
        const deadline = hitRule(facts);
        const hit: Hit = {
          id: requestId,
          alertReference,
          category: facts.category,
          objectLetter: facts.objectLetter,
          memberState: scope.memberState,
          reportedBy: scope.authority,
          reportedAtMs: now,
          dueAtMs: dueAfter(deadline, now, parts.lapse),
          deadline,
          formId: undefined,
          details,
        };
        await inTransaction(parts, context, (tx) => parts.hits.report(tx, hit));
        return {
          status: 'HIT',
          response: ReportHitResponse.fromPartial({ hit: printHit(hit, now) }),
          disclosures: [disclose(hit.id, hit, alert.terms)],
        };
      },
    };
  },
});

/** An alert of the own state is a national matter (Art. 3(6)). */
const stateFaults = (issuingState: string, memberState: string) =>
  issuingState === memberState
    ? [
        {
          field: 'alert_reference',
          rule: 'own_state',
          description: 'must be an alert of another state: one of the own state is no hit (Art. 3(6))',
        },
      ]
    : [];

/** Makes ListHits. */
export const listHitsOperation = (parts: SireneParts): Operation<ListHitsRequest, ListHitsResponse> => ({
  parse(request) {
    const query = parseHitQuery(request);
    return {
      legalOperations: ['READ'],
      audit: audit({
        alert_reference: query.alertReference,
        before: query.before,
        list: 'hits',
        only_open: query.onlyOpen,
      }),
      async ask(context) {
        const now = timeOf(parts, context);
        const { scope, signal } = context;
        const whose =
          scope.authorityKind === 'SIR' ? { memberState: scope.memberState } : { reportedBy: scope.authority };
        const hits = await parts.hits.list(whose, query, scope, signal);
        const terms = await termsOfAlerts(parts, hits, context, now);
        const status = hits.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: ListHitsResponse.fromPartial({
            outcome: { system: 'SIS', status: OutcomeStatus[status] },
            hits: hits.map((hit) => printHit(hit, now)),
            nextPageToken: nextPage(hits, query.size),
          }),
          disclosures: hits.map((hit) => disclose(hit.id, hit, terms.get(hit.alertReference))),
        };
      },
    };
  },
});

/** The token of the next page: there is none when this one was not full. */
export const nextPage = (items: readonly { readonly id: string }[], size: number): string =>
  items.length < size ? '' : (items.at(-1)?.id ?? '');
