/**
 * Answers to a question as the state sends them that it was put to (Decision 2008/616/JHA, Annex, chapter 2): a message SRE
 * for each candidate, or one that says there is none, or one ERR.
 */
import type { NistFault } from '../nist-fault.js';
import { type AnswerFault, checkAnswer, mostCandidates } from './check-answer.js';
import { answerHeader } from './make-transaction.js';
import type {
  ErrorTransaction,
  ResultTransaction,
  SampleReferences,
  Samples,
  SearchTransaction,
  TransactionHeader,
} from './transaction.js';

/** What was found: by which references its state knows it, and what shows it. */
export interface AnswerCandidate {
  readonly references: SampleReferences;
  /** From 0, if none is given, to 999998; 999999 if somebody verified the hit. */
  readonly score: number;
  /** Prints or the trace, as the type of the question allows them in an answer. */
  readonly samples: Samples;
}

/** What the answering state adds. */
export interface Answering extends Pick<TransactionHeader, 'date' | 'sentAt' | 'scanned' | 'transmitted'> {
  /** Control number of the n-th message, from 1: each has its own. */
  readonly controlNumber: (message: number) => string;
}

const NOTHING: Samples = { prints: [], templates: [], records: [] };

/** Says nothing of anybody. */
const nobody = ({ system }: SampleReferences): SampleReferences => ({
  system,
  case: undefined,
  sequence: undefined,
  mark: undefined,
  person: undefined,
  others: [],
});

/**
 * Messages with candidates, best first; one without if there are none. Throws a RangeError for more candidates than the
 * question wants or its modes allow.
 */
export function answersTo(
  question: SearchTransaction,
  candidates: readonly AnswerCandidate[],
  answering: Answering,
): readonly ResultTransaction[] {
  const most = mostCandidates(question);
  if (candidates.length > most) throw new RangeError(`An answer to this question has at most ${most} candidates`);
  const common = (message: number) =>
    ({ type: 'SRE', header: headerOf(question, message, answering), answers: question.type }) as const;
  if (candidates.length === 0) {
    return [{ ...common(1), references: nobody(question.references), candidate: undefined, ...NOTHING }];
  }
  return candidates.map(({ references, score, samples }, at) => ({
    ...common(at + 1),
    references,
    candidate: { number: at + 1, total: candidates.length, score },
    ...samples,
  }));
}

/** The message that says why a question could not be processed. */
export const errorTo = (
  question: Pick<SearchTransaction, 'header' | 'references'>,
  faults: readonly NistFault[],
  answering: Answering,
): ErrorTransaction => ({
  type: 'ERR',
  header: headerOf(question, 1, answering),
  references: nobody(question.references),
  // Of a fault the rule and the field: never what stood there.
  errors: faults.map(({ code, field, demand }) => ({
    code,
    text: field === undefined ? demand : `${field} ${demand}`,
  })),
});

const headerOf = (
  question: Pick<SearchTransaction, 'header'>,
  message: number,
  { controlNumber, ...own }: Answering,
): TransactionHeader => answerHeader(question, { ...own, controlNumber: controlNumber(message) });

/** Why messages are not all the answers to a question. */
export type AnswersFault =
  | AnswerFault
  /** There are candidates, or all answers, still to come. */
  | 'incomplete'
  /** A candidate, or a control number, comes twice. */
  | 'repeated'
  /** They do not agree on how many candidates there are, or whether any. */
  | 'contradictory';

/** What keeps messages of one state from being its answer to a question, whole; empty if they are. */
export function checkAnswers(
  question: SearchTransaction,
  answers: readonly (ResultTransaction | ErrorTransaction)[],
): readonly AnswersFault[] {
  const faults = new Set<AnswersFault>(answers.flatMap((answer) => checkAnswer(question, answer)));
  const candidates = answers.flatMap((answer) => (answer.type === 'SRE' ? (answer.candidate ?? []) : []));
  const totals = new Set(candidates.map(({ total }) => total));
  const isRepeated = (values: readonly (string | number)[]): boolean => new Set(values).size < values.length;
  if (isRepeated(answers.map(({ header }) => header.controlNumber))) faults.add('repeated');
  if (isRepeated(candidates.map(({ number }) => number))) faults.add('repeated');
  // An error and a message without candidate stand alone.
  if (totals.size > 1 || (candidates.length < answers.length && answers.length > 1)) faults.add('contradictory');
  const numbers = new Set(candidates.map(({ number }) => number));
  const [total = 0] = totals;
  if (answers.length === 0 || numbers.size < total) faults.add('incomplete');
  return [...faults];
}
