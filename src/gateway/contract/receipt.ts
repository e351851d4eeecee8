/** The proof that travels with every answer, and its place in the answer's bytes. */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { LoggedEntry } from '../../audit/log/entry.js';
import { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import type { ContractMethod } from './contract.js';

/** The receipt of a logged entry. Shares the entry's bytes. */
export function receiptOf(logged: LoggedEntry, requestId: string): AuditReceipt {
  const result = logged.openings.result;
  return {
    logOrigin: logged.origin,
    requestId,
    leafIndex: BigInt(logged.index),
    leafHash: view(logged.leafHash),
    entry: view(logged.entry),
    inclusionProof: logged.inclusionProof.map(view),
    checkpoint: logged.checkpoint,
    resultSalt: result === undefined ? NOTHING : view(result.salt),
    resultSection: result === undefined ? NOTHING : view(result.plaintext),
    synthetic: true,
  };
}

const NOTHING = Buffer.alloc(0);

/** The same bytes as a Buffer, not copied: a proof alone has some twenty hashes. */
function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The receipt in protobuf. */
export function encodeReceipt(logged: LoggedEntry, requestId: string): Uint8Array {
  return AuditReceipt.encode(receiptOf(logged, requestId)).finish();
}

/**
 * Puts the receipt into an encoded response that has none, as its last field; leaves the response of an operation
 * without receipts as it is. Protobuf allows fields in any order, so the bytes before the receipt stay exactly those
 * whose SHA-256 is in the log.
 */
export function appendReceipt(
  method: Pick<ContractMethod, 'receiptField'>,
  response: Uint8Array,
  logged: LoggedEntry,
  requestId: string,
): Uint8Array {
  if (method.receiptField === undefined) return response;
  try {
    writer.raw(response).tag(method.receiptField, WireType.LengthDelimited).fork();
    AuditReceipt.encode(receiptOf(logged, requestId), writer).join();
  } catch (error) {
    // What was begun must not stand at the head of the next answer.
    writer = new BinaryWriter();
    throw error;
  }
  return view(writer.finish());
}

/** Grown once to the size of an answer; filled and emptied within one synchronous call. */
let writer = new BinaryWriter();

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
