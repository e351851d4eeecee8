import { readFingerRecord } from '../../../formats/finger-minutiae/read-record.js';
import { type Iso2005Record, RecordFault, type RecordRule } from '../../../formats/finger-minutiae/record.js';
import type { PrintSample as WireSample } from '../../../gen/ostiary/sis/v1/prints.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import type { PrintSample } from '../domain/print-sample.js';
import { subjectOf } from './synthetic-sample.js';

/** Ten fingers twice, with two hundred minutiae and more each. */
export const MAX_SAMPLE_BYTES = 20_000;

const FIELD = 'sample.finger_minutiae_record';

const FAULTS: Readonly<Record<RecordRule, string>> = {
  not_a_record: 'must be a finger minutiae record in the record format of ISO/IEC 19794-2:2005',
  length: 'must be as long as its header and its views say',
  too_long: 'must not be longer than any record may be',
  views: 'must hold from 1 to 176 finger views',
  position: 'must name finger positions from 0 to 10',
  quality: 'must give qualities from 0 to 100',
  minutia: 'must hold minutiae within its image',
  reserved: 'must leave reserved bits 0',
  extended_data: 'must hold blocks of extended data that fill their space',
};

/** Reads a sample. Throws a Refusal that never quotes it. */
export function parseSample(wire: WireSample | undefined): PrintSample {
  const bytes = wire?.fingerMinutiaeRecord ?? new Uint8Array();
  if (bytes.length === 0) throw refused({ field: FIELD, rule: 'required', description: 'must be given' });
  if (bytes.length > MAX_SAMPLE_BYTES) {
    throw refused({ field: FIELD, rule: 'max_bytes', description: `must have at most ${MAX_SAMPLE_BYTES} bytes` });
  }
  const { views } = readIso2005(bytes);
  const positions = [...new Set(views.map(({ position }) => position))].sort((a, b) => a - b);
  return { positions, bytes: bytes.length, subject: subjectOf(views) };
}

function readIso2005(bytes: Uint8Array): Iso2005Record {
  try {
    const record = readFingerRecord(bytes);
    if (record.format === 'ISO/IEC 19794-2:2005') return record;
    throw new RecordFault('not_a_record', 0);
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    throw refused({ field: FIELD, rule: error.rule, description: FAULTS[error.rule] });
  }
}

const refused = (violation: FieldViolation): Refusal =>
  new Refusal('REQUEST_INVALID', 'The sample cannot be read', { violations: [violation] });
