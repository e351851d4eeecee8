import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { ReplyFrame } from '../../../../gen/ostiary/prum/v1/exchange.js';
import type { StateOutcome } from '../../../states/ask-states.js';
import type { StateReply } from '../domain/state-question.js';

/** RFC 3339, UTC. */
export const printTime = (ms: number): string => new Date(ms).toISOString();

/** Around what a state answered, or did not. */
export function printReplyFrame(outcome: StateOutcome<StateReply>): ReplyFrame {
  const reply = 'reply' in outcome ? outcome.reply : undefined;
  return {
    memberState: outcome.memberState,
    status: OutcomeStatus[outcome.status],
    askedAt: 'askedAtMs' in outcome ? printTime(outcome.askedAtMs) : '',
    repliedAt: reply === undefined ? '' : printTime(reply.repliedAtMs),
    replyNumber: reply?.replyNumber ?? '',
    outOfServiceSince: 'outOfServiceSinceMs' in outcome ? printTime(outcome.outOfServiceSinceMs) : '',
  };
}
