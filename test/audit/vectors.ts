/** Published and computed vectors (test/vectors/tlog/README.md says where each is from). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/shared/project-root.js';

const FOLDER = join(projectRoot, 'test', 'vectors', 'tlog');

/** Bytes of a vector file. */
export function vectorBytes(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

/** Text of a vector file. */
export function vectorText(name: string): string {
  return vectorBytes(name).toString('utf8');
}

/** JSON of a vector file. */
export function vectorJson(name: string): unknown {
  return JSON.parse(vectorText(name));
}

/** Bytes from hex. */
export function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/** Bytes from base64. */
export function base64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

/** Lower-case hex of bytes, which chai compares with a readable difference. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
