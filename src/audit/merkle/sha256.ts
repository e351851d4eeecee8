/** SHA-256 by Node. The one file of the tree's code that another runtime replaces (sha256.browser.ts). */
import { hash } from 'node:crypto';

/** SHA-256 of `data`. */
export function sha256(data: Uint8Array): Buffer {
  // One-shot hashing into a string and from there into pooled memory takes a third of the time of a digest buffer.
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1');
}
