/** Whether a UNA is followed by a UNB, and whether the UNB uses the characters that the UNA announces. */
import { isAlphanumeric, type ServiceCharacters, skipBlanks, skipFraming } from './service-characters.js';

/** Bytes within which the UNB behind a UNA must begin: one character too few or too many, and a line end, fit in. */
export const UNB_NEAR = 24;

/** Bytes behind a UNA within which the UNB must end for its terminator to be believed. */
export const LOOK_AHEAD = 1_024;

const U = 85;
const N = 78;
const B = 66;

/** Where the UNB behind a UNA begins; undefined if there is none near. */
export function unbNear(bytes: Uint8Array, una: number): number | undefined {
  if (isAlphanumeric(bytes[una + 3] ?? 0)) return undefined;
  const to = Math.min(bytes.length, una + UNB_NEAR) - 2;
  for (let at = una + 3; at < to; at++) {
    if (bytes[at] === U && bytes[at + 1] === N && bytes[at + 2] === B) return at;
  }
  return undefined;
}

/** True if the UNB is divided by these characters, and its terminator is followed by another service segment. */
export function isUsed(bytes: Uint8Array, unb: number, { element, release, terminator }: ServiceCharacters): boolean {
  const limit = Math.min(bytes.length, unb + LOOK_AHEAD);
  if (bytes[skipBlanks(bytes, unb + 3, limit)] !== element) return false;
  for (let at = unb; at < limit; at++) {
    if (bytes[at] === release) at = skipFraming(bytes, at + 1, limit);
    else if (bytes[at] === terminator) {
      const next = skipBlanks(bytes, at + 1, limit);
      return next >= limit || bytes[next] === U;
    }
  }
  return false;
}
