import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { ReplyFrame } from '../../../../gen/ostiary/prum/v1/exchange.js';
import { HolderFault } from '../../../states/ask-states.js';
import type { StateReply } from '../domain/state-question.js';
import type { RepliedStatus } from '../partner.js';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,12}Z$/;

/**
 * Reads what stands around another gateway's reply. Throws a HolderFault when its state did not answer, and an Error for
 * what is no reply of that state, or says another status than `told`, which is what its content amounts to.
 */
export function readReplyFrame(frame: ReplyFrame | undefined, memberState: string, told: RepliedStatus): StateReply {
  if (frame?.memberState !== memberState) throw new Error('the reply is another state’s');
  if (frame.status !== OutcomeStatus[told]) throw notAnswered(frame, memberState);
  const repliedAtMs = readTime(frame.repliedAt);
  if (!ULID.test(frame.replyNumber) || repliedAtMs === undefined) {
    throw new Error('the reply has no number or no time');
  }
  return { replyNumber: frame.replyNumber, repliedAtMs };
}

function notAnswered({ status, outOfServiceSince }: ReplyFrame, memberState: string): Error {
  if (status === OutcomeStatus.TIMED_OUT || status === OutcomeStatus.REFUSED) {
    const fault = status === OutcomeStatus.REFUSED ? 'REFUSED' : 'TIMED_OUT';
    return new HolderFault(fault, `the gateway of ${memberState} was not answered at home`);
  }
  const outOfServiceSinceMs = readTime(outOfServiceSince);
  return status === OutcomeStatus.UNAVAILABLE && outOfServiceSinceMs !== undefined
    ? new HolderFault('UNAVAILABLE', `${memberState} is out of service, says its gateway`, { outOfServiceSinceMs })
    : new Error(`the gateway of ${memberState} did not answer for it`);
}

/** Milliseconds since the epoch; undefined for what is no time. */
export function readTime(text: string): number | undefined {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
