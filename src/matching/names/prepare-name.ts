import { assignRoles } from './assign-roles.js';
import type { NameKind, NameToken, PreparedName } from './name-token.js';
import { splitFields, splitFreeText, type SplitName } from './split-name.js';

/** A name as somebody wrote it: in one piece, or in the two fields of a travel document. */
export type NameText = string | { readonly given: string; readonly family: string };

/**
 * Prepares a name for comparison. "Given Family", "Family, Given" and "Given FAMILY" are understood; fields are always
 * those of a person. Never throws; text beyond the limits of clean-text.ts and name-token.ts is not looked at.
 */
export function prepareName(name: NameText, kind: NameKind = 'person'): PreparedName {
  return typeof name === 'string'
    ? prepared(splitFreeText(name, kind), kind)
    : prepared(splitFields(name.given, name.family), 'person');
}

function prepared({ words, dropped }: SplitName, kind: NameKind): PreparedName {
  const tokens = assignRoles(words, kind);
  let fullWords = 0;
  let stated = false;
  for (const { role, guessed } of tokens) {
    if (role !== 'particle' && role !== 'legal_form') fullWords++;
    if (role === 'family' && !guessed) stated = true;
  }
  return { kind, tokens, dropped, sorted: sortedText(tokens), fullWords, stated };
}

function sortedText(tokens: readonly NameToken[]): string {
  const [first, second] = tokens;
  if (first === undefined) return '';
  if (second === undefined) return sortable(first);
  const texts = tokens.map(sortable);
  return texts.sort().join(' ');
}

const sortable = ({ script, written, text }: NameToken): string => (script === 'characters' ? written : text);
