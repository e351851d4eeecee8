/** The gateway of XB as a holder behind it is asked, in tests. */
import type { PartnerGateway } from '../../../src/adapters/prum/exchange/partner.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';

export const NUMBER = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
export const REPLY = '01ARZ3NDEKTSV4RRFFQ69G5FAW';
export const REPLIED_AT = '2026-11-26T12:00:00.123Z';

/** What every question has. */
export const COMMON = {
  requestNumber: NUMBER,
  askingState: 'XA',
  askedAtMs: Date.UTC(2026, 10, 26, 12),
  officer: '2026q4-00000000000000000000000000000000',
};

/** Around a reply of XB. */
export const FRAME = { memberState: 'XB', status: OutcomeStatus.HIT, repliedAt: REPLIED_AT, replyNumber: REPLY };

/** What of a question does not depend on its category. */
export const ACCESS = {
  caseReference: NUMBER,
  operatingUnit: 'Gateway of XA',
  offence: undefined,
  personCategory: 0,
  aim: 0,
};

/** A gateway that answers everything so, and what it was asked last. */
export function gatewayGiving(response: unknown): {
  readonly gateway: PartnerGateway;
  readonly asked: { request?: unknown; method?: string; status?: string };
} {
  const asked: { request?: unknown; method?: string; status?: string } = {};
  return {
    asked,
    gateway: {
      memberState: 'XB',
      async ask(question) {
        asked.request = question.request;
        asked.method = question.method.path;
        const { status, reply } = await Promise.resolve(question.read(response as never));
        asked.status = status;
        return reply;
      },
    },
  };
}

/** Whether what a state said is believed; what kept it from answering, if that is said. */
export const believed = (reply: Promise<unknown>): Promise<string> =>
  reply.then(
    () => 'believed',
    (error: unknown) => (error as { status?: string }).status ?? 'not believed',
  );
