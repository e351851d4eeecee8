/** PushPnr. */
import { PushFormat, type PushPnrRequest, type PushPnrResponse } from '../../../gen/ostiary/pnr/v1/push.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Operation } from '../../adapter.js';
import { auditPush } from '../audit-terms.js';
import { dayOf } from '../domain/retention.js';
import type { PnrParts } from '../options.js';
import { readList } from '../receive/read-list.js';
import { readPush } from '../receive/read-push.js';
import { printPush } from '../wire/print-push.js';

/** Makes the operation. */
export function pushOperation({ pushes, clock }: PnrParts): Operation<PushPnrRequest, PushPnrResponse> {
  return {
    parse({ message, format }) {
      const today = dayOf(clock.now());
      const push =
        format === PushFormat.PAXLST_EDIFACT
          ? readList(message, today, (text) => pushes.digest(Buffer.from(text)).toString('hex'))
          : readPush(message, today);
      const digest = pushes.digest(message);
      return {
        legalOperations: ['ENTER'],
        audit: auditPush(push),
        async ask({ requestId: id, scope: { authority }, signal }) {
          const designators = await pushes.carriersOf(authority);
          if (!designators.has(push.flight.carrier)) throw notTheirs();
          signal.throwIfAborted();
          const known = await pushes.find(authority, digest);
          const kept =
            known === undefined
              ? await pushes.keep(push, { id, authority, digest, nowMs: clock.now() })
              : { acknowledgement: known, duplicate: true };
          return {
            status: 'HIT',
            response: printPush(kept),
            disclosures: [
              { reference: kept.acknowledgement.pushId, category: 'PASSENGER', fieldGroups: ['acknowledgement'] },
            ],
          };
        },
      };
    },
  };
}

/** Art. 8(1): the operating carrier transfers what it has of its own flights. */
function notTheirs(): Refusal {
  const description = 'must be a flight of a carrier that this authority sends for';
  return new Refusal('FORBIDDEN', 'a carrier sends the data of its own passengers only', {
    violations: [{ field: 'message', rule: 'own_flight', description }],
    metadata: { article: 'Directive (EU) 2016/681 Art. 8(1)' },
  });
}
