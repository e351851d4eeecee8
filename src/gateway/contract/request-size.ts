/** How large a request may be. */
import { Refusal } from '../../shared/refusal.js';

/**
 * Greatest request message, bytes, where the contract names no other. Larger ones are refused before they are decoded, and
 * logged.
 */
export const MAX_REQUEST_BYTES = 262_144;

/** Greatest request message that an operation may ask for: what SIRENE Bureaux exchange as one message. */
export const GREATEST_REQUEST_BYTES = 10_000_000;

/** Throws Refusal REQUEST_TOO_LARGE when a message of this many bytes is not read. */
export function assertSize(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  throw new Refusal('REQUEST_TOO_LARGE', `the message is larger than ${limit} bytes`);
}

/** Greatest body of such a message in JSON: base64 makes four characters of three bytes, and the rest is small. */
export const jsonLimit = (messageBytes: number): number =>
  messageBytes <= MAX_REQUEST_BYTES ? messageBytes : Math.ceil((messageBytes * 4) / 3) + MAX_REQUEST_BYTES;
