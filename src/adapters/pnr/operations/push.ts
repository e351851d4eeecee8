/** PushPnr. */
import { PushFormat, type PushPnrRequest, type PushPnrResponse } from '../../../gen/ostiary/pnr/v1/push.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Inquiry, Operation } from '../../adapter.js';
import { auditPush } from '../audit-terms.js';
import { dayOf } from '../domain/retention.js';
import type { PnrParts } from '../options.js';
import type { Push } from '../domain/push.js';
import { NEEDED } from '../legal-operations.js';
import { listReader } from '../receive/read-list.js';
import { pushReader } from '../receive/read-push.js';
import { type MessageReader, ReadingTurns, readWhole } from '../receive/reading-turns.js';
import { printAnswer } from '../wire/print-answer.js';
import { printPush } from '../wire/print-push.js';

/** Makes the operation. */
export function pushOperation({ pushes, clock }: PnrParts): Operation<PushPnrRequest, PushPnrResponse> {
  const turns = new ReadingTurns();
  const readerOf = ({ format }: PushPnrRequest): MessageReader => {
    const today = dayOf(clock.now());
    return format === PushFormat.PAXLST_EDIFACT
      ? listReader(today, (text) => pushes.digest(Buffer.from(text)).toString('hex'))
      : pushReader(today);
  };
  const inquiryOf = (push: Push, { message }: PushPnrRequest): Inquiry<PushPnrResponse> => {
    const digest = pushes.digest(message);
    return {
      legalOperations: NEEDED.pushPnr,
      audit: auditPush(push),
      async ask({ requestId: id, scope: { authority }, signal }) {
        signal.throwIfAborted();
        const kept = await pushes.keep(push, { id, authority, digest, nowMs: clock.now() });
        if (kept === undefined) throw notTheirs();
        const { pushId, receivedAtMs } = kept.acknowledgement;
        const answer = push.answer && printAnswer(push.answer, digest, receivedAtMs);
        return {
          status: 'HIT',
          response: printPush(kept, answer),
          disclosures: [
            {
              reference: pushId,
              category: 'PASSENGER',
              fieldGroups: answer === undefined ? ['acknowledgement'] : ['acknowledgement', 'answer'],
            },
          ],
        };
      },
    };
  };
  return {
    parse: (request) => inquiryOf(readWhole(readerOf(request), request.message), request),
    parseInTurns: async (request, signal, authority) =>
      inquiryOf(await turns.read(readerOf(request), request.message, { ending: signal, sender: authority }), request),
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
