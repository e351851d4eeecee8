/** From the bytes of a stream's message to those of a call, and from what became of the call to bytes. */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Refusal, type FieldViolation } from '../../shared/refusal.js';
import { invalid } from './codec.js';
import { type ContractStream, MAX_LANE, STREAM_FIELDS } from './message-stream.js';
import { MAX_VIOLATIONS } from './violations.js';

/** One message of a stream, opened as far as the call in it, which is the exchange's to read. */
export interface StreamedMessage {
  /** As the caller gave it; 0 when it could not be read. */
  readonly sequence: bigint;
  /** As the caller gave it; 0 when it could not be read. */
  readonly lane: number;
  /** The call's request in protobuf, or why there is none. */
  readonly body: Uint8Array | Refusal;
}

/** The largest share of a message that is not the call in it, in bytes: tags, a sequence, a lane and a length. */
export const ENVELOPE_BYTES = 32;

/**
 * Opens a message as strictly as any request is read (wire.ts): a field that is given twice, is unknown, or is of another
 * wire type leaves a choice, so the message is refused. Never throws.
 */
export function openMessage({ input, requestField }: ContractStream, bytes: Uint8Array): StreamedMessage {
  const reader = new BinaryReader(bytes);
  const seen = new Set<number>();
  const violations: FieldViolation[] = [];
  let sequence = 0n;
  let lane = 0n;
  let request: Uint8Array | undefined;
  const broken = (body: Refusal): StreamedMessage => ({ sequence, lane: laneOf(lane), body });
  try {
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      const expected = WIRE_TYPES.get(number);
      if (expected === undefined) {
        reader.skip(wireType, number);
        if (seen.has(number)) continue;
        seen.add(number);
        violations.push({ field: `#${number}`, rule: 'unknown_field', description: 'is not a field of this message' });
        // A message may have as many as it has bytes.
        if (violations.length === MAX_VIOLATIONS) return broken(invalid(violations));
        continue;
      }
      if (seen.has(number)) return broken(malformed(`field ${number} of ${input.typeName} is given twice`));
      if (wireType !== expected) {
        return broken(malformed(`field ${number} of ${input.typeName} has the wrong wire type`));
      }
      seen.add(number);
      if (number === STREAM_FIELDS.sequence) sequence = BigInt(reader.uint64());
      else if (number === STREAM_FIELDS.lane) lane = BigInt(reader.uint64());
      else request = reader.bytes();
    }
  } catch (error) {
    // How the reader says that bytes are cut off or a varint does not end.
    if (error instanceof Error) return broken(malformed('the message ends within a field, or a number does not end'));
    throw error;
  }
  if (lane > MAX_LANE) violations.push({ field: 'lane', rule: 'max', description: `must be at most ${MAX_LANE}` });
  if (request === undefined) violations.push({ field: requestField, rule: 'required', description: 'must be given' });
  if (violations.length > 0 || request === undefined) return broken(invalid(violations));
  return { sequence, lane: laneOf(lane), body: request };
}

/** The message that acknowledges a call with its answer. */
export const answerMessage = (sequence: bigint, answer: Uint8Array): Buffer =>
  write(sequence, STREAM_FIELDS.response, answer);

/** The message that says why a call was refused, as an encoded google.rpc.Status. */
export const refusalMessage = (sequence: bigint, status: Uint8Array): Buffer =>
  write(sequence, STREAM_FIELDS.refusal, status);

function write(sequence: bigint, field: number, bytes: Uint8Array): Buffer {
  const writer = new BinaryWriter();
  if (sequence !== 0n) writer.tag(STREAM_FIELDS.sequence, WireType.Varint).uint64(sequence);
  const message = writer.tag(field, WireType.LengthDelimited).bytes(bytes).finish();
  return Buffer.from(message.buffer, message.byteOffset, message.byteLength);
}

const WIRE_TYPES: ReadonlyMap<number, WireType> = new Map([
  [STREAM_FIELDS.sequence, WireType.Varint],
  [STREAM_FIELDS.lane, WireType.Varint],
  [STREAM_FIELDS.request, WireType.LengthDelimited],
]);

const laneOf = (lane: bigint): number => (lane > MAX_LANE ? 0 : Number(lane));

const malformed = (what: string): Refusal => new Refusal('REQUEST_MALFORMED', `not well-formed protobuf: ${what}`);
