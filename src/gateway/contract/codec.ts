/** From the bytes of a request to its generated type and from an answer to bytes, for one operation. */
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import type { ContractMethod } from './contract.js';
import type { ContractOptions } from './options.js';
import { assertSize } from './request-size.js';
import { compileValidator } from './validate.js';
import { compileWireCheck } from './wire.js';

export { MAX_REQUEST_BYTES } from './request-size.js';

/** The generated code of one operation: `service[method.key]`. */
export interface GeneratedCode<Request, Response> {
  readonly requestDeserialize: (bytes: Buffer) => Request;
  readonly requestSerialize: (request: Request) => Buffer;
  readonly responseSerialize: (response: Response) => Buffer;
}

/** Reads the requests and writes the responses of one operation. */
export interface MethodCodec<Request, Response> {
  /**
   * Reads a request. Throws Refusal REQUEST_TOO_LARGE, REQUEST_MALFORMED or REQUEST_INVALID (with every violation, at
   * most 100) and nothing else, whatever the bytes.
   */
  decode(bytes: Uint8Array): Request;
  /** Writes a request again: equal requests give equal bytes, in whatever order and face they came. */
  encodeRequest(request: Request): Uint8Array;
  /** Writes a response. */
  encode(response: Response): Uint8Array;
}

/** Compiles the codec of an operation, once at start. Throws when the contract's rules cannot be kept. */
export function compileCodec<Request, Response>(
  method: ContractMethod,
  code: GeneratedCode<Request, Response>,
  options: ContractOptions,
  clock: Clock,
): MethodCodec<Request, Response> {
  const wireFault = compileWireCheck(method.input);
  const validate = compileValidator(method.input, options, clock);
  return {
    decode(bytes) {
      assertSize(bytes.length, method.maxRequestBytes);
      const fault = wireFault(bytes);
      if (fault !== undefined) throw new Refusal('REQUEST_MALFORMED', `not well-formed protobuf: ${fault}`);
      const request = deserialize(code.requestDeserialize, bytes);
      const violations = validate(request);
      if (violations.length > 0) throw invalid(violations);
      return request;
    },
    encodeRequest: (request) => code.requestSerialize(request),
    encode: (response) => code.responseSerialize(response),
  };
}

/** The refusal of a request that breaks rules. */
export function invalid(violations: Refusal['violations']): Refusal {
  return new Refusal('REQUEST_INVALID', 'the request breaks rules of the contract', { violations });
}

/** The decoder finds nothing that the wire check has let pass; if it ever does, that is the caller's fault, not ours. */
function deserialize<Request>(decode: (bytes: Buffer) => Request, bytes: Uint8Array): Request {
  try {
    return decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw new Refusal('REQUEST_MALFORMED', 'not well-formed protobuf', { cause });
  }
}
