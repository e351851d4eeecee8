/** What no string in a request may hold, whatever its field. */

/** A broken rule of text, named. */
export interface TextFault {
  readonly rule: 'utf8' | 'control' | 'bidi';
  readonly description: string;
}

const BROKEN = '\\ufffd|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const CONTROL = '[\\u0000-\\u001f\\u007f-\\u009f]';
const BIDI = '[\\u202a-\\u202e\\u2066-\\u2069]';
const ANY = new RegExp(`${CONTROL}|${BIDI}|${BROKEN}`);

/** In order of what a caller should mend first. */
const FAULTS: readonly (readonly [RegExp, TextFault])[] = [
  // The decoder puts U+FFFD where the bytes are not UTF-8; a caller who sends U+FFFD itself lost the character earlier.
  [new RegExp(BROKEN), { rule: 'utf8', description: 'must be valid UTF-8 without replacement characters' }],
  [new RegExp(CONTROL), { rule: 'control', description: 'must not contain control characters' }],
  // They make a reviewer's screen show another text than the one that was searched (CVE-2021-42574).
  [new RegExp(BIDI), { rule: 'bidi', description: 'must not contain bidirectional overrides or isolates' }],
];

/** Finds what is wrong with a text; undefined when nothing is. */
export function textFault(text: string): TextFault | undefined {
  if (!ANY.test(text)) return undefined;
  return FAULTS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Number of Unicode code points, as the contract counts length. */
export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
