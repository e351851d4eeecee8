/** SHA-256 without Node: takes the place of sha256.ts in the browser bundle. */
export { sha256 } from '@noble/hashes/sha2.js';
