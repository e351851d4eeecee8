/** Reads transactions: which records they have, and what these say. */
import { isType4, type NistFile, type NistRecord, type TaggedRecord } from '../record.js';
import { type Print, readPrint } from '../image-record.js';
import { NistFault } from '../nist-fault.js';
import { readMinutiae } from '../read-minutiae.js';
import { readHeader } from './read-header.js';
import { readErrors, readExpected, readReferences, readRespondents } from './read-references.js';
import { isPalm, MODES_OF, type RequestType, SEARCH_MODES, type SearchMode } from './search-modes.js';
import type { PrumTransaction, Samples, TransactionHeader } from './transaction.js';

/** Types of record behind the first two, and of which of them there must be one. */
interface Contents {
  readonly allowed: readonly number[];
  readonly required: readonly number[];
}

const CONTENTS: Readonly<Record<RequestType, Contents>> = {
  CPS: { allowed: [4, 14], required: [4, 14] },
  PMS: { allowed: [4, 14, 15], required: [4, 14, 15] },
  // The image of a trace is included unless the other side has it already.
  MPS: { allowed: [9, 13], required: [9, 13] },
  MMS: { allowed: [9, 13], required: [9, 13] },
};

/** What a candidate is shown by: the prints of a person, or a trace. */
const ANSWERS: Readonly<Record<RequestType, readonly number[]>> = {
  CPS: [4, 14],
  PMS: [9, 13],
  MPS: [4, 14, 15],
  MMS: [9, 13],
};

/** Ten rolled fingers, two thumbs and twice four fingers together. */
const MAX_FINGER_IMAGES = 14;

/** How strictly a transaction is read. */
export interface ReadingOptions {
  /**
   * Lets prints of persons come with minutiae in records of type 9, which the profile foresees for traces alone: for those
   * who compare without coding images themselves.
   */
  readonly minutiaeOfPersons?: boolean;
}

/** Reads a transaction. Throws a NistFault. */
export function readTransaction(
  { header: first, records }: NistFile,
  { minutiaeOfPersons = false }: ReadingOptions = {},
): PrumTransaction {
  const { type, header } = readHeader(first);
  const [second, ...others] = records;
  if (second === undefined || isType4(second) || second.type !== 2) {
    throw new NistFault('102', { offset: second?.offset ?? 0 }, 'the second record is of type 2');
  }
  const references = readReferences(second, type);
  if (type === 'ERR') {
    checkTypes(others, { allowed: [], required: [] });
    return { type, header, references, errors: readErrors(second) };
  }
  if (type === 'SRE') {
    const { answers, candidate } = readRespondents(second);
    checkTypes(others, { allowed: candidate === undefined ? [] : ANSWERS[answers], required: [] });
    return { type, header, references, answers, candidate, ...readSamples(others) };
  }
  const { allowed, required } = CONTENTS[type];
  checkTypes(others, { allowed: minutiaeOfPersons ? [...allowed, 9] : allowed, required });
  const samples = readSamples(others);
  checkFingers(samples.prints, others, header);
  const modes = modesOf(type, samples, second);
  const most = modes.reduce((least, mode) => Math.min(least, SEARCH_MODES[mode].maxCandidates), 99);
  return { type, modes, header, references, expected: readExpected(second, most), ...samples };
}

function checkTypes(records: readonly NistRecord[], { allowed, required }: Contents): void {
  for (const { type, offset } of records) {
    if (!allowed.includes(type))
      throw new NistFault('102', { offset }, `records behind the second are ${list(allowed)}`);
  }
  if (required.length > 0 && !records.some(({ type }) => required.includes(type))) {
    throw new NistFault('502', { offset: 0 }, `there is a record of ${list(required)}`);
  }
}

const list = (types: readonly number[]): string =>
  types.length === 0 ? 'none' : `type ${types.map(String).join(' or ')}`;

function readSamples(records: readonly NistRecord[]): Samples {
  const prints: Print[] = [];
  const minutiae: TaggedRecord[] = [];
  for (const record of records) {
    const print = readPrint(record);
    if (print !== undefined) prints.push(print);
    else if (!isType4(record)) minutiae.push(record);
  }
  const templates = minutiae.map((record) => {
    const idc = Number(Buffer.from(record.fields[1]?.value ?? []).toString('latin1'));
    const size = prints.find((print) => print.idc === idc)?.picture?.size;
    return { idc, template: readMinutiae(record, size) };
  });
  return { prints, templates, records };
}

/** At most fourteen images of fingers, and the resolution said where a record of type 4 relies on it. */
function checkFingers(prints: readonly Print[], records: readonly NistRecord[], { scanned }: TransactionHeader): void {
  const fingers = records.filter(({ type }) => type === 4 || type === 14);
  const surplus = fingers[MAX_FINGER_IMAGES];
  if (surplus !== undefined) {
    throw new NistFault('104', { offset: surplus.offset }, `there are at most ${MAX_FINGER_IMAGES} images of fingers`);
  }
  if (prints.some(({ type }) => type === 4) && scanned === '00.00') {
    throw new NistFault('115', { offset: 0, field: '1.011' }, 'is said where there is a record of type 4');
  }
}

/** Fingers or palms. A trace that may be of either is of what its first position says; an unknown one is of a finger. */
function modesOf(
  type: RequestType,
  { prints, templates }: Pick<Samples, 'prints' | 'templates'>,
  { offset }: TaggedRecord,
): readonly SearchMode[] {
  const { finger, palm } = MODES_OF[type];
  const palms = [
    ...prints.map((print) => print.type === 15 || isPalm(print.positions[0] ?? 0)),
    ...templates
      .filter(({ idc }) => !prints.some((print) => print.idc === idc))
      .map(({ template }) => isPalm(template.position)),
  ];
  if (palm === undefined && palms.includes(true)) throw new NistFault('102', { offset }, 'has no palms');
  if (type !== 'PMS' && palms.includes(true) && palms.includes(false)) {
    throw new NistFault('117', { offset }, 'is about traces of fingers or of palms, not both');
  }
  return [...(palms.includes(false) ? [finger] : []), ...(palms.includes(true) && palm !== undefined ? [palm] : [])];
}
