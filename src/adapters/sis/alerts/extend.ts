/** ExtendAlert. */
import type { ExtendAlertRequest, ExtendAlertResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import type { Operation } from '../../adapter.js';
import { versionOf, type Alert } from '../domain/alert.js';
import { followsDecision } from '../domain/life-cycle.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { wholeAlertFaults } from './bases.js';
import { earlyNotices } from './early-notices.js';
import { termFaults, termOf } from './enter.js';
import { parseDay } from './parse-parts.js';
import { discloseFrame } from './print.js';

/**
 * Makes the operation. The new term is counted from the day of the assessment, which is what the term limits: how long an
 * alert may stand without anybody asking whether it must.
 */
export function extendOperation(parts: KeepingParts): Operation<ExtendAlertRequest, ExtendAlertResponse> {
  return {
    parse({ alertReference: reference, expectedVersion, assessment, ...request }) {
      const violations: FieldViolation[] = [...wholeAlertFaults(request.access?.legalBasisId ?? '')];
      const reviewOn = parseDay(request.reviewOn, 'review_on', violations, '');
      const decisionValidUntil = parseDay(request.decisionValidUntil, 'decision_valid_until', violations, '');
      refuseIfAny(violations);
      return {
        legalOperations: ['UPDATE'],
        audit: {
          alert_reference: reference,
          assessment,
          ...(decisionValidUntil !== undefined && { decision_valid_until: decisionValidUntil }),
          expected_version: expectedVersion,
          ...(reviewOn !== undefined && { review_on: reviewOn }),
        },
        ownerState: reference.slice(4, 6),
        async ask(context) {
          const { act, scope, today, actor } = acting(parts, context);
          const next = await act(async (transaction) => {
            const stored = ownAlert(
              scope,
              (await transaction.lock([reference], today)).get(reference),
              expectedVersion,
            );
            const { alert, hiddenFrom } = stored;
            const expiresOn = reviewOn ?? termOf(alert, today, decisionValidUntil);
            refuseIfAny([
              ...decisionFaults(alert, decisionValidUntil),
              ...(reviewOn === undefined
                ? laterFaults(alert, expiresOn)
                : termFaults(reviewOn, alert.expiresOn, today, alert, decisionValidUntil)),
            ]);
            const extended: Alert = { ...alert, expiresOn, extendedOn: today, version: versionOf(alert) + 1 };
            await transaction.note({ alert: extended, act: 'extended', fields: [], reason: undefined }, actor);
            await transaction.notify(earlyNotices(extended, today));
            await transaction.replace(stored, extended, hiddenFrom);
            return extended;
          });
          return {
            status: 'HIT',
            response: {
              receipt: undefined,
              alertReference: reference,
              version: versionOf(next),
              expiresOn: next.expiresOn,
            },
            disclosures: [discloseFrame(next)],
          };
        },
      };
    },
  };
}

function decisionFaults({ category }: Alert, decisionValidUntil: string | undefined): readonly FieldViolation[] {
  if (decisionValidUntil === undefined || followsDecision(category)) return [];
  const description = `must not be given for an alert of ${category}`;
  return [{ field: 'decision_valid_until', rule: 'category', description }];
}

/** An alert that was just entered has its whole term before it. */
function laterFaults(alert: Alert, expiresOn: string): readonly FieldViolation[] {
  if (expiresOn > alert.expiresOn) return [];
  const description = `the alert stands until ${alert.expiresOn} already, as long as an assessment of today could keep it`;
  return [{ field: 'alert_reference', rule: 'term', description }];
}
