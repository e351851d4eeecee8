/** The record of type 1 by the rules of the Prüm profile (Decision 2008/616/JHA, Annex, chapter 2; INT-I). */
import { isControlNumber } from '../control-number.js';
import { fieldOf, integerOf, placeOf, requireField, subfieldsOf, textOf } from '../field-values.js';
import { NistFault } from '../nist-fault.js';
import type { TaggedField, TaggedRecord } from '../record.js';
import { REQUEST_TYPES } from './search-modes.js';
import type { Agency, Reference, TransactionHeader } from './transaction.js';

/** Types of transaction of the profile. */
export const TRANSACTION_TYPES = [...REQUEST_TYPES, 'SRE', 'ERR'] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

/** ANSI/NIST-ITL 2000, 2007, 2011 and its updates of 2013 and 2015. */
const VERSIONS = ['0300', '0400', '0500', '0501', '0502'];

/** 1.001 to 1.015; agency names, application profiles and others are not used. */
const LAST_FIELD = 15;

const PRIORITIES = [1, 9] as const;
const MAX_NUMBER = 32;

/** Reads type and header of a transaction. Throws a NistFault. */
export function readHeader(record: TaggedRecord): {
  readonly type: TransactionType;
  readonly header: TransactionHeader;
} {
  for (const field of record.fields) {
    if (field.number > LAST_FIELD) throw new NistFault('103', placeOf(field), 'is not a field of the profile');
  }
  const field = (number: number): TaggedField => requireField(record, number);
  const type = oneOf(field(4), TRANSACTION_TYPES, '116');
  const isAnswer = type === 'SRE' || type === 'ERR';
  const reference = fieldOf(record, 10);
  if (isAnswer) requireField(record, 10);
  else if (reference !== undefined) throw new NistFault('103', placeOf(reference), 'is given in answers only');
  return {
    type,
    header: {
      version: oneOf(field(2), VERSIONS, '115'),
      date: readDate(field(5)),
      priority: integerOf(field(6), ...PRIORITIES),
      destination: readAgency(field(7)),
      origin: readAgency(field(8)),
      controlNumber: readControlNumber(field(9)),
      reference: reference === undefined ? undefined : readControlNumber(reference),
      scanned: matching(field(11), /^\d\d\.\d\d$/, '115', 'is NN.NN pixels per millimetre'),
      transmitted: matching(field(12), /^\d\d\.\d\d$/, '115', 'is NN.NN pixels per millimetre'),
      domain: readDomain(field(13)),
      sentAt: readTime(field(14)),
    },
  };
}

function oneOf<Value extends string>(field: TaggedField, known: readonly Value[], code: '115' | '116'): Value {
  const text = textOf(field);
  const found = known.find((value) => value === text);
  if (found === undefined) throw new NistFault(code, placeOf(field), `is one of ${known.join(', ')}`);
  return found;
}

function matching(field: TaggedField, pattern: RegExp, code: '112' | '114' | '115', demand: string): string {
  const text = textOf(field);
  if (!pattern.test(text)) throw new NistFault(code, placeOf(field), demand);
  return text;
}

function readDate(field: TaggedField): string {
  const text = matching(field, /^\d{8}$/, '112', 'is YYYYMMDD');
  if (!isDay(text)) throw new NistFault('112', placeOf(field), 'is a day of the calendar');
  return text;
}

function readTime(field: TaggedField): string {
  const text = matching(field, /^\d{8}(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ$/, '114', 'is YYYYMMDDHHMMSSZ');
  if (!isDay(text.slice(0, 8))) throw new NistFault('114', placeOf(field), 'is on a day of the calendar');
  return text;
}

function isDay(text: string): boolean {
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

function readControlNumber(field: TaggedField): string {
  const text = textOf(field);
  if (!isControlNumber(text)) {
    throw new NistFault('201', placeOf(field), 'is 10 or 14 digits and the check character that they give');
  }
  return text;
}

function readAgency(field: TaggedField): Agency {
  const { state, number } = readStateAnd(field, MAX_NUMBER);
  return { state, name: number };
}

/** Reads CC/text. Throws a NistFault. */
export function readStateAnd(field: TaggedField, longest: number): Reference {
  const text = textOf(field);
  if (!/^[A-Z]{2}\/[^/]/.test(text)) {
    throw new NistFault('115', placeOf(field), 'is a country code of two letters, a slash and a text');
  }
  const number = text.slice(3);
  if (number.length > longest)
    throw new NistFault('107', placeOf(field), `has at most ${longest} characters behind the slash`);
  return { state: text.slice(0, 2), number };
}

function readDomain(field: TaggedField): TransactionHeader['domain'] {
  const [[name = '', version = '', ...others] = [], ...more] = subfieldsOf(field);
  if (name !== 'INT-I' || !/^[\d.]{1,8}$/.test(version) || others.length > 0 || more.length > 0) {
    throw new NistFault('115', placeOf(field), 'is INT-I and its version');
  }
  return { name, version };
}
