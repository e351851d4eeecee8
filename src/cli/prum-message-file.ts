import type { PrumDnaMessage } from '../formats/prum-dna/message.js';
import { readMessage } from '../formats/prum-dna/read-message.js';

/** Reads the bytes of a message file. Throws an Error that names each place, its line and the rule, and quotes nothing. */
export function readMessageFile(path: string, bytes: Uint8Array): PrumDnaMessage {
  const reading = readMessage(bytes);
  if ('message' in reading) return reading.message;
  const faults = reading.faults.map(
    ({ path: place, line, rule, description }) =>
      `  ${line > 0 ? `line ${line}, ` : ''}${place === '' ? 'the message' : place}: ${rule}: ${description}`,
  );
  throw new Error(`${path}: is no message with DNA profiles:\n${faults.join('\n')}`);
}
