/** Makes files of transactions. */
import type { NistFile, NistRecord, TaggedRecord } from '../record.js';
import { contentOf, type FieldEntry, makeRecord } from '../write-file.js';
import { MAX_ERRORS, MAX_SCORE } from './read-references.js';
import { MODES_OF, type RequestType, SEARCH_MODES } from './search-modes.js';
import type {
  Agency,
  ErrorTransaction,
  PrumTransaction,
  Reference,
  SampleReferences,
  TransactionHeader,
} from './transaction.js';

/** The file of a transaction, with the records that it holds. Throws a RangeError for what cannot be written. */
export function makeTransaction(transaction: PrumTransaction): NistFile {
  const records: NistRecord[] = [
    makeRecord(2, [[2, '00'], ...referenceEntries(transaction.references), ...ownEntries(transaction)]),
    ...(transaction.type === 'ERR' ? [] : transaction.records),
  ];
  return { header: makeHeader(transaction, records), records };
}

function makeHeader({ type, header }: PrumTransaction, records: readonly NistRecord[]): TaggedRecord {
  return makeRecord(1, [
    [2, header.version],
    [3, contentOf(records)],
    [4, type],
    [5, header.date],
    [6, String(header.priority)],
    [7, agencyText(header.destination)],
    [8, agencyText(header.origin)],
    [9, header.controlNumber],
    ...optional(10, header.reference),
    [11, header.scanned],
    [12, header.transmitted],
    [13, `${header.domain.name}\x1f${header.domain.version}`],
    [14, header.sentAt],
  ]);
}

const agencyText = ({ state, name }: Agency): string => `${state}/${name}`;
const referenceText = (reference: Reference | undefined): string | undefined =>
  reference === undefined ? undefined : `${reference.state}/${reference.number}`;

const optional = (number: number, text: string | undefined): readonly FieldEntry[] =>
  text === undefined ? [] : [[number, text]];

function referenceEntries({ system, case: inCase, sequence, mark, person, others }: SampleReferences): FieldEntry[] {
  return [
    ...optional(3, system),
    ...optional(7, referenceText(inCase)),
    ...optional(8, sequence),
    ...optional(9, mark),
    ...optional(10, referenceText(person)),
    ...others.map((other, at): FieldEntry => [12 + at, other]),
  ];
}

function ownEntries(transaction: PrumTransaction): readonly FieldEntry[] {
  if (transaction.type === 'ERR') return [[74, errorsText(transaction.errors)]];
  if (transaction.type !== 'SRE') {
    return optional(320, transaction.expected === undefined ? undefined : String(transaction.expected));
  }
  const { answers, candidate } = transaction;
  if (candidate === undefined) return [[64, `${answers}\x1eN`]];
  const { number, total, score } = candidate;
  const most = mostOf(answers);
  if (!isWithin(total, 1, most)) throw new RangeError(`An answer to ${answers} has at most ${most} candidates`);
  if (!isWithin(number, 1, total)) throw new RangeError('A candidate has a number from 1 to the total');
  if (!isWithin(score, 0, MAX_SCORE)) throw new RangeError(`A score is a whole number from 0 to ${MAX_SCORE}`);
  const counted = [number, total].map((one) => String(one).padStart(3, '0')).join('/');
  return [[64, `${answers}\x1eI\x1e${counted}\x1e${score}`]];
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Candidates of an answer at most: PMS may ask in both its modes at a time, others in one. */
function mostOf(type: RequestType): number {
  const { finger, palm = finger } = MODES_OF[type];
  const [fingers, palms] = [SEARCH_MODES[finger].maxCandidates, SEARCH_MODES[palm].maxCandidates];
  return type === 'PMS' ? fingers + palms : Math.max(fingers, palms);
}

function errorsText(errors: ErrorTransaction['errors']): string {
  if (!isWithin(errors.length, 1, MAX_ERRORS)) throw new RangeError(`There are 1 to ${MAX_ERRORS} errors`);
  return errors
    .map(({ code, text }) => {
      // Separators would make others of it, and what stands between code and text is read past.
      if (!/^(?![:\s-])[\x20-\x7e]*$/.test(text)) throw new RangeError('The text of an error is printable ASCII');
      return `${code}: ${text}`;
    })
    .join('\x1e');
}

/** What an answer's header takes from that of the question: parties changed round, its number, and the same priority. */
export const answerHeader = (
  { header }: { readonly header: TransactionHeader },
  own: Pick<TransactionHeader, 'controlNumber' | 'date' | 'sentAt' | 'scanned' | 'transmitted'>,
): TransactionHeader => ({
  ...own,
  version: header.version,
  priority: header.priority,
  destination: header.origin,
  origin: header.destination,
  reference: header.controlNumber,
  domain: header.domain,
});
