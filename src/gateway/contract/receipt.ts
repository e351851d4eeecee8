/** The proof that travels with every answer, and its place in the answer's bytes. */
import { createHash } from 'node:crypto';
import type { LoggedEntry } from '../../audit/log/entry.js';
import { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** The receipt of a logged entry. */
export function receiptOf(logged: LoggedEntry, requestId: string): AuditReceipt {
  const result = logged.openings.result;
  return AuditReceipt.fromPartial({
    logOrigin: logged.origin,
    requestId,
    leafIndex: BigInt(logged.index),
    leafHash: Buffer.from(logged.leafHash),
    entry: Buffer.from(logged.entry),
    inclusionProof: logged.inclusionProof.map((hash) => Buffer.from(hash)),
    checkpoint: logged.checkpoint,
    resultSalt: Buffer.from(result?.salt ?? []),
    resultSection: Buffer.from(result?.plaintext ?? []),
    synthetic: true,
  });
}

/** The receipt in protobuf. */
export function encodeReceipt(logged: LoggedEntry, requestId: string): Uint8Array {
  return AuditReceipt.encode(receiptOf(logged, requestId)).finish();
}

/**
 * Puts a receipt into an encoded response that has none, as its last field. Protobuf allows fields in any order, so
 * the bytes before the receipt stay exactly those whose digest is in the log.
 *
 * @param field number of the response's receipt field
 */
export function appendReceipt(response: Uint8Array, field: number, receipt: Uint8Array): Uint8Array {
  const tail = new BinaryWriter().tag(field, WireType.LengthDelimited).bytes(receipt).finish();
  return Buffer.concat([response, tail]);
}

/** SHA-256 of a response without its receipt: the digest of the answer that the log holds. */
export function answerDigest(response: Uint8Array): Uint8Array {
  return createHash('sha256').update(response).digest();
}

/**
 * Takes an encoded response apart again, as whoever checks a receipt must.
 *
 * @throws Error when the response is not well-formed or holds no receipt, or more than one
 */
export function splitReceipt(response: Uint8Array, field: number): { answer: Uint8Array; receipt: Uint8Array } {
  const reader = new BinaryReader(response);
  const answer: Uint8Array[] = [];
  const receipts: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [number, wireType] = reader.tag();
    if (number === field && wireType === WireType.LengthDelimited) {
      receipts.push(reader.bytes());
    } else {
      reader.skip(wireType, number);
      answer.push(response.subarray(start, reader.pos));
    }
  }
  const [receipt, second] = receipts;
  if (receipt === undefined || second !== undefined) throw new Error('the response does not hold exactly one receipt');
  return { answer: Buffer.concat(answer), receipt };
}
