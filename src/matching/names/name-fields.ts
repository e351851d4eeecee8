import type { PreparedName } from './name-token.js';

/** Names in the two fields of a travel document. */
export interface NameFields {
  readonly given: string;
  readonly family: string;
}

/**
 * The fields that a name in one piece would be entered in: particles go with the word that follows, patronymics and
 * initials with the given names. A name of one word is a family name.
 */
export function fieldsOf({ tokens }: PreparedName): NameFields {
  const given: string[] = [];
  const family: string[] = [];
  for (const [at, { written, role }] of tokens.entries()) {
    const field = role === 'particle' ? tokens.slice(at).find((token) => token.role !== 'particle')?.role : role;
    if (field === 'family' || field === 'unknown' || tokens.length === 1) family.push(written);
    else given.push(written);
  }
  return { given: given.join(' '), family: family.join(' ') };
}
