/** Reads what is searched with. No fault quotes anything of it. */
import { createHash } from 'node:crypto';
import { readFingerRecord } from '../../../../formats/finger-minutiae/read-record.js';
import { RecordFault, templatesOf } from '../../../../formats/finger-minutiae/record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { NistFault } from '../../../../formats/nist/nist-fault.js';
import { readTransaction } from '../../../../formats/nist/prum/read-transaction.js';
import { isPalm, type SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import { readNistFile } from '../../../../formats/nist/read-file.js';
import type { PrintProbe } from '../../../../gen/ostiary/prum/v1/fingerprint.js';
import { checkMinutiae, MinutiaeFault } from '../../../../matching/minutiae/minutia.js';
import type { FieldViolation } from '../../../../shared/refusal.js';
import type { SampleFacts, SampleFormat } from '../domain/print-search.js';
import { type ProbeKind, probeOf } from '../domain/search-mode.js';
import { suitablePrints } from '../domain/suitability.js';

/** Ten fingers with all minutiae, and extended data. */
export const MAX_RECORD_BYTES = 65_536;
/** A transaction with small images, which are not looked at. */
export const MAX_TRANSACTION_BYTES = 524_288;

const RECORD = 'probe.finger_minutiae_record';
const TRANSACTION = 'probe.nist_transaction';

/** What was read. */
export interface ReadProbe {
  readonly sample: SampleFacts;
  /** Those that can be searched with. */
  readonly prints: readonly PrintTemplate[];
}

/** Reads a probe for a mode, or says what is wrong with it. */
export function readProbe(mode: SearchMode, probe: PrintProbe): ReadProbe | FieldViolation {
  const { fingerMinutiaeRecord: record, nistTransaction: transaction } = probe;
  if (record.length > 0 === transaction.length > 0) {
    const description = 'must have a finger minutiae record or a transaction, and not both';
    return { field: 'probe', rule: 'one_of', description };
  }
  return record.length > 0 ? readRecord(mode, record) : readNist(mode, transaction);
}

function readRecord(mode: SearchMode, bytes: Uint8Array): ReadProbe | FieldViolation {
  if (bytes.length > MAX_RECORD_BYTES) return tooLong(RECORD, MAX_RECORD_BYTES);
  try {
    const read = readFingerRecord(bytes);
    return suited(RECORD, mode, templatesOf(read), factsOf(bytes, read.format));
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    const description = `must keep the rule of the format that byte ${error.offset} breaks: ${error.rule}`;
    return { field: RECORD, rule: error.rule, description };
  }
}

function readNist(mode: SearchMode, bytes: Uint8Array): ReadProbe | FieldViolation {
  if (bytes.length > MAX_TRANSACTION_BYTES) return tooLong(TRANSACTION, MAX_TRANSACTION_BYTES);
  try {
    const read = readTransaction(readNistFile(bytes), { minutiaeOfPersons: true });
    if (!('modes' in read) || !read.modes.includes(mode)) {
      return { field: TRANSACTION, rule: 'ERM-116', description: `must be one that asks in the mode ${mode}` };
    }
    const templates = read.templates.map(({ template }) => template).filter(isFor(probeOf(mode)));
    return suited(TRANSACTION, mode, templates, factsOf(bytes, 'ANSI/NIST-ITL'));
  } catch (error) {
    if (!(error instanceof NistFault)) throw error;
    const description = `must keep the rule of field ${error.field ?? '1.001'} at byte ${error.offset}: ${error.demand}`;
    return { field: TRANSACTION, rule: `ERM-${error.code}`, description };
  }
}

/** A transaction may hold fingers and palms. */
const isFor =
  (kind: ProbeKind) =>
  ({ position }: PrintTemplate): boolean =>
    isPalm(position) === (kind === 'palms' || kind === 'palm trace');

function suited(
  field: string,
  mode: SearchMode,
  templates: readonly PrintTemplate[],
  sample: SampleFacts,
): ReadProbe | FieldViolation {
  const impossible = templates.map(faultOf).find((fault) => fault !== undefined);
  if (impossible !== undefined) return { field, rule: 'ERM-117', description: impossible };
  const prints = suitablePrints(probeOf(mode), templates);
  if ('code' in prints) return { field, rule: `ERM-${prints.code}`, description: prints.demand };
  return { sample, prints };
}

/** What no image that prints are compared from can have: a resolution beyond all scanners, a print of half a metre. */
function faultOf(template: PrintTemplate): string | undefined {
  try {
    checkMinutiae(template);
    return undefined;
  } catch (error) {
    if (error instanceof MinutiaeFault) return error.message;
    throw error;
  }
}

const factsOf = (bytes: Uint8Array, format: SampleFormat): SampleFacts => ({
  format,
  bytes: bytes.length,
  digest: createHash('sha256').update(bytes).digest('hex'),
});

const tooLong = (field: string, most: number): FieldViolation => ({
  field,
  rule: 'max_bytes',
  description: `must have at most ${most} bytes`,
});
