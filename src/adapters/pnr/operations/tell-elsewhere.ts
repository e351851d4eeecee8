/** What follows from requests of those elsewhere: whom the Directive wants to know of them. */
import { RequestPnrsRequest } from '../../../gen/ostiary/pnr/v1/pnr.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { JsonObject } from '../../../shared/json.js';
import type { AskContext } from '../../adapter.js';
import type { PnrParts } from '../options.js';
import type { ShownRecord } from './open-record.js';

/** Legal bases of those whose requests others are told of. */
const EMERGENCY = 'PNR-9-3';
const EUROPOL = 'PNR-10';

/** Digits of an account that may be kept. */
const ACCOUNT_END = 4;

/**
 * Art. 9(3): whoever puts a request to the unit of another Member State sends a copy to their own unit, always. The gateway
 * does it for them, before the request is answered; whether anything is found is no part of it.
 */
export async function copyToOwnUnit(
  { authorities, copies, unit, clock, tell }: PnrParts,
  { requestId, scope }: AskContext,
  request: RequestPnrsRequest,
  terms: readonly IndexTerm[],
): Promise<void> {
  if (request.access?.legalBasisId !== EMERGENCY) return;
  const facts = { article: 'Directive (EU) 2016/681 Art. 9(3)', request: requestId, requester: scope.authority };
  const units = authorities.ofKind('PIU', scope.memberState);
  if (units.length === 0) {
    await tell({ act: 'request-not-copied', authority: unit.authority, records: [], terms: [], facts });
  }
  for (const { code } of units) {
    await tell({ act: 'request-copied', authority: code, records: [], terms, facts });
    await copies.keep(code, {
      request: requestId,
      requester: scope.authority,
      askedAtMs: clock.now(),
      content: { request: asPut(request), terms },
    });
  }
}

/** Art. 10: the data protection officer of Europol is informed of each exchange, and finds it under Europol in the log. */
export async function informEuropol(
  { unit, tell }: PnrParts,
  { requestId, scope }: AskContext,
  { access }: RequestPnrsRequest,
  shown: readonly ShownRecord[],
): Promise<void> {
  if (access?.legalBasisId !== EUROPOL) return;
  await tell({
    act: 'officer-informed',
    authority: scope.authority,
    records: shown.map(({ record, category }) => ({ reference: record.id, category })),
    terms: [],
    facts: { article: 'Directive (EU) 2016/681 Art. 10', answered_by: unit.authority, request: requestId },
  });
}

/**
 * Without the approval, which is for the gateway alone, can be used once, and was; without where a page begins, as that is
 * behind a record that was found; and of an account its end, since no table keeps more of one.
 */
function asPut({ access, criteria, ...request }: RequestPnrsRequest): JsonObject {
  return RequestPnrsRequest.toJSON({
    ...{ ...request, pageToken: '' },
    access: access && { ...access, approvalId: '' },
    criteria: criteria && { ...criteria, account: criteria.account.slice(-ACCOUNT_END) },
  }) as JsonObject;
}
