import type { EdifactDiagnostic } from '../../../src/formats/edifact/diagnostic.js';
import { EdifactTokenizer } from '../../../src/formats/edifact/tokenizer.js';

/** A segment as text: the tag, then the components of each element. */
export type Token = readonly [tag: string, ...elements: (readonly string[])[]];

export interface Tokens {
  readonly segments: Token[];
  readonly places: { readonly number: number; readonly offset: number; readonly end: number }[];
  readonly diagnostics: EdifactDiagnostic[];
}

/** Everything in these pieces. */
export function tokensOf(...pieces: (string | Uint8Array)[]): Tokens {
  const tokens: Tokens = { segments: [], places: [], diagnostics: [] };
  const tokenizer = new EdifactTokenizer({
    segment: (segment) => {
      tokens.segments.push([segment.tag, ...segment.toArrays()]);
      tokens.places.push({ number: segment.number, offset: segment.offset, end: segment.end });
    },
    diagnostic: (diagnostic) => tokens.diagnostics.push(diagnostic),
  });
  for (const piece of pieces) tokenizer.push(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  tokenizer.end();
  return tokens;
}
