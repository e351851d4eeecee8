/** Files to search with: prints of test persons as their own systems would send them. */
import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import type { SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import type { TestPrintKind, TestPrintPerson } from '../../../../world/test-prints.js';
import { recordOf } from '../domain/print-record.js';
import { type ProbeKind, probeOf } from '../domain/search-mode.js';
import { palmTransaction } from '../wire/print-probe.js';
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
  return palmTransaction(prints, {
    mode,
    askingState: 'XA',
    askedState: 'XB',
    askedAtMs: Date.UTC(2026, 0, 5, 9),
    requestNumber: 'C2026-000001',
  });
}
