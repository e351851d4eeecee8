import { SEARCH_MODES } from './search-modes.js';
import type { Agency, ErrorTransaction, ResultTransaction, SearchTransaction } from './transaction.js';

/** Why a transaction is no answer to a question. */
export type AnswerFault =
  /** 1.010 is not the number of the question. */
  | 'reference'
  /** 1.007 or 1.008 is not the other party. */
  | 'parties'
  /** 1.006 is not that of the question. */
  | 'priority'
  /** 2.064 names another type of question. */
  | 'type'
  /** More candidates than were wanted or than the mode allows. */
  | 'candidates';

/** What keeps a transaction from being an answer to a question; empty for an answer. */
export function checkAnswer(
  question: SearchTransaction,
  answer: ResultTransaction | ErrorTransaction,
): readonly AnswerFault[] {
  const [asked, answered] = [question.header, answer.header];
  const faults: AnswerFault[] = [];
  if (answered.reference !== asked.controlNumber) faults.push('reference');
  if (!isSame(answered.destination, asked.origin) || !isSame(answered.origin, asked.destination))
    faults.push('parties');
  if (answered.priority !== asked.priority) faults.push('priority');
  if (answer.type === 'ERR') return faults;
  if (answer.answers !== question.type) faults.push('type');
  if (answer.candidate !== undefined && answer.candidate.total > mostCandidates(question)) faults.push('candidates');
  return faults;
}

const isSame = (a: Agency, b: Agency): boolean => a.state === b.state && a.name === b.name;

/** Candidates that an answer may name: what was wanted, or else what the modes allow together. */
export const mostCandidates = ({ expected, modes }: Pick<SearchTransaction, 'expected' | 'modes'>): number =>
  expected ?? modes.reduce((sum, mode) => sum + SEARCH_MODES[mode].maxCandidates, 0);
