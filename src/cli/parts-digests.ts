/** What a saved answer that came in parts gives to hold against the result that its receipt opens. */
import { createHash } from 'node:crypto';
import { splitParts } from '../audit/receipt/receipt-file.js';
import type { Contract } from '../gateway/contract/contract.js';
import { jsonToBinary } from '../gateway/contract/json.js';
import { isAnswer } from './answer-digest.js';

/**
 * SHA-256, in hex, of each part's message in protobuf, in the order of the file. Undefined for what is no answer: a
 * receipt or a problem document alone. JSON does not say of which operation it is the answer: the first one counts that
 * gives the digest over all, or else nothing that could be equal to it.
 */
export function partsDigestsOfFile(contract: Contract, text: string, logged: string): readonly string[] | undefined {
  const file = splitParts(text);
  if (file === undefined) return isAnswer(text) ? [] : undefined;
  for (const { output, maxParts } of contract.methods.values()) {
    if (maxParts === undefined) continue;
    try {
      const digests = file.parts.map((line) => sha256(jsonToBinary(output, Buffer.from(line))));
      if (sha256(Buffer.from(digests.join(''), 'hex')) === logged) return digests;
    } catch {
      // Not an answer of this operation.
    }
  }
  return file.parts.map(() => 'unreadable');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
