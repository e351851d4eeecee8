/** DeleteAlert. */
import type { DeleteAlertRequest, DeleteAlertResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { Operation } from '../../adapter.js';
import { endsAlert, reasonsToEnd } from '../domain/life-cycle.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { deletionReasonFromWire } from './enums.js';
import { discloseFrame } from './print.js';

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
