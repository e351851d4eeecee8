/**
 * Strict reading of protobuf's wire format. Decoders forgive: they stop quietly at a stray end-group tag, let a nested
 * message run over its own length, and take the last of two values. Two decoders that forgive differently read two
 * questions in the same bytes, and only one of them would be in the log. So a message whose structure leaves any choice
 * is malformed. (https://protobuf.dev/programming-guides/encoding)
 */
import { ScalarType } from '@bufbuild/protobuf';
import type { DescField, DescMessage } from '@bufbuild/protobuf';

/** Says what is malformed, or undefined. Never throws, whatever the bytes. */
export type WireCheck = (bytes: Uint8Array) => string | undefined;

/** Deepest nesting of messages; the generated decoders stop at 100. */
const MAX_DEPTH = 32;
const MAX_FIELDS = 64;
const LONGEST_VARINT = 10;

const VARINT = 0;
const I64 = 1;
const LEN = 2;
const I32 = 5;

interface FieldShape {
  readonly wireType: number;
  readonly repeated: boolean;
  /** Place in the record of singular fields seen; members of one oneof share a place. */
  readonly slot: number;
  readonly nested: MessageShape | undefined;
}

interface MessageShape {
  readonly name: string;
  readonly fields: Map<number, FieldShape>;
}

class Malformed extends Error {}

/** Compiles the check for a message type. Throws when the type has more than 64 fields. */
export function compileWireCheck(message: DescMessage): WireCheck {
  const shape = shapeOf(message, new Map());
  return (bytes) => {
    try {
      new Walk(bytes).message(shape, bytes.length, 0);
      return undefined;
    } catch (error) {
      if (error instanceof Malformed) return error.message;
      throw error;
    }
  };
}

function shapeOf(message: DescMessage, known: Map<string, MessageShape>): MessageShape {
  const found = known.get(message.typeName);
  if (found !== undefined) return found;
  if (message.fields.length > MAX_FIELDS) throw new Error(`${message.typeName} has more than ${MAX_FIELDS} fields`);
  const shape: MessageShape = { name: message.typeName, fields: new Map() };
  known.set(message.typeName, shape);
  message.fields.forEach((field, index) => {
    const firstOfOneof = field.oneof?.fields[0];
    shape.fields.set(field.number, {
      wireType: wireTypeOf(field),
      repeated: field.fieldKind === 'list' || field.fieldKind === 'map',
      slot: firstOfOneof === undefined ? index : message.fields.indexOf(firstOfOneof),
      nested: field.message && shapeOf(field.message, known),
    });
  });
  return shape;
}

function wireTypeOf(field: DescField): number {
  switch (field.scalar) {
    case undefined:
      return field.enum === undefined ? LEN : VARINT;
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return LEN;
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return I64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return I32;
    default:
      return VARINT;
  }
}

/** One pass over the bytes of one request. */
class Walk {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  message(shape: MessageShape, end: number, depth: number): void {
    if (depth > MAX_DEPTH) throw new Malformed('messages are nested too deeply');
    let seenLow = 0;
    let seenHigh = 0;
    while (this.at < end) {
      const tag = this.uint32(end);
      const number = tag >>> 3;
      const wireType = tag & 7;
      if (number === 0) throw new Malformed(`field number 0 in ${shape.name}`);
      const field = shape.fields.get(number);
      if (field === undefined) {
        // Left to validation, which names every unknown field at once.
        this.skip(wireType, end);
        continue;
      }
      if (!field.repeated) {
        const bit = 1 << (field.slot & 31);
        if (((field.slot < 32 ? seenLow : seenHigh) & bit) !== 0) {
          throw new Malformed(`field ${number} of ${shape.name} is given twice`);
        }
        if (field.slot < 32) seenLow |= bit;
        else seenHigh |= bit;
      }
      if (wireType === field.wireType) {
        if (field.nested === undefined) this.skip(wireType, end);
        else this.message(field.nested, this.length(end), depth + 1);
      } else if (field.repeated && wireType === LEN) {
        this.packed(field.wireType, this.length(end));
      } else {
        throw new Malformed(`field ${number} of ${shape.name} has the wrong wire type`);
      }
    }
  }

  private packed(wireType: number, end: number): void {
    while (this.at < end) this.skip(wireType, end);
  }

  private skip(wireType: number, end: number): void {
    switch (wireType) {
      case VARINT:
        for (let index = 0; index < LONGEST_VARINT && this.at < end; index++) {
          if ((this.bytes[this.at++] ?? 0) < 0x80) return;
        }
        throw new Malformed('a varint does not end');
      case I64:
        this.advance(8, end);
        return;
      case LEN:
        this.at = this.length(end);
        return;
      case I32:
        this.advance(4, end);
        return;
      default:
        throw new Malformed(`wire type ${wireType} is not used in proto3`);
    }
  }

  private advance(count: number, end: number): void {
    this.at += count;
    if (this.at > end) throw new Malformed('the message ends within a field');
  }

  /** Reads a length; returns where what follows must end. */
  private length(end: number): number {
    const length = this.uint32(end);
    if (length > end - this.at) throw new Malformed('the message ends within a field');
    return this.at + length;
  }

  private uint32(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 35 && this.at < end; shift += 7) {
      const byte = this.bytes[this.at++] ?? 0;
      if (shift === 28 && byte > 0x0f) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Malformed('a tag or length is cut off or too large');
  }
}
