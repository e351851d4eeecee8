/** Files to search with: prints of test persons as their own systems would send them. */
import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { controlNumber } from '../../../../formats/nist/control-number.js';
import { makeMinutiaeRecord } from '../../../../formats/nist/make-minutiae.js';
import { makeTransaction } from '../../../../formats/nist/prum/make-transaction.js';
import { type RequestType, SEARCH_MODES, type SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import type { NistRecord } from '../../../../formats/nist/record.js';
import { makeRecord, writeNistFile } from '../../../../formats/nist/write-file.js';
import type { TestPrintKind, TestPrintPerson } from '../../../../world/test-prints.js';
import { recordOf } from '../domain/print-record.js';
import { type ProbeKind, probeOf } from '../domain/search-mode.js';
import { probeTemplates } from './test-prints.js';

/** What a mode searches with, as the world makes it. */
const KINDS: Readonly<Record<ProbeKind, TestPrintKind>> = {
  fingers: 'fingers',
  palms: 'palms',
  'finger trace': 'trace',
  'palm trace': 'palm trace',
};

/** A file to search with in a mode: of fingers a finger minutiae record, of palms, which have none, a transaction. */
export function probeFile(person: TestPrintPerson, mode: SearchMode): Buffer {
  const kind = KINDS[probeOf(mode)];
  const prints = probeTemplates(person, kind);
  if (kind === 'fingers' || kind === 'trace') return writeFingerRecord(recordOf(prints));
  return transaction(SEARCH_MODES[mode].transaction, prints.flatMap(kind === 'palms' ? markedPalm : marked));
}

const marked = (print: PrintTemplate, at: number): NistRecord => makeMinutiaeRecord(at + 1, print);

/** Minutiae of a palm, and a record of the palm without its image, which nobody looks at: none could be taken (UP). */
const markedPalm = (print: PrintTemplate, at: number): NistRecord[] => [
  makeRecord(15, [
    [2, String(at + 1).padStart(2, '0')],
    [3, String(print.impression)],
    [4, 'SYNTHETIC'],
    [5, '20260105'],
    [13, String(print.position)],
    [18, `${print.position}\x1fUP`],
  ]),
  marked(print, at),
];

function transaction(type: RequestType, records: readonly NistRecord[]): Buffer {
  const file = makeTransaction({
    type,
    modes: [],
    header: {
      version: '0502',
      date: '20260105',
      priority: 4,
      destination: { state: 'XB', name: 'SYNTHETIC' },
      origin: { state: 'XA', name: 'SYNTHETIC' },
      controlNumber: controlNumber(2026, 1, 'Prüm'),
      reference: undefined,
      scanned: '19.68',
      transmitted: '19.68',
      domain: { name: 'INT-I', version: '4.22' },
      sentAt: '20260105090000Z',
    },
    references: {
      system: '0422',
      case: { state: 'XA', number: 'C2026-000001' },
      sequence: undefined,
      mark: undefined,
      person: undefined,
      others: [],
    },
    expected: undefined,
    prints: [],
    templates: [],
    records,
  });
  return writeNistFile(file);
}
