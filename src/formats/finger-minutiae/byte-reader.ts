import { RecordFault } from './record.js';

/** Reads numbers one after another, big-endian, up to an end; whatever lies beyond is a wrong length. */
export class ByteReader {
  readonly data: DataView;
  readonly #bytes: Uint8Array;
  readonly #end: number;
  at: number;

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#end = end;
    this.at = from;
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#end - this.at;
  }

  /** Where the next bytes lie, of which there must be so many. */
  take(count: number): number {
    const at = this.at;
    if (count > this.left) throw new RecordFault('length', at);
    this.at += count;
    return at;
  }

  u8(): number {
    return this.data.getUint8(this.take(1));
  }

  u16(): number {
    return this.data.getUint16(this.take(2));
  }

  u32(): number {
    return this.data.getUint32(this.take(4));
  }

  bytes(count: number): Uint8Array {
    const at = this.take(count);
    return this.#bytes.subarray(at, at + count);
  }
}
