/** GetAlertHistory: who did what to an alert of the own state, and when. */
import { GetAlertHistoryResponse, type GetAlertHistoryRequest } from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AccessScope, AskContext, Operation } from '../../adapter.js';
import type { History, HistoryStore } from '../store/alert-history.js';
import { endUsersOf, seesKind } from '../store/visibility.js';
import { ACT_TO_WIRE, deletionReasonToWire } from './enums.js';
import { printAbout } from './print.js';

/** What the operation works with. */
export interface HistoryParts {
  readonly history: HistoryStore;
}

/** Makes the operation. */
export function historyOperation({
  history,
}: HistoryParts): Operation<GetAlertHistoryRequest, GetAlertHistoryResponse> {
  return {
    parse({ alertReference: reference }) {
      return {
        legalOperations: ['READ'],
        audit: { alert_reference: reference },
        ownerState: reference.slice(4, 6),
        ask: (context) => read(reference, history, context),
      };
    },
  };
}

async function read(reference: string, history: HistoryStore, { scope, signal }: AskContext) {
  const found = await history.read(reference, signal);
  // Nobody else is told whose officers worked on an alert, nor that there was one.
  if (found?.issuingState !== scope.memberState || !mayRead(scope, found)) {
    throw new Refusal('NOT_FOUND', 'No such alert');
  }
  const { acts } = found;
  const response = GetAlertHistoryResponse.fromPartial({
    history: {
      ...printAbout(found.category, found.letter, scope.memberState),
      alertReference: reference,
      acts: acts.map((act, at) => ({
        number: at + 1,
        at: act.at.toISOString(),
        kind: ACT_TO_WIRE[act.act],
        version: act.version,
        fields: [...act.fields],
        deletionReason: deletionReasonToWire(act.reason),
        own: act.authority === scope.authority,
      })),
      actors: acts.flatMap(({ authority, authorityKind = '', officer = '', requestId = '' }, at) =>
        authority === undefined ? [] : [{ act: at + 1, authority, authorityKind, officer, requestId }],
      ),
    },
  });
  const category = found.category === 'OBJ' ? `OBJ:${found.letter ?? ''}` : found.category;
  return { status: 'HIT' as const, response, disclosures: [{ reference, category }] };
}

/** As the alert itself; one that is deleted is hidden from nobody any more. */
const mayRead = (scope: AccessScope, { category, letter, hiddenFrom }: History): boolean =>
  seesKind(scope, category, letter) && !hiddenFrom.includes(endUsersOf(scope));
