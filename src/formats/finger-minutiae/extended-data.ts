/** Part of a finger view that a standard or a vendor added. */
export interface ExtendedData {
  /** 1 ridge counts, 2 cores and deltas, 3 zonal quality; from 0x0100 on a vendor's own. */
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * Blocks of a type, a length and data; undefined if they do not fill the space. Writers disagree whether the length counts
 * the four bytes of type and length: either is read.
 */
export const readExtendedData = (bytes: Uint8Array): readonly ExtendedData[] | undefined =>
  readBlocks(bytes, 4) ?? readBlocks(bytes, 0);

function readBlocks(bytes: Uint8Array, counted: 0 | 4): readonly ExtendedData[] | undefined {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: ExtendedData[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 - counted + data.getUint16(at + 2);
    if (end < at + 4 || end > bytes.length) return undefined;
    blocks.push({ type: data.getUint16(at), data: bytes.subarray(at + 4, end) });
    at = end;
  }
  return blocks;
}
