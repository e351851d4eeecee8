/**
 * Base64 as transparency formats write it: standard alphabet, padded, one spelling for each value. By Node;
 * base64.browser.ts replaces it.
 */

/** Decodes, or returns undefined for anything that encoding the result again would not give. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Encodes with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
