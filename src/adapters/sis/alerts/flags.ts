/** AddFlag and RemoveFlag: by the SIRENE Bureau of the issuing state, at the request of another (Arts. 24, 25). */
import type {
  AddFlagRequest,
  AddFlagResponse,
  RemoveFlagRequest,
  RemoveFlagResponse,
} from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Inquiry, Operation } from '../../adapter.js';
import { versionOf, type Alert } from '../domain/alert.js';
import { hiddenFrom, isFlaggable, isFlaggedFor } from '../domain/flags.js';
import type { AlertTransaction, StoredAlert } from '../store/write-alerts.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { discloseFrame } from './print.js';

type FlagRequest = AddFlagRequest | RemoveFlagRequest;
type FlagResponse = AddFlagResponse & RemoveFlagResponse;

/** What becomes of the flag of a state. */
type Change = 'add' | 'remove';

/** Makes AddFlag. */
export const addFlagOperation = (parts: KeepingParts): Operation<AddFlagRequest, AddFlagResponse> => ({
  parse: (request) => parse(request, 'add', parts),
});

/** Makes RemoveFlag. */
export const removeFlagOperation = (parts: KeepingParts): Operation<RemoveFlagRequest, RemoveFlagResponse> => ({
  parse: (request) => parse(request, 'remove', parts),
});

function parse(request: FlagRequest, change: Change, parts: KeepingParts): Inquiry<FlagResponse> {
  const { alertReference, state, requestReference } = request;
  return {
    legalOperations: ['FLAG'],
    audit: { alert_reference: alertReference, request_reference: requestReference, state },
    ownerState: alertReference.slice(4, 6),
    ask: (context) => put(request, change, parts, context),
  };
}

async function put(request: FlagRequest, change: Change, parts: KeepingParts, context: AskContext) {
  const { alertReference: reference, state, requestReference } = request;
  const { act, scope, today, actor } = acting(parts, context);
  const next = await act(async (transaction) => {
    const stored = ownAlert(scope, (await transaction.lock([reference], today)).get(reference));
    assertPossible(stored.alert, state, change);
    const next = await replaceFlags(transaction, stored, state, change);
    if (change === 'add') await transaction.addFlag(reference, state, requestReference);
    else await transaction.removeFlag(reference, state);
    const did = change === 'add' ? 'flagged' : 'flag_removed';
    await transaction.note({ alert: next, act: did, fields: [], reason: undefined }, actor);
    return next;
  });
  const response: FlagResponse = {
    receipt: undefined,
    alertReference: reference,
    version: versionOf(next),
    flaggedFor: [...(next.flaggedFor ?? [])],
  };
  return { status: 'HIT' as const, response, disclosures: [discloseFrame(next)] };
}

function assertPossible(alert: Alert, state: string, change: Change): void {
  if (!isFlaggable(alert.category)) {
    const description = `must be an alert that can be flagged; those of ${alert.category} cannot (Art. 24)`;
    refuseIfAny([{ field: 'alert_reference', rule: 'category', description }]);
  }
  if (state === alert.issuingState) {
    const description = 'must be another state than the one that issued the alert';
    refuseIfAny([{ field: 'state', rule: 'other_state', description }]);
  }
  if (change === 'add' && isFlaggedFor(alert, state)) {
    throw new Refusal('RECORD_EXISTS', 'the alert is flagged for this state already');
  }
  if (change === 'remove' && !isFlaggedFor(alert, state)) throw new Refusal('NOT_FOUND', 'No such flag');
}

/** Puts the next version of a locked alert in its place, flagged for a state or not any more. */
export async function replaceFlags(
  transaction: AlertTransaction,
  stored: StoredAlert,
  state: string,
  change: Change,
): Promise<Alert> {
  const { flaggedFor = [], ...alert } = stored.alert;
  const flags = change === 'add' ? [...flaggedFor, state].sort() : flaggedFor.filter((other) => other !== state);
  const next: Alert = {
    ...alert,
    ...(flags.length > 0 && { flaggedFor: flags }),
    version: versionOf(stored.alert) + 1,
  };
  const unavailable = await transaction.unavailability(next.reference);
  await transaction.replace(stored, next, hiddenFrom(next, [...unavailable.keys()]));
  return next;
}
