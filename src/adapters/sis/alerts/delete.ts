/** DeleteAlert. */
import type { DeleteAlertRequest, DeleteAlertResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AccessScope, Operation } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { endsAlert, reasonsToEnd } from '../domain/life-cycle.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { deletionReasonFromWire } from './enums.js';
import { discloseFrame } from './print.js';

/**
 * Whether an alert has served its purpose is the creating authority's to say: the bureau of its state asks it by a notice
 * (form M), after which silence deletes the alert as well.
 */
function assertCreated({ authority }: AccessScope, { createdBy }: Alert): void {
  if (createdBy === authority) return;
  throw new Refusal('FORBIDDEN', 'an alert is deleted by the authority that created it', {
    metadata: {
      system: 'SIS',
      rule: 'CREATING_AUTHORITY',
      article: 'Reg. (EU) 2018/1862 Art. 53(9); Reg. (EU) 2018/1861 Art. 39',
    },
  });
}

/** Makes the operation. */
export function deleteOperation(parts: KeepingParts): Operation<DeleteAlertRequest, DeleteAlertResponse> {
  return {
    parse({ alertReference: reference, expectedVersion, reason: wire }) {
      const reason = deletionReasonFromWire(wire);
      // The contract has checked that it is one.
      if (reason === undefined) throw new TypeError('a deletion without a reason');
      return {
        legalOperations: ['DELETE'],
        audit: { alert_reference: reference, expected_version: expectedVersion, reason },
        ownerState: reference.slice(4, 6),
        async ask(context) {
          const { act, scope, today, actor } = acting(parts, context);
          const gone = await act(async (transaction) => {
            const stored = ownAlert(
              scope,
              (await transaction.lock([reference], today)).get(reference),
              expectedVersion,
            );
            assertCreated(scope, stored.alert);
            const { category } = stored.alert;
            if (!endsAlert(category, reason)) {
              const description = `must be one that ends alerts of ${category}: ${reasonsToEnd(category).join(', ')}`;
              refuseIfAny([{ field: 'reason', rule: 'category', description }]);
            }
            // Objects that were to help find the person are sought no longer (Arts. 54(3), 55(7)).
            const locators = [...(await transaction.lock(await transaction.locatorsOf(reference), today)).values()];
            for (const one of [stored, ...locators]) {
              await transaction.note({ alert: one.alert, act: 'deleted', fields: [], reason }, actor);
              await transaction.remove(one);
            }
            return { alert: stored.alert, locators: locators.map(({ alert }) => alert) };
          });
          return {
            status: 'HIT',
            response: {
              receipt: undefined,
              alertReference: reference,
              deletedLocators: gone.locators.map((alert) => alert.reference),
            },
            disclosures: [gone.alert, ...gone.locators].map(discloseFrame),
          };
        },
      };
    },
  };
}
