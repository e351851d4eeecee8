/** LinkAlerts and UnlinkAlerts: between alerts of one state (Regulation (EU) 2018/1862 Art. 63; 2018/1861 Art. 48). */
import type {
  LinkAlertsRequest,
  LinkAlertsResponse,
  UnlinkAlertsRequest,
  UnlinkAlertsResponse,
} from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Inquiry, Operation } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { discloseFrame } from './print.js';

type LinkRequest = LinkAlertsRequest | UnlinkAlertsRequest;
type LinkResponse = LinkAlertsResponse & UnlinkAlertsResponse;

/** What becomes of the link. */
type Change = 'link' | 'unlink';

/** Makes LinkAlerts. */
export const linkOperation = (parts: KeepingParts): Operation<LinkAlertsRequest, LinkAlertsResponse> => ({
  parse: (request) => parse(request, 'link', parts),
});

/** Makes UnlinkAlerts. */
export const unlinkOperation = (parts: KeepingParts): Operation<UnlinkAlertsRequest, UnlinkAlertsResponse> => ({
  parse: (request) => parse(request, 'unlink', parts),
});

function parse(request: LinkRequest, change: Change, parts: KeepingParts): Inquiry<LinkResponse> {
  const { alertReference, otherReference } = request;
  if (alertReference === otherReference) {
    refuseIfAny([{ field: 'other_reference', rule: 'other', description: 'must be another alert' }]);
  }
  return {
    legalOperations: ['LINK'],
    audit: { alert_reference: alertReference, other_reference: otherReference },
    ownerState: alertReference.slice(4, 6),
    ask: (context) => put(request, change, parts, context),
  };
}

async function put(
  { alertReference, otherReference }: LinkRequest,
  change: Change,
  parts: KeepingParts,
  context: AskContext,
) {
  const { act, scope, today, actor } = acting(parts, context);
  const both = await act(async (transaction) => {
    const locked = await transaction.lock([alertReference, otherReference], today);
    const alerts = [alertReference, otherReference].map((one) => ownAlert(scope, locked.get(one)).alert);
    if (change === 'link') {
      if (!(await transaction.link(alertReference, otherReference))) {
        throw new Refusal('RECORD_EXISTS', 'the alerts are linked already');
      }
    } else {
      assertFree(alerts);
      if (!(await transaction.unlink(alertReference, otherReference))) throw new Refusal('NOT_FOUND', 'No such link');
    }
    for (const alert of alerts) {
      const did = change === 'link' ? 'linked' : 'unlinked';
      await transaction.note({ alert, act: did, fields: [], reason: undefined }, actor);
    }
    return alerts;
  });
  const response: LinkResponse = { receipt: undefined, alertReference, otherReference };
  return { status: 'HIT' as const, response, disclosures: both.map(discloseFrame) };
}

/** An object is sought to find a person only as long as it is linked with the alert on that person. */
function assertFree(alerts: readonly Alert[]): void {
  const references = alerts.map(({ reference }) => reference);
  const isBound = alerts.some(
    (alert) => alert.subject === 'object' && alert.locates !== undefined && references.includes(alert.locates),
  );
  if (!isBound) return;
  const description = 'must not be the alert on the person whom the object is to help find (Art. 63)';
  refuseIfAny([{ field: 'other_reference', rule: 'locator', description }]);
}
