/**
 * The record of type 2 by the rules of the Prüm profile. Its fields are those listed here and no others: reference data hold
 * no data from which an individual can be directly identified (Regulation (EU) 2024/982 Art. 10(2)), so no field of type 2
 * that other users of the format have for names, dates of birth or addresses is read past, nor is free text (2.063).
 */
import { ERM_CODES, isErmCode } from '../erm-codes.js';
import { fieldOf, integerOf, parseInteger, placeOf, requireField, subfieldsOf, textOf } from '../field-values.js';
import { NistFault } from '../nist-fault.js';
import type { TaggedField, TaggedRecord } from '../record.js';
import { readStateAnd, type TransactionType } from './read-header.js';
import { REQUEST_TYPES } from './search-modes.js';
import type { ErrorTransaction, Reference, ResultTransaction, SampleReferences } from './transaction.js';

const SYS = 3;
const CNO = 7;
const SQN = 8;
const MID = 9;
const CRN = 10;
const MN1 = 12;
const MN5 = 16;
export const RLS = 64;
export const ERM = 74;
export const ENC = 320;

/** Number behind the slash of 2.007 and 2.010, and length of the others. */
const MAX_NUMBER = 32;

const OF_SAMPLES = [1, 2, SYS, CNO, SQN, MID, CRN, ...Array.from({ length: MN5 - MN1 + 1 }, (_, n) => MN1 + n)];

/** Fields by type of transaction. */
function allowedIn(type: TransactionType): readonly number[] {
  if (type === 'SRE') return [...OF_SAMPLES, RLS];
  return [...OF_SAMPLES, type === 'ERR' ? ERM : ENC];
}

/** Reads what the record says of samples. Throws a NistFault for any field that is not of the profile. */
export function readReferences(record: TaggedRecord, type: TransactionType): SampleReferences {
  const allowed = allowedIn(type);
  for (const field of record.fields) if (!allowed.includes(field.number)) throw outsideProfile(field);
  const text = (number: number, longest: number): string | undefined => {
    const field = fieldOf(record, number);
    return field === undefined ? undefined : readShort(field, longest);
  };
  const reference = (number: number): Reference | undefined => {
    const field = fieldOf(record, number);
    return field === undefined ? undefined : readReference(field);
  };
  const others = Array.from({ length: MN5 - MN1 + 1 }, (_, n) => text(MN1 + n, MAX_NUMBER));
  return {
    system: text(SYS, 8),
    case: reference(CNO),
    sequence: text(SQN, 4),
    mark: text(MID, 2),
    person: reference(CRN),
    others: others.filter((other) => other !== undefined),
  };
}

const outsideProfile = (field: TaggedField): NistFault =>
  new NistFault(
    '103',
    placeOf(field),
    'is not a field of the profile: a transaction says nothing from which a person can be directly identified, such as ' +
      'name, date of birth or address, nor free text (Regulation (EU) 2024/982 Art. 10(2))',
  );

function readReference(field: TaggedField): Reference {
  const reference = readStateAnd(field, MAX_NUMBER);
  checkPlain(reference.number, field);
  return reference;
}

function readShort(field: TaggedField, longest: number): string {
  const text = textOf(field);
  if (text.length === 0) throw new NistFault('106', placeOf(field), 'is not empty');
  if (text.length > longest) throw new NistFault('107', placeOf(field), `has at most ${longest} characters`);
  checkPlain(text, field);
  return text;
}

/** References are made of these characters; names of more than one word and written dates are not. */
function checkPlain(text: string, field: TaggedField): void {
  if (/^[A-Za-z0-9._-]+$/.test(text)) return;
  throw new NistFault('111', placeOf(field), 'has letters, digits, ".", "_" and "-"');
}

/** Candidates wanted; undefined where the question does not say. */
export function readExpected(record: TaggedRecord, most: number): number | undefined {
  const field = fieldOf(record, ENC);
  return field === undefined ? undefined : integerOf(field, 1, most);
}

const MAX_TOTAL = 99;
/** Greatest score of the respondents list: somebody verified the hit. */
export const MAX_SCORE = 999_999;

/** The respondents list: TOT, I or N; for a hit also number/total and score, one subfield each. Throws a NistFault. */
export function readRespondents(record: TaggedRecord): Pick<ResultTransaction, 'answers' | 'candidate'> {
  const field = requireField(record, RLS);
  const subfields = subfieldsOf(field).map((items) => (items.length === 1 ? items[0] : undefined));
  const [type, status, counted = '', score = ''] = subfields;
  const answers = REQUEST_TYPES.find((known) => known === type);
  if (answers === undefined) throw new NistFault('116', placeOf(field), 'begins with the type of the question');
  if (status === 'N' && subfields.length === 2) return { answers, candidate: undefined };
  if (status !== 'I' || subfields.length !== 4) {
    throw new NistFault('105', placeOf(field), 'goes on with N, or with I, number/total and score');
  }
  const [, number = '', total = ''] = /^(\d{3})\/(\d{3})$/.exec(counted) ?? [];
  if (number === '') throw new NistFault('115', placeOf(field), 'has number and total as NNN/NNN');
  const of = parseInteger(total, field, 1, MAX_TOTAL);
  return {
    answers,
    candidate: {
      number: parseInteger(number, field, 1, of),
      total: of,
      score: parseInteger(score, field, 0, MAX_SCORE),
    },
  };
}

/** Errors of one answer at most. */
export const MAX_ERRORS = 99;

/** Codes and texts of a question that could not be processed. Throws a NistFault. */
export function readErrors(record: TaggedRecord): ErrorTransaction['errors'] {
  const field = requireField(record, ERM);
  const subfields = subfieldsOf(field);
  if (subfields.length > MAX_ERRORS) throw new NistFault('104', placeOf(field), `has at most ${MAX_ERRORS} errors`);
  return subfields.map((items) => {
    const text = items.join(' ');
    const code = text.slice(0, 3);
    if (!isErmCode(code))
      throw new NistFault('115', placeOf(field), `begins with one of ${Object.keys(ERM_CODES).join(', ')}`);
    return { code, text: text.slice(3).replace(/^[:\s-]+/, '') };
  });
}
