/** Operations with a stream of requests: each message is a call of an operation with one request, and an access of its own (ADR 0055). */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage, DescMethod } from '@bufbuild/protobuf';
import type { ContractMethod } from './method.js';
import type { ContractOptions } from './options.js';

/** An operation with a stream of requests. */
export interface ContractStream {
  /** Path on the gRPC wire: "/ostiary.pnr.v1.PnrService/PushPnrs". */
  readonly path: string;
  /** Name of the method: "PushPnrs". */
  readonly name: string;
  /** The operation that each message is a call of. */
  readonly calls: ContractMethod;
  /** Name of the request's field that holds a request of that operation. */
  readonly requestField: string;
  readonly input: DescMessage;
  readonly output: DescMessage;
}

/** Numbers of the fields that every stream has. */
export const STREAM_FIELDS = { sequence: 1, lane: 2, request: 3, response: 2, refusal: 3 } as const;

/** Greatest lane of a stream: more than messages are worked on at the same time. */
export const MAX_LANE = 63;

const STATUS = 'google.rpc.Status';

/**
 * Reads an operation with a stream of requests.
 *
 * @param callable finds an operation of the same service by its name
 * @throws Error when it breaks the rules that every stream keeps
 */
export function readStream(
  method: DescMethod,
  options: ContractOptions,
  callable: (name: string) => ContractMethod | undefined,
): ContractStream {
  const path = `/${method.parent.typeName}/${method.name}`;
  const fail = (what: string): never => {
    throw new Error(`contract: ${path} ${what}`);
  };
  const rules = options.operationRules(method) ?? fail('states no operation rules');
  if (rules.eachMessageCalls === '') fail('streams requests and does not state each_message_calls');
  if (method.methodKind !== 'bidi_streaming') fail('streams requests and must answer with a stream, too');
  const { system, maxDeadlineMs, publicProof, disclosesItself, maxParts, maxRequestBytes } = rules;
  if (system !== '' || publicProof || disclosesItself || [maxDeadlineMs, maxParts, maxRequestBytes].some(Boolean)) {
    fail('states rules that are those of the operation which each message calls');
  }
  if (options.httpRule(method) !== undefined) fail('streams requests, which REST does not do');
  const calls =
    callable(rules.eachMessageCalls) ?? fail(`calls ${rules.eachMessageCalls}, which its service does not have`);
  if (calls.publicProof || calls.maxParts !== undefined) fail('calls an operation that is no access with one answer');

  const [sequence, lane, request, ...more] = inOrder(method.input);
  if (!isNumber(sequence, 'sequence', ScalarType.UINT64) || !isNumber(lane, 'lane', ScalarType.UINT32)) {
    fail('must take uint64 sequence = 1 and uint32 lane = 2');
  }
  if (lane === undefined || options.fieldRules(lane)?.max !== BigInt(MAX_LANE))
    fail(`must have lanes up to ${MAX_LANE}`);
  if (request?.message?.typeName !== calls.input.typeName || more.length > 0) {
    return fail(`must take ${calls.input.typeName} as field 3, and nothing more`);
  }
  const [echo, response, refusal, ...rest] = inOrder(method.output);
  if (!isNumber(echo, 'sequence', ScalarType.UINT64)) fail('must answer with uint64 sequence = 1');
  if (
    response?.message?.typeName !== calls.output.typeName ||
    refusal?.message?.typeName !== STATUS ||
    response.oneof === undefined ||
    response.oneof !== refusal.oneof ||
    rest.length > 0
  ) {
    fail(`must answer with one of ${calls.output.typeName} as field 2 and ${STATUS} as field 3, and nothing more`);
  }
  return {
    path,
    name: method.name,
    calls,
    requestField: request.name,
    input: method.input,
    output: method.output,
  };
}

/** Fields by their numbers, which must be 1, 2, 3 and so on: a field with another number is in nobody's place. */
const inOrder = ({ fields }: DescMessage): (DescField | undefined)[] =>
  fields.map((_, index) => fields.find(({ number }) => number === index + 1));

const isNumber = (field: DescField | undefined, name: string, type: ScalarType): boolean =>
  field?.fieldKind === 'scalar' && field.name === name && field.scalar === type;
