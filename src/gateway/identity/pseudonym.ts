/**
 * The name under which an officer appears towards other states: theirs to count by, ours alone to resolve
 * (docs/identity.md, ADR 0016).
 *
 * pseudonym = quarter "-" first 16 bytes of HMAC-SHA-256(key, "ostiary/officer-pseudonym/v1" 00 quarter 00 authority 00
 * officer) in hex, e.g. "2026q4-6b1f…". Identifiers are visible ASCII, so nothing in them can pass for the separator.
 */
import { createHmac } from 'node:crypto';
import { ensureKeyFile } from '../../shared/key-file.js';
import type { Authority, Officer } from './peer.js';

/** Name of the key's file in the folder of keys. */
export const PSEUDONYM_KEY_FILE = 'pseudonym.key';

/** Length of the key, in bytes. */
const KEY_BYTES = 32;

/** Length of what is kept of the HMAC, in bytes: 128 bits, by which no two officers of all authorities will collide. */
const PSEUDONYM_BYTES = 16;

/** Gives officers their pseudonyms. */
export interface Pseudonymizer {
  /** The officer's pseudonym at a time, milliseconds since the epoch: the same within a calendar quarter in UTC. */
  pseudonymOf(authority: Authority, officer: Officer, timeMs: number): string;
}

/**
 * Loads the key from a folder; makes key and folder first if there are none. Every gateway process of one log needs the
 * same. Rejects when it is no key, or when others than its owner may read it.
 */
export const ensurePseudonymKey = (folder: string): Promise<Buffer> =>
  ensureKeyFile(folder, { name: 'pseudonym key', file: PSEUDONYM_KEY_FILE, bytes: KEY_BYTES });

/** Makes pseudonyms under a key. */
export function createPseudonymizer(key: Uint8Array): Pseudonymizer {
  // An officer is one object as long as their token lives: a pseudonym is computed once per token and quarter.
  const made = new WeakMap<Officer, { readonly authority: string; readonly untilMs: number; readonly text: string }>();
  let quarter = quarterOf(0);

  return {
    pseudonymOf({ code }, officer, timeMs) {
      const known = made.get(officer);
      if (timeMs < quarter.fromMs || timeMs >= quarter.untilMs) quarter = quarterOf(timeMs);
      if (known?.authority === code && known.untilMs === quarter.untilMs) return known.text;
      const text = pseudonym(key, quarter.name, code, officer.id);
      made.set(officer, { authority: code, untilMs: quarter.untilMs, text });
      return text;
    },
  };
}

function pseudonym(key: Uint8Array, quarter: string, authority: string, officer: string): string {
  const mac = createHmac('sha256', key)
    .update(['ostiary/officer-pseudonym/v1', quarter, authority, officer].join('\0'))
    .digest();
  return `${quarter}-${mac.subarray(0, PSEUDONYM_BYTES).toString('hex')}`;
}

interface Quarter {
  /** E.g. "2026q4". */
  readonly name: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

function quarterOf(timeMs: number): Quarter {
  const time = new Date(timeMs);
  const [year, number] = [time.getUTCFullYear(), Math.floor(time.getUTCMonth() / 3)];
  return {
    name: `${year}q${number + 1}`,
    fromMs: Date.UTC(year, number * 3, 1),
    untilMs: Date.UTC(year, number * 3 + 3, 1),
  };
}
