/** Typed arrays that grow: a quarter more each time, so that a full index wastes little. */

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array;

/** The array itself if it has room for so many elements, else a larger copy of it, zero from where it ended. */
export function withRoomFor<T extends Numbers>(array: T, elements: number): T {
  if (elements <= array.length) return array;
  const longer = new (array.constructor as new (length: number) => T)(
    Math.max(elements, array.length + (array.length >>> 2) + 16),
  );
  longer.set(array);
  return longer;
}
