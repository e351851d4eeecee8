/** One remembered state, in a file: what was cosigned last, with a digest that shows damage. */
import { createHash } from 'node:crypto';

const HEADER = /^ostiary witness memory v1 ([0-9a-f]{64})\n/;

/** A file that is not what was written. A witness must not work on it: it might cosign a second history. */
export class DamagedMemory extends Error {
  override readonly name = 'DamagedMemory';
}

/** Writes a state; `note` is empty before the first cosignature. */
export function formatState(origin: string, note: string): string {
  const body = `${origin}\n\n${note}`;
  return `ostiary witness memory v1 ${digest(body)}\n${body}`;
}

/** Reads a state; returns the note. Throws DamagedMemory. */
export function parseState(origin: string, text: string): string {
  const header = HEADER.exec(text);
  if (header === null) throw new DamagedMemory('a file of the memory does not begin as it must');
  const body = text.slice(header[0].length);
  if (digest(body) !== header[1]) throw new DamagedMemory('a file of the memory is damaged');
  const start = `${origin}\n\n`;
  if (!body.startsWith(start)) throw new DamagedMemory('a file of the memory belongs to another log');
  return body.slice(start.length);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
