/** From the bytes of a request to its generated type: size, structure, decoding; validation is a step of its own. */
import type { ContractOptions } from './options.js';
import type { ContractMethod } from './contract.js';
import { Refusal } from '../../shared/refusal.js';
import type { FieldViolation } from '../../shared/refusal.js';
import type { Clock } from '../../shared/clock.js';
import { compileValidator } from './validate.js';
import { compileWireCheck } from './wire.js';

/** Greatest request message, bytes. Larger ones are refused before they are decoded, and logged. */
export const MAX_REQUEST_BYTES = 262_144;

/** Reads the requests of one operation. */
export interface RequestReader<Request> {
  /**
   * Decodes a request. Throws Refusal REQUEST_TOO_LARGE or REQUEST_MALFORMED; nothing else, whatever the bytes. What
   * it returns may still break rules.
   */
  decode(bytes: Uint8Array): Request;
  /** Every broken rule of a decoded request, at most 100; empty when it may be used. */
  validate(request: Request): readonly FieldViolation[];
}

/**
 * Compiles the reader of an operation, once at start.
 *
 * @param deserialize the generated decoder: `service[method.key].requestDeserialize`
 */
export function compileRequestReader<Request>(
  method: ContractMethod,
  deserialize: (bytes: Buffer) => Request,
  options: ContractOptions,
  clock?: Clock,
): RequestReader<Request> {
  const wireFault = compileWireCheck(method.input);
  const validate = compileValidator(method.input, options, clock);
  return {
    decode: (bytes) => {
      assertSize(bytes.length);
      const fault = wireFault(bytes);
      if (fault !== undefined) throw new Refusal('REQUEST_MALFORMED', `not well-formed protobuf: ${fault}`);
      return decodeWith(deserialize, bytes);
    },
    validate,
  };
}

/** Throws Refusal REQUEST_TOO_LARGE when a message of this many bytes is not read. */
export function assertSize(bytes: number): void {
  if (bytes <= MAX_REQUEST_BYTES) return;
  throw new Refusal('REQUEST_TOO_LARGE', `the message is larger than ${MAX_REQUEST_BYTES} bytes`);
}

function decodeWith<Request>(deserialize: (bytes: Buffer) => Request, bytes: Uint8Array): Request {
  try {
    return deserialize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw new Refusal('REQUEST_MALFORMED', 'not well-formed protobuf', { cause });
  }
}
