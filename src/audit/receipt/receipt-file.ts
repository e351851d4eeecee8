/** Receipts in files: the JSON of an answer or problem document, an answer in parts, or C2SP tlog-proof. */
import * as z from 'zod/mini';
import { leafHash } from '../merkle/hash.js';
import { beyondLimit } from '../merkle/verify.js';
import { decodeBase64, encodeBase64 } from '../note/base64.js';
import { fromUtf8, utf8 } from '../note/bytes.js';
import { formatTlogProof, looksLikeTlogProof, parseTlogProof } from '../note/tlog-proof.js';
import { parseNote } from '../note/signed-note.js';
import type { ReceiptFile } from './receipt.js';

/** Longest file read, in characters: an answer with its receipt. */
export const MAX_RECEIPT_CHARACTERS = 16_777_216;

/** A file that holds no receipt. Names field and rule, never a value. */
export class ReceiptFormatError extends Error {
  override readonly name = 'ReceiptFormatError';
}

/** Standard or URL-safe base64, padded or not, as the JSON mapping of protobuf allows. */
const bytes = z.pipe(
  z.string(),
  z.transform((text, context): Uint8Array => {
    const standard = text.replaceAll('-', '+').replaceAll('_', '/');
    const decoded = decodeBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
    if (decoded !== undefined) return decoded;
    context.issues.push({ code: 'custom', message: 'base64', input: text });
    return z.NEVER;
  }),
);
const none = new Uint8Array();

/** uint64 as text; a number only where JSON carries it exactly. */
const uint64 = z.pipe(
  z.union([z.string().check(z.regex(/^(?:0|[1-9][0-9]{0,15})$/)), z.int().check(z.nonnegative())]),
  z.pipe(z.transform(Number), z.int()),
);

/** Fields with their default value are absent in the JSON mapping. */
const receiptSchema = z.strictObject({
  logOrigin: z.string().check(z.minLength(1), z.maxLength(255)),
  requestId: z.string().check(z.minLength(1), z.maxLength(64)),
  leafIndex: z._default(uint64, 0),
  leafHash: bytes,
  entry: bytes,
  inclusionProof: z._default(z.array(bytes).check(z.maxLength(63)), []),
  checkpoint: z.string().check(z.minLength(1)),
  resultSalt: z._default(bytes, none),
  resultSection: z._default(bytes, none),
  synthetic: z._default(z.boolean(), false),
});

/** What a tlog-proof carries beside the proof, in its unsigned "extra" line. */
const extraSchema = z.pick(receiptSchema, {
  requestId: true,
  entry: true,
  resultSalt: true,
  resultSection: true,
  synthetic: true,
});

/** Reads a receipt in either form. Throws a ReceiptFormatError, or a NoteError for a malformed tlog-proof. */
export function parseReceipt(text: string): ReceiptFile {
  return looksLikeTlogProof(text) ? parseReceiptProof(text) : parseReceiptJson(text);
}

/**
 * Reads the receipt of a JSON document: a receipt, an answer or problem document with a field "receipt", or an answer in
 * parts, whose last line is one of these. Throws a ReceiptFormatError.
 */
export function parseReceiptJson(text: string): ReceiptFile {
  let document = parseObject(splitParts(text)?.last ?? text, 'file');
  // The line that ends an answer in parts when it fails.
  if (isObject(document.problem)) document = document.problem;
  return check(receiptSchema, 'receipt' in document ? document.receipt : document);
}

/** An answer in parts as REST sends it: a JSON text on each line. */
export interface PartsFile {
  /** Lines of the parts, in their order. */
  readonly parts: readonly string[];
  /** The line that ends it, with the receipt. */
  readonly last: string;
}

/** Takes an answer in parts apart; undefined for any other text, also for one JSON text on several lines. */
export function splitParts(text: string): PartsFile | undefined {
  const lines = text.trimEnd().split(/\r?\n/);
  const last = lines.pop() ?? '';
  if (lines.length === 0 || !isJson(lines[0] ?? '')) return undefined;
  return { parts: lines, last };
}

function isJson(line: string): boolean {
  try {
    return isObject(JSON.parse(line));
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a tlog-proof that formatReceiptProof wrote. Throws a ReceiptFormatError or NoteError. */
export function parseReceiptProof(text: string): ReceiptFile {
  const { extra, index, proof, checkpoint } = parseTlogProof(text);
  if (extra === undefined) throw new ReceiptFormatError('extra: required, it holds the entry');
  const rest = check(extraSchema, parseObject(textOf(extra), 'extra'));
  if (typeof index === 'bigint') throw new ReceiptFormatError(`index: ${beyondLimit(index)}`);
  const [logOrigin = ''] = parseNote(checkpoint).text.split('\n');
  return {
    ...rest,
    logOrigin,
    leafIndex: index,
    leafHash: leafHash(rest.entry),
    inclusionProof: proof,
    checkpoint,
  };
}

/** Writes a receipt as a tlog-proof, so that any C2SP tool can check the proof; the entry travels in "extra". */
export function formatReceiptProof(receipt: ReceiptFile): string {
  const extra = JSON.stringify({
    requestId: receipt.requestId,
    entry: encodeBase64(receipt.entry),
    resultSalt: encodeBase64(receipt.resultSalt),
    resultSection: encodeBase64(receipt.resultSection),
    synthetic: receipt.synthetic,
  });
  return formatTlogProof({
    extra: utf8(extra),
    index: receipt.leafIndex,
    proof: receipt.inclusionProof,
    checkpoint: receipt.checkpoint,
  });
}

function parseObject(text: string, what: string): Record<string, unknown> {
  if (text.length > MAX_RECEIPT_CHARACTERS) throw new ReceiptFormatError(`${what}: too long`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReceiptFormatError(`${what}: not JSON`);
  }
  if (!isObject(value)) throw new ReceiptFormatError(`${what}: not a JSON object`);
  return Object.fromEntries(Object.entries(value));
}

function textOf(extra: Uint8Array): string {
  try {
    return fromUtf8(extra);
  } catch {
    throw new ReceiptFormatError('extra: not UTF-8');
  }
}

function check<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = schema.safeParse(camelNames(value));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ReceiptFormatError(`receipt ${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'invalid'}`);
}

/** The JSON mapping of protobuf allows the names of the contract, too. */
function camelNames(value: unknown): unknown {
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    field,
  ]);
  const names = new Set(fields.map(([name]) => name));
  if (names.size !== fields.length) throw new ReceiptFormatError('receipt: a field comes twice');
  return Object.fromEntries(fields);
}
