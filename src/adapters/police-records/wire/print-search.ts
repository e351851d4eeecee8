import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import {
  RecordCategory,
  type RecordMatch,
  type SearchRecordsOnceResponse,
  type SearchRecordsResponse,
  type StateAnswer,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import type { OutcomeName } from '../../adapter.js';
import type { HolderMatch, RecordOutcome } from '../holders/record-holder.js';

/** Response to a search that is answered once. */
export const printSearch = (outcomes: readonly RecordOutcome[], status: OutcomeName): SearchRecordsOnceResponse => ({
  receipt: undefined,
  outcome: { system: 'EPRIS', status: OutcomeStatus[status] },
  states: outcomes.map(printState),
});

/** What one state answered, as a response of its own. */
export const printStateAnswer = (outcome: RecordOutcome): SearchRecordsResponse => ({
  receipt: undefined,
  outcome: { system: 'EPRIS', status: OutcomeStatus[outcome.status] },
  state: printState(outcome),
});

/** What became of the question in one state. */
function printState(outcome: RecordOutcome): StateAnswer {
  const { memberState, status } = outcome;
  const reply = 'reply' in outcome ? outcome.reply : undefined;
  return {
    memberState,
    status: OutcomeStatus[status],
    matchCount: reply?.matchCount ?? 0,
    matches: reply?.matches.map((match) => printMatch(memberState, match)) ?? [],
    askedAt: 'askedAtMs' in outcome ? timeOf(outcome.askedAtMs) : '',
    repliedAt: reply === undefined ? '' : timeOf(reply.repliedAtMs),
    replyNumber: reply?.replyNumber ?? '',
  };
}

const printMatch = (memberState: string, { reference, quality }: HolderMatch): RecordMatch => ({
  recordReference: reference,
  memberState,
  category: RecordCategory.INDEX,
  quality,
  handling: undefined,
});

/** RFC 3339, UTC. */
const timeOf = (ms: number): string => new Date(ms).toISOString();
