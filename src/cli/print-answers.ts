/** What states answered to a search with a transaction, as files SRE of the exchange (Decision 2008/616/JHA, Annex, chapter 2). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFingerRecord } from '../formats/finger-minutiae/read-record.js';
import { templatesOf } from '../formats/finger-minutiae/record.js';
import { controlNumber } from '../formats/nist/control-number.js';
import { makeMinutiaeRecord } from '../formats/nist/make-minutiae.js';
import { type AnswerCandidate, answersTo } from '../formats/nist/prum/answers.js';
import { makeTransaction } from '../formats/nist/prum/make-transaction.js';
import { readTransaction } from '../formats/nist/prum/read-transaction.js';
import type { SearchTransaction } from '../formats/nist/prum/transaction.js';
import { readNistFile } from '../formats/nist/read-file.js';
import type { NistRecord } from '../formats/nist/record.js';
import { writeNistFile } from '../formats/nist/write-file.js';
import { OutcomeStatus } from '../gen/ostiary/common/v1/outcome.js';
import type { PrintCandidate, PrintStateAnswer } from '../gen/ostiary/prum/v1/fingerprint.js';

/** Scores travel as whole numbers: here thousandths, as a follow-up has them. */
const THOUSANDTHS = 1_000;

/** Where a reference number goes on behind category and state. */
const BEHIND_STATE = 'DAC-XB-'.length;

/** Writes a state's answer into a folder, one file a message. One that did not answer has sent none. */
export type AnswerWriter = (answer: PrintStateAnswer) => void;

/** Makes the writer for a question. Throws a NistFault for a file that is no question. */
export function answerWriter(bytes: Uint8Array, folder: string): AnswerWriter {
  const question = readTransaction(readNistFile(bytes), { minutiaeOfPersons: true });
  if (!('modes' in question)) throw new Error('answers can be written to a transaction that asks');
  return (answer) => {
    const { reply, candidates } = answer;
    if (reply?.status !== OutcomeStatus.HIT && reply?.status !== OutcomeStatus.NO_HIT) return;
    const repliedAtMs = Date.parse(reply.repliedAt);
    const time = reply.repliedAt.replace(/\D/g, '').slice(0, 14);
    const messages = answersTo(
      addressedTo(reply.memberState, question),
      candidates.map((candidate) => answerCandidate(candidate, question)),
      {
        date: time.slice(0, 8),
        sentAt: `${time}Z`,
        scanned: '00.00',
        transmitted: '00.00',
        controlNumber: (message) => numberAt(repliedAtMs, message),
      },
    );
    for (const [at, message] of messages.entries()) {
      const name = `${reply.memberState}-${String(at + 1).padStart(2, '0')}.nist`;
      writeFileSync(join(folder, name), writeNistFile(makeTransaction(message)));
    }
  };
}

/** The question as it was put to one of the states. */
const addressedTo = (state: string, question: SearchTransaction): SearchTransaction => ({
  ...question,
  header: { ...question.header, destination: { ...question.header.destination, state } },
});

/** A number that no other message of the state has: of the millisecond in its year, and of the message. */
function numberAt(timeMs: number, message: number): string {
  const year = new Date(timeMs).getUTCFullYear();
  return controlNumber(year, (timeMs - Date.UTC(year)) * 10 + message - 1, 'INT-I');
}

/** A person is known by a number of the state (2.010), a trace by that of its case (2.007). */
function answerCandidate(candidate: PrintCandidate, { type, references }: SearchTransaction): AnswerCandidate {
  const { referenceNumber, memberState, score } = candidate;
  const reference = { state: memberState, number: referenceNumber.slice(BEHIND_STATE) };
  const isPerson = reference.number.startsWith('I');
  // Minutiae go with traces; persons are shown by images, of which there are none.
  const records = type === 'PMS' || type === 'MMS' ? minutiaeOf(candidate) : [];
  return {
    references: {
      system: references.system,
      case: isPerson ? undefined : reference,
      sequence: undefined,
      mark: undefined,
      person: isPerson ? reference : undefined,
      others: [],
    },
    score: Math.round(score * THOUSANDTHS),
    samples: { prints: [], templates: [], records },
  };
}

/** Of each print that corresponds, with the position that the record cannot say of a palm. */
function minutiaeOf({ fingerMinutiaeRecord, evidence }: PrintCandidate): NistRecord[] {
  const positions = new Map(evidence.map(({ heldView, heldPosition }) => [heldView, heldPosition]));
  return templatesOf(readFingerRecord(fingerMinutiaeRecord)).flatMap((template, view) => {
    const position = positions.get(view);
    return position === undefined ? [] : [makeMinutiaeRecord(view + 1, { ...template, position })];
  });
}
