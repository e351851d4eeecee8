/**
 * What the log says of a question to another state's gateway (Regulation (EU) 2024/982 Art. 40(1), (2)): which state is
 * asked, when, and when what came back. Written as the access of the authority that this gateway is there, under the
 * request of the access that it follows from, so that both sides' logs can be compared (docs/completeness.md).
 */
import { pseudonymTerm } from '../../matching/index-terms.js';
import type { SystemDraft } from '../policy/retention.js';
import type { ProvedEntry } from './check-answer.js';
import type { PartnerFault } from './partner-fault.js';
import type { PartnerSettings } from './partner-file.js';

/** A question to a partner. */
export interface AskedPartner {
  readonly partner: Pick<PartnerSettings, 'memberState' | 'askAs' | 'origin'>;
  /** State whose gateway asks. */
  readonly askingState: string;
  readonly system: string;
  /** "/ostiary.prum.v1.PrumDnaService/SearchDnaOnce" */
  readonly operation: string;
  readonly requestId: string;
  /** The officer's pseudonym. */
  readonly officer: string;
}

/** What came of it, for the log. */
export interface PartnerReply {
  /** Refused and unavailable are what a register said that answered. */
  readonly status: 'HIT' | 'NO_HIT' | 'REFUSED' | 'UNAVAILABLE';
  readonly replyNumber: string;
  /** Milliseconds since the epoch, by the other side's clock. */
  readonly repliedAtMs: number;
  readonly proved: ProvedEntry;
}

const frame = ({ partner, system, requestId }: AskedPartner) => ({
  authority: partner.askAs,
  system,
  requestId,
});

/** The entry that must be durable before the partner is asked. */
export const askedEntry = (asked: AskedPartner): SystemDraft => ({
  ...frame(asked),
  kind: 'intent',
  terms: [pseudonymTerm(asked.officer)],
  sections: {
    who: { authority: asked.partner.askAs, member_state: asked.askingState, pseudonym: asked.officer },
    what: {
      asked_of: { member_state: asked.partner.memberState, origin: asked.partner.origin },
      operation: asked.operation,
      system: asked.system,
    },
  },
});

/** The entry that must be durable before the answer counts; it keeps where the partner's log proves it. */
export const repliedEntry = (
  asked: AskedPartner,
  intentIndex: number,
  { status, replyNumber, repliedAtMs, proved }: PartnerReply,
  durationMs: number,
): SystemDraft => ({
  ...frame(asked),
  kind: 'outcome',
  intentIndex,
  outcome: 'answered',
  sections: {
    result: {
      duration_ms: durationMs,
      logged_there: { leaf_hash: proved.leafHash, leaf_index: proved.leafIndex, origin: proved.logOrigin },
      places: [{ place: asked.partner.memberState, status }],
      replied_at: new Date(repliedAtMs).toISOString(),
      reply_number: replyNumber,
      status,
    },
  },
});

/** The entry about a question that brought no answer. */
export const notRepliedEntry = (
  asked: AskedPartner,
  intentIndex: number,
  { status, reason }: Pick<PartnerFault, 'status' | 'reason'>,
  durationMs: number,
): SystemDraft => ({
  ...frame(asked),
  kind: 'outcome',
  intentIndex,
  outcome: 'failed',
  sections: {
    result: {
      detail: { reason },
      duration_ms: durationMs,
      places: [{ place: asked.partner.memberState, status }],
      status,
    },
  },
});
