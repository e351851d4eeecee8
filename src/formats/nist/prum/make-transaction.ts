/** Makes files of transactions. */
import type { NistFile, NistRecord, TaggedRecord } from '../record.js';
import { contentOf, type FieldEntry, makeRecord } from '../write-file.js';
import { MODES_OF, SEARCH_MODES } from './search-modes.js';
import type { Agency, PrumTransaction, Reference, SampleReferences, TransactionHeader } from './transaction.js';

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
  if (transaction.type === 'ERR') {
    return [[74, transaction.errors.map(({ code, text }) => `${code}: ${text}`).join('\x1e')]];
  }
  if (transaction.type !== 'SRE') {
    return optional(320, transaction.expected === undefined ? undefined : String(transaction.expected));
  }
  const { answers, candidate } = transaction;
  if (candidate === undefined) return [[64, `${answers}\x1eN`]];
  const { finger, palm = finger } = MODES_OF[answers];
  const most = Math.max(SEARCH_MODES[finger].maxCandidates, SEARCH_MODES[palm].maxCandidates);
  if (candidate.total > most) throw new RangeError(`An answer to ${answers} has at most ${most} candidates`);
  const counted = [candidate.number, candidate.total].map((number) => String(number).padStart(3, '0')).join('/');
  return [[64, `${answers}\x1eI\x1e${counted}\x1e${candidate.score}`]];
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
