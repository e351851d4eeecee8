/** Components as 32-bit numbers, least significant byte first: how vectors are kept, and what their digest is made of. */
export function bytesOf(components: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(components.length * 4));
  for (const [at, component] of components.entries()) view.setFloat32(at * 4, component, true);
  return new Uint8Array(view.buffer);
}

/** The components that such bytes hold. */
export function componentsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getFloat32(at * 4, true));
}
